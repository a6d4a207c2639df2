# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The config operations: states, parameters and the forms of answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from emulator.replies import ApiError
from emulator.rules import callback_url
from emulator_proof.callers import ADD, DELETE, DESCRIBE, DOMAIN, INGEST, KEY, UPDATE, URL, Caller

if TYPE_CHECKING:
    from emulator import Emulator


def test_the_life_of_a_config(caller: Caller) -> None:
    def describe() -> tuple[int, str | None]:
        answer = caller(DESCRIBE, DomainName=DOMAIN)
        return answer.status, answer.code

    assert describe() == (404, "InvalidConfig.NotFound")
    assert caller(UPDATE, DomainName=DOMAIN, NotifyUrl=URL).code == "InvalidConfig.NotFound"
    assert caller(DELETE, DomainName=DOMAIN).code == "InvalidConfig.NotFound"
    added = caller(ADD, DomainName=DOMAIN, NotifyUrl=URL)
    assert (added.status, list(added.json())) == (200, ["RequestId"])
    again = caller(ADD, DomainName=DOMAIN, NotifyUrl="https://other.example.com/")
    assert (again.status, again.code) == (400, "ConfigAlreadyExists")
    assert caller(DESCRIBE, DomainName=DOMAIN).config == {
        "DomainName": DOMAIN,
        "NotifyUrl": URL,
        "OnDemandUrl": "",
        "NeedStatusNotify": False,
        "NotifyReqAuth": False,
        "NotifyAuthKey": "",
    }
    changed = {"NotifyUrl": "http://cb.example.com/", "OnDemandUrl": URL, "NotifyAuthKey": KEY}
    caller(UPDATE, DomainName=DOMAIN, NeedStatusNotify="true", NotifyReqAuth="YES", **changed)
    assert caller.emulator.config(DOMAIN) == {**changed, "NeedStatusNotify": True, "NotifyReqAuth": True}
    assert caller(DELETE, DomainName=DOMAIN).status == 200
    assert describe() == (404, "InvalidConfig.NotFound")


@pytest.mark.parametrize("operation", [ADD, UPDATE, DELETE, DESCRIBE])
def test_domains_that_have_no_callback(v3: Caller, operation: str) -> None:
    more = {"NotifyUrl": URL} if operation in (ADD, UPDATE) else {}
    unknown = v3(operation, DomainName="none.example.com", **more)
    assert (unknown.status, unknown.code) == (404, "InvalidDomain.NotFound")
    ingest = v3(operation, DomainName=INGEST, **more)
    assert (ingest.status, ingest.code) == (403, "IllegalOperation")
    assert v3(operation, **more).code == "MissingDomainName"
    assert v3(operation, DomainName="", **more).code == "MissingDomainName"


@pytest.mark.parametrize("operation", [ADD, UPDATE])
def test_parameters(v3: Caller, operation: str) -> None:
    v3.emulator.set_config(DOMAIN, NotifyUrl=URL)
    cases = {
        "MissingNotifyUrl": [{"NotifyUrl": ""}],
        "InvalidParams": [
            {"NeedStatusNotify": "1"},
            {"NotifyReqAuth": ""},
            {"NotifyAuthKey": "a" * 15},
            {"NotifyAuthKey": "a" * 33},
            {"NotifyAuthKey": "abcDEF012345678-"},
            {"NotifyAuthKey": KEY + "\n"},
        ],
        "MissingNotifyAuthKey": [{"NotifyReqAuth": "true"}],
        "InvalidNotifyUrl.Malformed": [{"NotifyUrl": "ftp://cb.example.com/"}, {"OnDemandUrl": "cb.example.com"}],
        "InvalidNotifyUrl.Unsafe": [{"NotifyUrl": "https://localhost/"}, {"OnDemandUrl": "http://10.0.0.1/"}],
        "InvalidParameter": [{"NotifyURL": URL}, {"RegionId": "cn-shanghai"}],
    }
    for code, changes in cases.items():
        for change in changes:
            answer = v3(operation, **{"DomainName": DOMAIN, "NotifyUrl": URL, **change})
            assert (answer.status, answer.code) == (400, code), change


@pytest.mark.parametrize("spelling", ["true", "True", "TRUE", "yes", "Yes", "YES"])
def test_spellings_of_true(v3: Caller, spelling: str) -> None:
    assert v3(ADD, DomainName=DOMAIN, NotifyUrl=URL, NeedStatusNotify=spelling).status == 200
    assert v3(DESCRIBE, DomainName=DOMAIN).config["NeedStatusNotify"] is True


@pytest.mark.parametrize(
    "url",
    [
        "https://cb.example.com",
        "http://cb.example.com:8080/a?b=c#d",
        "https://user:word@cb.example.com/",
        "https://8.8.8.8/",
        "https://172.32.0.1/",
        "https://[2400:3200::1]/",
        "https://localhost.example.com/",
    ],
)
def test_good_urls(url: str) -> None:
    assert callback_url("NotifyUrl", url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cb.example.com",
        "HTTPS://cb.example.com/",
        "https:/cb.example.com",
        "https://",
        "https:///path",
        "https://:8080/",
        "https://cb.example.com:port/",
        "https://cb.example.com:99999/",
        "https://[::1/",
        "https://cb.example.com/a b",
        "https://cb.example.com/\n",
        " https://cb.example.com/",
        "https://cb.example.com/录",
    ],
)
def test_malformed_urls(url: str) -> None:
    with pytest.raises(ApiError) as caught:
        callback_url("NotifyUrl", url)
    assert caught.value.code == "InvalidNotifyUrl.Malformed"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "a.localhost",
        "localhost.",
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.1",
        "10.1.2.3",
        "100.64.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
    ],
)
def test_unsafe_urls(host: str) -> None:
    with pytest.raises(ApiError) as caught:
        callback_url("NotifyUrl", f"https://{host}:8443/path")
    assert caught.value.code == "InvalidNotifyUrl.Unsafe"


def test_errors_have_the_documented_members(caller: Caller) -> None:
    answer = caller(DESCRIBE, DomainName=DOMAIN)
    call = caller.emulator.log[-1]
    assert answer.json() == {
        "Code": "InvalidConfig.NotFound",
        "Message": "Config does not exist.",
        "RequestId": call.request_id,
        "HostId": call.host,
        "Recommend": "https://api.aliyun.com/troubleshoot?q=InvalidConfig.NotFound&product=live",
    }
    assert answer.headers["content-type"] == "application/json;charset=utf-8"


def test_v1_answers_xml_unless_json_is_asked_for(v1: Caller) -> None:
    for spelling in ("JSON", "json", "Json"):
        assert "json" in replace(v1, system={"Format": spelling})(DESCRIBE, DomainName=DOMAIN).headers["content-type"]
    v1.emulator.set_config(DOMAIN, NotifyUrl=URL, NeedStatusNotify=True)
    other: tuple[str | None, ...] = ("XML", None)
    for format_name in other:
        answer = replace(v1, system={"Format": format_name})(DESCRIBE, DomainName=DOMAIN)
        assert answer.headers["content-type"] == "text/xml;charset=utf-8"
        root = ElementTree.fromstring(answer.body)  # noqa: S314 - our own emulator's answer
        assert root.tag == f"{DESCRIBE}Response"
        assert root.findtext("LiveRecordNotifyConfig/NotifyUrl") == URL
        assert root.findtext("LiveRecordNotifyConfig/NeedStatusNotify") == "true"
        error = replace(v1, system={"Format": format_name})(DESCRIBE, DomainName=INGEST)
        assert error.code == "IllegalOperation"
        assert ElementTree.fromstring(error.body).tag == "Error"  # noqa: S314 - as above


def test_v3_answers_json_when_it_is_accepted(v3: Caller) -> None:
    assert "json" in v3(DESCRIBE, DomainName=DOMAIN).headers["content-type"]
    for accept in ("*/*", None):
        answer = replace(v3, system={"accept": accept})(DESCRIBE, DomainName=DOMAIN)
        assert answer.headers["content-type"].startswith("text/xml")


def test_what_another_administrator_does(emulator: Emulator, v3: Caller) -> None:
    emulator.set_config(DOMAIN, NotifyUrl=URL, NotifyReqAuth=True, NotifyAuthKey=KEY)
    assert v3(DESCRIBE, DomainName=DOMAIN).config["NotifyAuthKey"] == KEY
    emulator.remove_config(DOMAIN)
    assert v3(DESCRIBE, DomainName=DOMAIN).code == "InvalidConfig.NotFound"
    assert emulator.calls() == [DESCRIBE, DESCRIBE]
    with pytest.raises(ValueError, match="none"):
        emulator.set_config("none.example.com", NotifyUrl=URL)
    with pytest.raises(ValueError, match="NotifyURL"):
        emulator.set_config(DOMAIN, NotifyURL=URL)
    with pytest.raises(ValueError, match="NeedStatusNotify"):
        emulator.set_config(DOMAIN, NeedStatusNotify="yes")
