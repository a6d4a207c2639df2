# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A request as it came in: what is read of it before anything is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from emulator.replies import ApiError

V3 = "ACS3-HMAC-SHA256"
V1 = "HMAC-SHA1"
FORM_TYPE = "application/x-www-form-urlencoded"

# The parameters of the V1 protocol itself; all others belong to the operation.
V1_PARAMETERS = (
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "Timestamp",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureVersion",
    "SignatureType",
    "SecurityToken",
)


@dataclass(frozen=True)
class Incoming:
    """One request.

    :ivar query: the raw query string, still encoded.
    :ivar headers: names in lower case; values trimmed.
    :ivar received_at: seconds of the monotonic clock.
    :ivar client_port: the client's port, which tells one connection from another.
    :ivar parameters: of query and form body together, decoded; empty when they cannot be read (see ``problem``).
    :ivar problem: why the parameters cannot be read, else None.
    """

    http_method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    received_at: float
    client_port: int = 0
    parameters: dict[str, str] = field(init=False)
    problem: ApiError | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        parameters: dict[str, str] = {}
        try:
            parameters = self._read_parameters()
        except ApiError as error:
            object.__setattr__(self, "problem", error)
        object.__setattr__(self, "parameters", parameters)

    def _read_parameters(self) -> dict[str, str]:
        pairs = _decode(self.query)
        if self.body:
            if self.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
                raise ApiError("InvalidParameter", 400, f"A body must be of the type {FORM_TYPE}.")
            pairs += _decode(self.body.decode("latin-1"))
        parameters = dict(pairs)
        if len(parameters) < len(pairs):
            raise ApiError("InvalidParameter", 400, "A parameter is there twice.")
        return parameters

    @property
    def host(self) -> str:
        """The Host header, with its port."""
        return self.headers.get("host", "")

    @property
    def is_v3(self) -> bool:
        """Whether the request claims to be signed the V3 way: whatever has an Authorization header."""
        return "authorization" in self.headers

    @property
    def operation(self) -> str:
        """The operation asked for, as sent; empty when none is named."""
        if self.is_v3:
            return self.headers.get("x-acs-action", "")
        return self.parameters.get("Action") or self.headers.get("x-acs-action", "")

    @property
    def version(self) -> str | None:
        """The API version asked for, if any."""
        return self.headers.get("x-acs-version") if self.is_v3 else self.parameters.get("Version")

    @property
    def business_parameters(self) -> dict[str, str]:
        """The parameters of the operation, as sent."""
        if self.is_v3:
            return dict(self.parameters)
        return {name: value for name, value in self.parameters.items() if name not in V1_PARAMETERS}

    @property
    def signature_method(self) -> str | None:
        """The signature that the request seems to carry, for the log."""
        if self.headers.get("authorization", "").startswith(V3):
            return V3
        return V1 if "Signature" in self.parameters and not self.is_v3 else None

    @property
    def access_key_id(self) -> str | None:
        """The access key that the request seems to use, for the log."""
        if not self.is_v3:
            return self.parameters.get("AccessKeyId")
        found = re.search(r"Credential=([^,\s]+)", self.headers["authorization"])
        return found.group(1) if found else None

    @property
    def wants_json(self) -> bool:
        """Whether the answer is JSON: V3 by the Accept header, V1 by Format; XML otherwise."""
        if self.is_v3:
            return "application/json" in self.headers.get("accept", "").lower()
        return self.parameters.get("Format", "XML").upper() == "JSON"


def _decode(text: str) -> list[tuple[str, str]]:
    """Decode an encoded query or form.

    :raises ApiError: InvalidParameter for bytes beyond ASCII, a broken percent-encoding, or a part without ``=``.
    """
    if not text.isascii() or re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise ApiError("InvalidParameter", 400, "The parameters are not percent-encoded.")
    pairs = []
    for part in text.split("&") if text else []:
        name, equals, value = part.partition("=")
        if not name or not equals:
            raise ApiError("InvalidParameter", 400, "A parameter has no name or no value.")
        try:
            pairs.append((unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict")))
        except UnicodeDecodeError:
            raise ApiError("InvalidParameter", 400, "A parameter is not UTF-8.") from None
    return pairs
