# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A caller that signs by hand, so that each part of a request can be made wrong on purpose."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree

from emulator import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET

if TYPE_CHECKING:
    from emulator import Emulator

DOMAIN = "live.example.com"
INGEST = "push.example.com"
URL = "https://cb.example.com/live/record?env=prod&x=1"
KEY = "abcDEF0123456789"
ADD = "AddLiveRecordNotifyConfig"
UPDATE = "UpdateLiveRecordNotifyConfig"
DELETE = "DeleteLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"
RECORDS = "DescribeLiveRecordNotifyRecords"
DOMAINS = "DescribeLiveUserDomains"


def utc(seconds_from_now: float = 0.0) -> str:
    """Write a time near now in the API's form."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds_from_now))


def encode(parameters: dict[str, str]) -> str:
    """Encode parameters as both signatures want it."""
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(parameters.items()))


@dataclass(frozen=True)
class Answer:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Read the body as JSON."""
        return json.loads(self.body)

    @property
    def config(self) -> Any:
        """The config in a Describe answer."""
        return self.json()["LiveRecordNotifyConfig"]

    @property
    def code(self) -> str | None:
        """The error code, from JSON or XML; None in an answer that is no error."""
        if self.headers["content-type"].startswith("text/xml"):
            return ElementTree.fromstring(self.body).findtext("Code")  # noqa: S314 - our own emulator's answer
        code = self.json().get("Code")
        return None if code is None else str(code)


@dataclass
class Caller:
    """Calls an emulator; every part of the signature can be replaced.

    :ivar system: V1: parameters that replace or, with None, take away those of the protocol. V3: the same for headers.
    :ivar unsigned: V3: headers that are sent without being signed.
    """

    emulator: Emulator
    key_id: str = EMULATOR_KEY_ID
    secret: str = EMULATOR_KEY_SECRET
    token: str | None = None
    signature: str = "ACS3-HMAC-SHA256"
    http_method: str = "POST"
    form: bool = False
    system: dict[str, str | None] = field(default_factory=dict)
    unsigned: tuple[str, ...] = ()

    def __call__(self, operation: str, **parameters: str) -> Answer:
        """Call an operation."""
        make = self.make_v3 if self.signature.startswith("ACS3") else self.make_v1
        query, headers, body = make(operation, parameters)
        return self.send(f"/?{query}" if query else "/", headers, body)

    def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """Send a request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.emulator.port, timeout=10)
        try:
            connection.request(self.http_method, target, body, headers)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()

    def make_v3(self, operation: str, parameters: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
        """Return query, headers and body of a call signed the V3 way."""
        encoded = encode(parameters)
        query, body = ("", encoded.encode()) if self.form else (encoded, b"")
        given: dict[str, str | None] = {
            "host": f"127.0.0.1:{self.emulator.port}",
            "accept": "application/json",
            "content-type": "application/x-www-form-urlencoded" if self.form else None,
            "x-acs-action": operation,
            "x-acs-version": "2016-11-01",
            "x-acs-date": utc(),
            "x-acs-signature-nonce": str(uuid.uuid4()),
            "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
            "x-acs-security-token": self.token,
            **self.system,
        }
        headers = {name: value for name, value in given.items() if value is not None}
        names = sorted(set(headers) - {"accept", "authorization", *self.unsigned})
        canonical = "".join(f"{name}:{headers[name]}\n" for name in names)
        hashed = hashlib.sha256(body).hexdigest()
        request = f"{self.http_method}\n/\n{query}\n{canonical}\n{';'.join(names)}\n{hashed}"
        to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
        signature = hmac.new(self.secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
        authorization = (
            f"ACS3-HMAC-SHA256 Credential={self.key_id},SignedHeaders={';'.join(names)},Signature={signature}"
        )
        return query, {"authorization": authorization, **headers}, body

    def make_v1(self, operation: str, parameters: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
        """Return query, headers and body of a call signed the V1 way."""
        given: dict[str, str | None] = {
            "Action": operation,
            "Version": "2016-11-01",
            "Format": "JSON",
            "AccessKeyId": self.key_id,
            "Timestamp": utc(),
            "SignatureNonce": str(uuid.uuid4()),
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
            "SecurityToken": self.token,
            **parameters,
            **self.system,
        }
        sent = {name: value for name, value in given.items() if value is not None}
        to_sign = f"{self.http_method}&%2F&{quote(encode(sent), safe='~')}"
        digest = hmac.new(f"{self.secret}&".encode(), to_sign.encode(), hashlib.sha1).digest()
        sent.setdefault("Signature", base64.b64encode(digest).decode())
        if self.form:
            return "", {"content-type": "application/x-www-form-urlencoded"}, encode(sent).encode()
        return encode(sent), {}, b""
