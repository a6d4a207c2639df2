# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the two signatures of the API; written without sight of the collection's own signing code.

V3 (ACS3-HMAC-SHA256) is described at help.aliyun.com under "V3 request structure and signature", V1 (RPC, HMAC-SHA1)
in the Live API's "Signature" page. The emulator asks for all that they ask for: a request that the service might let
pass with a part missing is refused here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from urllib.parse import quote

from emulator.incoming import V1, V3, Incoming
from emulator.replies import ApiError

_AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 Credential=(?P<key>[^,\s]+),SignedHeaders=(?P<signed>[^,\s]+),Signature=(?P<signature>[^,\s]+)"
)
_V3_REQUIRED = ("host", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256")
_V1_REQUIRED = ("AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion", "Timestamp")


@dataclass(frozen=True)
class Claim:
    """What a request says of its sender, and what the sender must have signed.

    :ivar date: the request's own time, as sent.
    :ivar string_to_sign: as this server computes it.
    :ivar canonical_request: V3 only; else empty.
    """

    method: str
    access_key_id: str
    signature: str
    nonce: str
    date: str
    security_token: str | None
    string_to_sign: str
    canonical_request: str = ""

    def signature_by(self, secret: str) -> str:
        """Compute the signature that the holder of a secret would have made."""
        text = self.string_to_sign.encode()
        if self.method == V3:
            return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
        digest = hmac.new(f"{secret}&".encode(), text, hashlib.sha1).digest()
        return base64.b64encode(digest).decode()

    def check(self, secret: str) -> None:
        """Compare the signature with the one made from the secret.

        :raises ApiError: SignatureDoesNotMatch, which shows this server's string to sign, as the service does: it
            holds all parameters, the callback key among them.
        """
        if hmac.compare_digest(self.signature.encode(), self.signature_by(secret).encode()):
            return
        if self.method == V3:
            text = (
                "Specified signature does not match our calculation."
                f" server StringToSign is [{self.string_to_sign}]"
                f" server CanonicalRequest is [{self.canonical_request}]"
            )
        else:
            text = (
                "Specified signature is not matched with our calculation."
                f" server string to sign is:{self.string_to_sign}"
            )
        raise ApiError("SignatureDoesNotMatch", 400, text)


def read_claim(incoming: Incoming) -> Claim:
    """Read who has signed a request, and how.

    :raises ApiError: IncompleteSignature, InvalidSignatureMethod, or SignatureDoesNotMatch for a wrong body hash.
    """
    return _claim_v3(incoming) if incoming.is_v3 else _claim_v1(incoming)


def _incomplete(what: str) -> ApiError:
    return ApiError("IncompleteSignature", 400, f"The request signature does not conform to the standard: {what}.")


def _encode(text: str) -> str:
    """Percent-encode as RFC 3986 has it: all but letters, digits and ``-_.~``."""
    return quote(text, safe="~")


def _joined(parameters: dict[str, str]) -> str:
    return "&".join(f"{_encode(name)}={_encode(parameters[name])}" for name in sorted(parameters))


def _claim_v3(incoming: Incoming) -> Claim:
    headers = incoming.headers
    authorization = headers["authorization"]
    if authorization.startswith("ACS3-") and not authorization.startswith(f"{V3} "):
        raise ApiError("InvalidSignatureMethod", 400, "The specified signature method is not supported.")
    found = _AUTHORIZATION.fullmatch(authorization)
    if found is None:
        raise _incomplete("the Authorization header is not of the form of V3")
    signed = found["signed"].split(";")
    _check_signed_headers(signed, incoming)
    body_hash = hashlib.sha256(incoming.body).hexdigest()
    canonical_request = "\n".join(
        (
            incoming.http_method,
            "/",
            _canonical_query(incoming),
            "".join(f"{name}:{headers[name]}\n" for name in signed),
            ";".join(signed),
            body_hash,
        )
    )
    return Claim(
        method=V3,
        access_key_id=found["key"],
        signature=found["signature"],
        nonce=headers["x-acs-signature-nonce"],
        date=headers["x-acs-date"],
        security_token=headers.get("x-acs-security-token"),
        string_to_sign=f"{V3}\n{hashlib.sha256(canonical_request.encode()).hexdigest()}",
        canonical_request=canonical_request,
    )


def _canonical_query(incoming: Incoming) -> str:
    """Encode the parameters of the query alone: those of a form body are in the body's hash."""
    names = Incoming("GET", "/", incoming.query, {}, b"", 0.0).parameters
    return _joined(names)


def _check_signed_headers(signed: list[str], incoming: Incoming) -> None:
    """Check that all is signed that must be, and that what is signed is there.

    :raises ApiError: IncompleteSignature; SignatureDoesNotMatch for the hash of another body.
    """
    headers = incoming.headers
    for name in _V3_REQUIRED:
        if not headers.get(name):
            raise _incomplete(f"the header {name} is missing")
    if signed != sorted(set(signed)) or any(name != name.lower() for name in signed):
        raise _incomplete("SignedHeaders are not sorted, lower-case and unique")
    absent = [name for name in signed if name not in headers or name == "authorization"]
    if absent:
        raise _incomplete(f"SignedHeaders name a header that is not there: {', '.join(absent)}")
    if incoming.body and "content-type" not in headers:
        raise _incomplete("a body needs the header content-type")
    must = [name for name in headers if name in ("host", "content-type") or name.startswith("x-acs-")]
    unsigned = [name for name in must if name not in signed]
    if unsigned:
        raise _incomplete(f"headers are not signed: {', '.join(sorted(unsigned))}")
    if headers["x-acs-content-sha256"] != hashlib.sha256(incoming.body).hexdigest():
        text = "Specified signature does not match our calculation: x-acs-content-sha256 is not that of the body."
        raise ApiError("SignatureDoesNotMatch", 400, text)


def _claim_v1(incoming: Incoming) -> Claim:
    parameters = incoming.parameters
    for name in _V1_REQUIRED:
        if not parameters.get(name):
            raise _incomplete(f"the parameter {name} is missing")
    if parameters["SignatureMethod"] != V1 or parameters["SignatureVersion"] != "1.0":
        raise ApiError("InvalidSignatureMethod", 400, "The specified signature method is not supported.")
    signed = {name: value for name, value in parameters.items() if name != "Signature"}
    return Claim(
        method=V1,
        access_key_id=parameters["AccessKeyId"],
        signature=parameters["Signature"],
        nonce=parameters["SignatureNonce"],
        date=parameters["Timestamp"],
        security_token=parameters.get("SecurityToken"),
        string_to_sign=f"{incoming.http_method}&{_encode('/')}&{_encode(_joined(signed))}",
    )
