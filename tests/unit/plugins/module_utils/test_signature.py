# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both signatures, against vectors that were made with the official SDK or stand in the service's documents."""

from __future__ import annotations

import hashlib
import json
import typing as t
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils import _signature as signature

Vector = dict[str, t.Any]

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "vectors.json").read_text(encoding="utf-8"))
COMMON: Vector = VECTORS["v3_common"]
FORM = "application/x-www-form-urlencoded"

SIGNING = signature.Signing(
    COMMON["access_key_id"],
    COMMON["access_key_secret"],
    None,
    COMMON["date"],
    COMMON["nonce"],
    COMMON["version"],
)


def each(group: str) -> pytest.MarkDecorator:
    """One case for each vector of a group."""
    return pytest.mark.parametrize("vector", [pytest.param(vector, id=vector["id"]) for vector in VECTORS[group]])


def test_no_vector_is_missing() -> None:
    assert (len(VECTORS["v3"]), len(VECTORS["v1"])) == (13, 8)


class TestACS3:
    @each("v3")
    def test_query_and_body_are_encoded_as_in_the_vector(self, vector: Vector) -> None:
        encoded = signature.canonical_query(vector["params"])

        expected = vector.get("body") or vector.get("canonical_query")
        if expected is not None:
            assert encoded == expected
        assert dict(parse_qsl(encoded, keep_blank_values=True)) == vector["params"]

    @each("v3")
    def test_canonical_request(self, vector: Vector) -> None:
        query, headers = _sign(vector)
        del headers["Authorization"]

        request, _names = signature.acs3_canonical_request(vector["method"], query, headers)

        assert hashlib.sha256(request.encode()).hexdigest() == vector["canonical_request_sha256"]

    @each("v3")
    def test_authorization(self, vector: Vector) -> None:
        _query, headers = _sign(vector)

        names = [
            "host",
            "x-acs-action",
            "x-acs-content-sha256",
            "x-acs-date",
            *(["x-acs-security-token"] if "security_token" in vector else []),
            "x-acs-signature-nonce",
            "x-acs-version",
        ]
        signed = ";".join(["content-type", *names] if vector["place"] == "form" else names)
        key_id = vector.get("ak") or COMMON["access_key_id"]
        assert headers["Authorization"] == (
            f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={signed},Signature={vector['signature']}"
        )

    def test_canonical_request_in_full(self) -> None:
        body = signature.canonical_query({"DomainName": "live.example.com", "NotifyUrl": "https://cb.example.com/r"})
        headers = signature.acs3_headers(
            "AddLiveRecordNotifyConfig", "", "live.aliyuncs.com", SIGNING, body=body.encode(), content_type=FORM
        )
        digest = hashlib.sha256(body.encode()).hexdigest()

        request, names = signature.acs3_canonical_request("POST", "", headers)

        assert names == (
            "content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version"
        )
        assert request == (
            "POST\n/\n\n"
            "content-type:application/x-www-form-urlencoded\n"
            "host:live.aliyuncs.com\n"
            "x-acs-action:AddLiveRecordNotifyConfig\n"
            f"x-acs-content-sha256:{digest}\n"
            "x-acs-date:2026-01-02T03:04:05Z\n"
            "x-acs-signature-nonce:3156853299f313e23d1673dc12e1703d\n"
            "x-acs-version:2016-11-01\n"
            "\n"
            f"{names}\n{digest}"
        )

    def test_signs_no_header_that_may_be_altered_on_the_way(self) -> None:
        headers = {"x-acs-content-sha256": "abc", "Host": "live.aliyuncs.com"}

        alone = signature.acs3_canonical_request("POST", "", headers)
        among = {**headers, "User-Agent": "x", "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "keep-alive"}

        assert signature.acs3_canonical_request("POST", "", among) == alone
        assert alone[1] == "host;x-acs-content-sha256"

    def test_header_names_are_lowered_and_values_trimmed(self) -> None:
        request, names = signature.acs3_canonical_request(
            "GET", "a=b", {"X-Acs-Content-SHA256": " abc ", "HOST": "\tlive.aliyuncs.com "}
        )

        assert names == "host;x-acs-content-sha256"
        assert request == f"GET\n/\na=b\nhost:live.aliyuncs.com\nx-acs-content-sha256:abc\n\n{names}\nabc"

    def test_has_no_content_type_without_a_body_and_no_token_without_one(self) -> None:
        headers = signature.acs3_headers("DescribeLiveUserDomains", "", "live.aliyuncs.com", SIGNING)

        assert sorted(headers) == [
            "Authorization",
            "Host",
            "x-acs-action",
            "x-acs-content-sha256",
            "x-acs-date",
            "x-acs-signature-nonce",
            "x-acs-version",
        ]


class TestRPC:
    @each("v1")
    def test_signature(self, vector: Vector) -> None:
        assert signature.rpc_signature(vector["method"], vector["params"], vector["secret"]) == vector["signature"]

    @pytest.mark.parametrize("number", [2, 3, 4, 5])
    def test_query_in_full(self, number: int) -> None:
        vector = VECTORS["v1"][number]
        parameters = {name: value for name, value in vector["params"].items() if name in _BUSINESS}

        query = signature.rpc_query(vector["params"]["Action"], parameters, SIGNING, http_method=vector["method"])

        assert dict(parse_qsl(query)) == {**vector["params"], "Signature": vector["signature"]}
        names = [pair.partition("=")[0] for pair in query.split("&")]
        assert names == sorted(names)

    def test_sends_and_signs_the_token(self) -> None:
        query = signature.rpc_query("DescribeLiveUserDomains", {}, SIGNING._replace(security_token="CAIS+/=="))

        sent = dict(parse_qsl(query))
        assert sent["SecurityToken"] == "CAIS+/=="
        assert "SecurityToken=CAIS%2B%2F%3D%3D" in query
        assert sent.pop("Signature") == signature.rpc_signature("POST", sent, SIGNING.access_key_secret)

    def test_has_no_token_without_one(self) -> None:
        assert "SecurityToken" not in signature.rpc_query("DescribeLiveUserDomains", {}, SIGNING)

    def test_a_parameter_cannot_take_the_place_of_one_of_the_protocol(self) -> None:
        query = signature.rpc_query("DescribeLiveUserDomains", {"Action": "Other", "Format": "XML"}, SIGNING)

        assert "Action=DescribeLiveUserDomains" in query
        assert "Format=JSON" in query


class TestEncoding:
    @pytest.mark.parametrize(
        ("text", "encoded"),
        [
            ("AZaz09-_.~", "AZaz09-_.~"),
            (" ", "%20"),
            ("+", "%2B"),
            ("*", "%2A"),
            ("/", "%2F"),
            ("%20", "%2520"),
            ("'()!", "%27%28%29%21"),
            ("录", "%E5%BD%95"),
            ("\U0001f600", "%F0%9F%98%80"),
            ("\x00\n", "%00%0A"),
            ("", ""),
        ],
    )
    def test_percent_encoding(self, text: str, encoded: str) -> None:
        assert signature.percent_encode(text) == encoded

    def test_query_is_sorted_by_name_and_keeps_empty_values(self) -> None:
        query = signature.canonical_query({"b": "", "a": "2", "Tag.1.Key": "x", "B": "1"})

        assert query == "B=1&Tag.1.Key=x&a=2&b="

    def test_no_parameters_are_an_empty_query(self) -> None:
        assert signature.canonical_query({}) == ""


def test_what_is_signed_with_shows_no_secret() -> None:
    signing = SIGNING._replace(security_token="CAISTestStsToken==")

    assert repr(signing) == "Signing(date='2026-01-02T03:04:05Z', nonce='3156853299f313e23d1673dc12e1703d')"
    assert f"{signing}" == repr(signing)


_BUSINESS = ("DomainName", "NotifyUrl", "OnDemandUrl", "NeedStatusNotify", "NotifyReqAuth", "NotifyAuthKey")


def _sign(vector: Vector) -> tuple[str, dict[str, str]]:
    """The query and all headers for a vector."""
    signing = signature.Signing(
        vector.get("ak") or COMMON["access_key_id"],
        vector.get("sk") or COMMON["access_key_secret"],
        vector.get("security_token"),
        vector.get("date") or COMMON["date"],
        COMMON["nonce"],
        vector.get("version") or COMMON["version"],
    )
    host = vector.get("host") or COMMON["host"]
    encoded = signature.canonical_query(vector["params"])
    if vector["place"] == "form":
        headers = signature.acs3_headers(
            vector["action"],
            "",
            host,
            signing,
            http_method=vector["method"],
            body=encoded.encode(),
            content_type=FORM,
        )
        return "", headers
    return encoded, signature.acs3_headers(vector["action"], encoded, host, signing, http_method=vector["method"])
