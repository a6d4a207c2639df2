# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Published signatures, and signatures made by the official SDK, are what the emulator computes."""

from __future__ import annotations

import hashlib

import pytest

from emulator.incoming import Incoming
from emulator.signatures import read_claim
from emulator_proof.callers import ADD, DESCRIBE, DOMAIN, KEY, UPDATE, encode

SECRET = "TestAccessKeySecret0000000000"
CONFIG = {
    "DomainName": DOMAIN,
    "NotifyUrl": "https://cb.example.com/live/record?env=prod&x=1",
    "OnDemandUrl": "https://cb.example.com/live/ondemand",
    "NeedStatusNotify": "true",
    "NotifyReqAuth": "true",
    "NotifyAuthKey": KEY,
}
ODD = {"DomainName": DOMAIN, "NotifyUrl": "https://cb.example.com/a b/录制*~'()!+%20?k=v&z=1#f"}
V3 = [
    ("GET", DESCRIBE, {"DomainName": DOMAIN}, "", "4288c57406f9e518dc54763d9b2ddf252c1b82484bc76d6a650cd0437c1d23b6"),
    ("POST", DESCRIBE, {"DomainName": DOMAIN}, "", "bbdc7902bf080feb933b2f8b95f8ae1b0b568847d012e65a2326be16675f5444"),
    ("POST", ADD, CONFIG, "", "0984051994f6525baf6b21b4174a42b8131b21c16a7bec5f73dc4fa4e7e05c06"),
    ("POST", ADD, CONFIG, "form", "474ceef2f4dcae74377b61874f04c67c6ef53533010b2a0a89b87ba4a76d9e66"),
    ("POST", UPDATE, ODD, "", "8f616682f06f110f35b8175a56eb910bad741d5bcf730ad3459745488be00759"),
    ("POST", UPDATE, ODD, "form", "4c99e5d83f3eb444f542c86576821b9d96c780971b74a4dcfcc3d26b8ae4eb51"),
]


@pytest.mark.parametrize(("http_method", "operation", "parameters", "place", "signature"), V3)
def test_v3(http_method: str, operation: str, parameters: dict[str, str], place: str, signature: str) -> None:
    encoded = encode(parameters)
    body = encoded.encode() if place else b""
    headers = {
        "host": "live.aliyuncs.com",
        "x-acs-action": operation,
        "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
        "x-acs-date": "2026-01-02T03:04:05Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2016-11-01",
    }
    if place:
        headers["content-type"] = "application/x-www-form-urlencoded"
    names = ";".join(sorted(headers))
    headers["authorization"] = f"ACS3-HMAC-SHA256 Credential=AK,SignedHeaders={names},Signature={signature}"
    query = "" if place else encoded
    claim = read_claim(Incoming(http_method, "/", query, headers, body, 0.0))
    assert claim.signature_by(SECRET) == signature
    claim.check(SECRET)


def test_v3_of_the_documentation() -> None:
    query = "RegionId=cn-shanghai&ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    names = ";".join(sorted(headers))
    signature = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    headers["authorization"] = f"ACS3-HMAC-SHA256 Credential=AK,SignedHeaders={names},Signature={signature}"
    claim = read_claim(Incoming("POST", "/", query, headers, b"", 0.0))
    assert claim.signature_by("YourAccessKeySecret") == signature


LIVE_DOC = {
    "Format": "XML",
    "SignatureMethod": "HMAC-SHA1",
    "Action": "DescribeLiveSnapshotConfig",
    "AccessKeyId": "testid",
    "RegionId": "cn-shanghai",
    "ServiceCode": "live",
    "DomainName": "test.com",
    "AppName": "test",
    "SignatureNonce": "c2fe8fbb-2977-4414-8d39-348d02419c1c",
    "Version": "2016-11-01",
    "SignatureVersion": "1.0",
    "Timestamp": "2017-06-14T09:51:14Z",
}
COMMON = {
    "Format": "JSON",
    "Version": "2016-11-01",
    "Timestamp": "2026-01-02T03:04:05Z",
    "SignatureNonce": "3156853299f313e23d1673dc12e1703d",
    "SignatureMethod": "HMAC-SHA1",
    "SignatureVersion": "1.0",
    "AccessKeyId": "LTAI5tTestAccessKeyId000",
}
V1 = [
    ("GET", LIVE_DOC, "testsecret", "3I5a3myPjp8FXWT4rvxX5pKb/aw="),
    ("GET", {**COMMON, "Action": DESCRIBE, "DomainName": DOMAIN}, SECRET, "Fg4yD4XhadLHlDfLY4lkVLT9+LA="),
    ("POST", {**COMMON, "Action": DESCRIBE, "DomainName": DOMAIN}, SECRET, "VRroPX+lLcVy4RR6lJ+zBWxaQoA="),
    ("POST", {**COMMON, "Action": ADD, **CONFIG}, SECRET, "aPzl9hL64zvwyxOZUZdOUcqB01g="),
    ("POST", {**COMMON, "Action": UPDATE, **ODD}, SECRET, "uEZzjltCmXXW9PyBBVJrZ4lgr28="),
]


@pytest.mark.parametrize("form", [False, True])
@pytest.mark.parametrize(("http_method", "parameters", "secret", "signature"), V1)
def test_v1(http_method: str, parameters: dict[str, str], secret: str, signature: str, form: bool) -> None:
    encoded = encode({**parameters, "Signature": signature})
    headers = {"content-type": "application/x-www-form-urlencoded"}
    incoming = (
        Incoming(http_method, "/", "", headers, encoded.encode(), 0.0)
        if form
        else Incoming(http_method, "/", encoded, {}, b"", 0.0)
    )
    claim = read_claim(incoming)
    assert claim.signature_by(secret) == signature
    claim.check(secret)
