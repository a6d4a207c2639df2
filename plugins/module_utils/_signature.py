# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The two request signatures of Alibaba Cloud, as pure functions.

ACS3-HMAC-SHA256: https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
HMAC-SHA1 (RPC): https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import typing as t
from urllib.parse import quote

ACS3 = "ACS3-HMAC-SHA256"
RPC = "HMAC-SHA1"
SIGNATURE_METHODS = (ACS3, RPC)

Parameters = t.Mapping[str, str]


class Signing(t.NamedTuple):
    """What one request is signed with. A repeat takes a new one.

    ``date`` is UTC as ``2026-01-02T03:04:05Z``; the service refuses one that is off by more than 15 minutes, and a
    ``nonce`` that it has seen in that time.
    """

    access_key_id: str
    access_key_secret: str
    security_token: str | None
    date: str
    nonce: str
    version: str

    def __repr__(self) -> str:
        return f"Signing(date={self.date!r}, nonce={self.nonce!r})"


def percent_encode(text: str) -> str:
    """Encode as RFC 3986 has it: all but letters, digits and ``-_.~``, in UTF-8 and upper-case hexadecimal."""
    return quote(text, safe="~")


def canonical_query(parameters: Parameters) -> str:
    """The query as it is signed and sent: sorted by name, an empty value as ``name=``."""
    return "&".join(f"{percent_encode(name)}={percent_encode(value)}" for name, value in sorted(parameters.items()))


def acs3_canonical_request(http_method: str, query: str, headers: Parameters) -> tuple[str, str]:
    """The canonical request, and the list of signed headers.

    Signed are ``host``, ``content-type`` and all ``x-acs-*``. ``user-agent`` and ``accept`` stay out, since
    libraries and proxies may alter them on the way. ``headers`` must hold ``x-acs-content-sha256``.
    """
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    signed = sorted(name for name in lower if name in ("host", "content-type") or name.startswith("x-acs-"))
    lines = "".join(f"{name}:{lower[name]}\n" for name in signed)
    names = ";".join(signed)
    return "\n".join([http_method, "/", query, lines, names, lower["x-acs-content-sha256"]]), names


def acs3_headers(
    operation: str,
    query: str,
    host: str,
    signing: Signing,
    *,
    http_method: str = "POST",
    body: bytes = b"",
    content_type: str | None = None,
) -> dict[str, str]:
    """All headers of a request that is signed with ACS3-HMAC-SHA256, ``Authorization`` among them."""
    headers = {
        "Host": host,
        "x-acs-action": operation,
        "x-acs-version": signing.version,
        "x-acs-date": signing.date,
        "x-acs-signature-nonce": signing.nonce,
        "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
    }
    if content_type:
        headers["Content-Type"] = content_type
    if signing.security_token:
        headers["x-acs-security-token"] = signing.security_token
    request, signed_headers = acs3_canonical_request(http_method, query, headers)
    string_to_sign = f"{ACS3}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(signing.access_key_secret.encode(), string_to_sign.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = (
        f"{ACS3} Credential={signing.access_key_id},SignedHeaders={signed_headers},Signature={signature}"
    )
    return headers


def rpc_signature(http_method: str, parameters: Parameters, access_key_secret: str) -> str:
    """The value of ``Signature`` for all other parameters of an RPC request (HMAC-SHA1)."""
    string_to_sign = f"{http_method}&%2F&{percent_encode(canonical_query(parameters))}"
    digest = hmac.new(f"{access_key_secret}&".encode(), string_to_sign.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def rpc_query(operation: str, parameters: Parameters, signing: Signing, *, http_method: str = "POST") -> str:
    """The whole query of a request that is signed with HMAC-SHA1."""
    signed = {
        **parameters,
        "Action": operation,
        "Version": signing.version,
        "Format": "JSON",
        "AccessKeyId": signing.access_key_id,
        "Timestamp": signing.date,
        "SignatureNonce": signing.nonce,
        "SignatureMethod": RPC,
        "SignatureVersion": "1.0",
    }
    if signing.security_token:
        signed["SecurityToken"] = signing.security_token
    signature = rpc_signature(http_method, signed, signing.access_key_secret)
    return canonical_query({**signed, "Signature": signature})
