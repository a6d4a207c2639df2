# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What counts as an answer of the API, and what is read of it."""

from __future__ import annotations

import json
import os

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._answers import Answer, read, refusal_code, request_id
from hypothesis import given, settings
from hypothesis import strategies as st

OURS = settings(max_examples=200, deadline=None, derandomize="CI" in os.environ)

ADD = "AddLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"
LIST = "DescribeLiveUserDomains"
ID = "16A96B9A-F203-4EC5-8E43-CB92E68F4CD8"

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE Error [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Error><Code>Throttling</Code><Message>&c;</Message></Error>"""
DEEP_JSON = b"[" * 100_000 + b"]" * 100_000
DEEP_XML = b"<Error><Code>Throttling</Code>" + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</Error>"


def answer(body: object, status: int = 200) -> Answer:
    """An answer with this body; what is no bytes is sent as JSON."""
    return Answer(status, {}, body if isinstance(body, bytes) else json.dumps(body).encode())


class TestJson:
    def test_success(self) -> None:
        assert read(ADD, answer({"RequestId": ID})) == {"RequestId": ID}

    def test_refusal(self) -> None:
        fields = {"Code": "InvalidConfig.NotFound", "Message": "Config does not exist.", "RequestId": ID}

        assert read(ADD, answer(fields, 404)) == fields

    @pytest.mark.parametrize("status", [200, 400])
    def test_wrapped_in_the_name_of_the_operation(self, status: int) -> None:
        fields = {"RequestId": ID, "Code": "x"}

        assert read(ADD, answer({f"{ADD}Response": fields}, status)) == fields

    def test_wrapped_in_the_name_of_another_operation_is_none(self) -> None:
        assert read(DESCRIBE, answer({f"{ADD}Response": {"RequestId": ID}})) is None

    def test_what_is_no_wrapping_is_left(self) -> None:
        fields = {f"{ADD}Response": "x", "RequestId": ID}

        assert read(ADD, answer(fields)) == fields

    @pytest.mark.parametrize("around", [b" %s ", b"\r\n%s\n"])
    def test_white_space_around_it_does_not_matter(self, around: bytes) -> None:
        assert read(ADD, answer(around % b'{"RequestId": "1"}')) == {"RequestId": "1"}

    def test_what_is_not_utf8_is_read_as_far_as_it_goes(self) -> None:
        fields = read(ADD, answer(b'{"Code": "x", "Message": "caf\xe9"}', 400))

        assert fields == {"Code": "x", "Message": "caf\ufffd"}


class TestXml:
    def test_success(self) -> None:
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{ADD}Response><RequestId>{ID}</RequestId></{ADD}Response>'

        assert read(ADD, answer(body.encode())) == {"RequestId": ID}

    def test_with_everything_that_a_config_has(self) -> None:
        body = (
            f"<{DESCRIBE}Response><RequestId>{ID}</RequestId><LiveRecordNotifyConfig><DomainName>a.b</DomainName>"
            "<NotifyUrl>https://cb.example.com/?a=1&amp;b=2</NotifyUrl><OnDemandUrl/><NeedStatusNotify>true"
            f"</NeedStatusNotify></LiveRecordNotifyConfig></{DESCRIBE}Response>"
        )

        assert read(DESCRIBE, answer(body.encode())) == {
            "RequestId": ID,
            "LiveRecordNotifyConfig": {
                "DomainName": "a.b",
                "NotifyUrl": "https://cb.example.com/?a=1&b=2",
                "OnDemandUrl": "",
                "NeedStatusNotify": "true",
            },
        }

    @pytest.mark.parametrize(("rows", "expected"), [(1, "a0"), (2, ["a0", "a1"]), (3, ["a0", "a1", "a2"])])
    def test_repeated_elements_are_a_list(self, rows: int, expected: object) -> None:
        items = "".join(f"<PageData>a{number}</PageData>" for number in range(rows))
        body = f"<{LIST}Response><RequestId>{ID}</RequestId><Domains>{items}</Domains></{LIST}Response>"

        assert read(LIST, answer(body.encode())) == {"RequestId": ID, "Domains": {"PageData": expected}}

    def test_refusal(self) -> None:
        body = (
            b"<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>1</RequestId><HostId>live.aliyuncs.com</HostId>"
            b"<Code>Throttling.User</Code><Message>Denied &lt;b&gt;</Message></Error>"
        )

        fields = read(ADD, answer(body, 400))

        assert fields == {
            "RequestId": "1",
            "HostId": "live.aliyuncs.com",
            "Code": "Throttling.User",
            "Message": "Denied <b>",
        }

    def test_with_a_namespace(self) -> None:
        namespace = b'xmlns="http://live.aliyuncs.com/doc/2016-11-01"'

        error = b"<Error %s><Code>Throttling</Code></Error>" % namespace
        assert read(ADD, answer(error, 400)) == {"Code": "Throttling"}
        body = b"<AddLiveRecordNotifyConfigResponse %s><RequestId>1</RequestId></AddLiveRecordNotifyConfigResponse>"
        assert read(ADD, answer(body % namespace)) == {"RequestId": "1"}


class TestNoAnswerOfTheApi:
    @pytest.mark.parametrize("status", [200, 400, 403, 502, 503])
    @pytest.mark.parametrize(
        "body",
        [
            pytest.param(b"", id="nothing"),
            pytest.param(b"   ", id="blanks"),
            pytest.param(b"Bad Gateway", id="text"),
            pytest.param(b"<html><head><title>502</title></head><body><br></body></html>", id="html"),
            pytest.param(b"<!DOCTYPE html><html><title>Log in</title></html>", id="html with a doctype"),
            pytest.param(b"<html><Code>Throttling</Code><RequestId>1</RequestId></html>", id="html that parses"),
            pytest.param(b"<Errors><Code>x</Code><RequestId>1</RequestId></Errors>", id="xml that is not its own"),
            pytest.param(b"<Error>Throttling</Error>", id="xml without fields"),
            pytest.param(b"<Error/>", id="empty xml"),
            pytest.param(b"<Error><Code>Throttling</Code>", id="cut xml"),
            pytest.param(BOMB, id="xml that grows"),
            pytest.param(BOMB.replace(b"!DOCTYPE", b"!doctype"), id="xml that grows, in lower case"),
            pytest.param(DEEP_XML, id="deep xml"),
            pytest.param(DEEP_JSON, id="deep json"),
            pytest.param(b'{"RequestId": "1", "Code": "x"', id="cut json"),
            pytest.param(b'{"RequestId": "1"} {}', id="two jsons"),
            pytest.param(b"null", id="null"),
            pytest.param(b"[]", id="list"),
            pytest.param(b'"RequestId"', id="string"),
            pytest.param(b"{}", id="empty json"),
            pytest.param(b'{"status": "ok"}', id="json that is not its own"),
            pytest.param(b'{"Code": 403, "Message": "x"}', id="code that is a number"),
            pytest.param(b'{"Code": null}', id="code that is null"),
            pytest.param(b"\x00\xff\xfe", id="bytes"),
            pytest.param(b"\x1f\x8b\x08\x00\x00", id="compressed"),
            pytest.param(b"9" * 5000, id="long number"),
        ],
    )
    def test_is_none(self, status: int, body: bytes) -> None:
        assert read(ADD, answer(body, status)) is None

    def test_a_success_that_only_has_a_code_is_none(self) -> None:
        # Neither a request id, which each success has, nor a message, which each refusal has.
        assert read(ADD, answer({"Code": "OK"})) is None

    @pytest.mark.parametrize("status", [400, 500])
    def test_a_failure_that_only_has_a_request_id_is_none(self, status: int) -> None:
        assert read(ADD, answer({"RequestId": ID}, status)) is None

    @pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308, 399])
    def test_a_redirect_is_none_whatever_it_says(self, status: int) -> None:
        assert read(ADD, answer({"RequestId": ID, "Code": "x", "Message": "y"}, status)) is None

    @OURS
    @given(
        body=st.one_of(
            st.binary(),
            st.text().map(str.encode),
            st.text("<>/!?&;ErorCdeAb \"='", max_size=40).map(lambda text: f"<Error>{text}</Error>".encode()),
        ),
        status=st.integers(100, 599),
    )
    def test_any_bytes_are_read_or_not(self, body: bytes, status: int) -> None:
        fields = read(ADD, Answer(status, {}, body))

        assert fields is None or "RequestId" in fields or isinstance(fields["Code"], str)


class TestRefusalCode:
    @pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
    def test_by_status(self, status: int) -> None:
        assert refusal_code(answer({}, status), {"Code": "Throttling"}) == "Throttling"

    @pytest.mark.parametrize("code", ["", "OK", "200", "Success"])
    def test_of_a_success_in_so_many_words_is_none(self, code: str) -> None:
        fields = {"RequestId": ID, "Code": code, "Message": "ok"}

        assert refusal_code(answer(fields), fields) is None
        assert refusal_code(answer(fields, 400), fields) == code

    def test_by_code_and_message_in_spite_of_the_status(self) -> None:
        fields = {"Code": "Throttling", "Message": "", "RequestId": ID}

        assert refusal_code(answer({}), fields) == "Throttling"

    @pytest.mark.parametrize(
        "fields",
        [
            {"RequestId": ID},
            {"RequestId": ID, "Message": "x"},
            {"RequestId": ID, "Code": 200, "Msg": "OK"},  # the log of callbacks has these
            {"RequestId": ID, "Code": "200", "Msg": "OK"},  # and so they are in XML
            {"RequestId": ID, "Code": 200, "Message": "OK"},
        ],
    )
    def test_a_success_has_none(self, fields: dict[str, object]) -> None:
        assert refusal_code(answer({}), fields) is None


class TestRequestId:
    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"RequestId": ID}, ID),
            ({"RequestId": f" {ID}\n"}, ID),
            ({"RequestId": "<b>1-2</b>\x1b[31m"}, "b1-2b31m"),
            ({"RequestId": "a" * 65}, "a" * 64),
            ({"RequestId": ""}, None),
            ({"RequestId": "//"}, None),
            ({"RequestId": None}, None),
            ({}, None),
            ({"RequestId": 12}, "12"),
        ],
    )
    def test_is_letters_digits_and_hyphens(self, fields: dict[str, object], expected: str | None) -> None:
        assert request_id(fields) == expected
