# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from emulator import World
from emulator_proof.callers import DESCRIBE, DOMAIN, DOMAINS, KEY, RECORDS, URL, Caller, utc

if TYPE_CHECKING:
    from emulator import Emulator


def control(emulator: Emulator, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Make a request of the control API; return status and answer."""
    answer = requests.request(method, f"{emulator.url}/_emulator/{path}", json=body, timeout=5)
    assert answer.headers["content-type"].startswith("application/json")
    return answer.status_code, answer.json()


def do(emulator: Emulator, method: str, path: str, body: Any = None) -> Any:
    """Make a request that succeeds; return its answer."""
    status, answer = control(emulator, method, path, body)
    assert status == 200, answer
    return answer


def test_setting_the_stage(emulator: Emulator) -> None:
    do(emulator, "POST", "reset")
    do(emulator, "POST", "domains", {"domain_name": DOMAIN, "tags": {"env": "prod"}, "region_name": "cn-beijing"})
    do(emulator, "PUT", f"configs/{DOMAIN}", {"NotifyUrl": URL, "NotifyReqAuth": True, "NotifyAuthKey": KEY})
    do(emulator, "PUT", "world", {"key_shown": "masked", "read_lag": 2})
    state = do(emulator, "GET", "state")
    assert [row["domain_name"] for row in state["domains"]] == [DOMAIN]
    assert state["domains"][0]["tags"] == {"env": "prod"}
    assert state["configs"] == {DOMAIN: emulator.config(DOMAIN)}
    assert emulator.world == World(key_shown="masked", read_lag=2)
    assert state["world"]["key_shown"] == "masked"
    do(emulator, "DELETE", f"configs/{DOMAIN}")
    assert do(emulator, "GET", "state")["configs"] == {}


def test_the_log(emulator: Emulator, v3: Caller) -> None:
    assert do(emulator, "GET", "log") == {"calls": []}
    v3(DESCRIBE, DomainName=DOMAIN)
    (call,) = do(emulator, "GET", "log")["calls"]
    assert (call["operation"], call["parameters"]) == (DESCRIBE, {"DomainName": DOMAIN})
    assert (call["status"], call["code"]) == (404, "InvalidConfig.NotFound")


def test_keys_faults_records_and_the_clock(emulator: Emulator, v3: Caller) -> None:
    key = {"access_key_id": "k", "access_key_secret": "s", "security_token": "t", "denied": [DESCRIBE]}
    do(emulator, "POST", "keys", key)
    temporary = Caller(emulator, key_id="k", secret="s", token="t")
    assert temporary(DOMAINS).status == 200
    assert temporary(DESCRIBE, DomainName=DOMAIN).code == "Forbidden.RAM"
    do(emulator, "POST", "faults", {"kind": "error", "operation": DOMAINS, "code": "InternalError", "status": 500})
    assert v3(DOMAINS).code == "InternalError"
    do(emulator, "POST", "records", {"domain_name": DOMAIN, "stream_name": "hello"})
    span = {"StartTime": utc(-60), "EndTime": utc(60), "PageNumber": "1", "PageSize": "20"}
    assert v3(RECORDS, DomainName=DOMAIN, **span).json()["TotalNum"] == 1
    do(emulator, "PUT", "clock", {"offset": 3600})
    assert v3(DOMAINS).code == "InvalidTimeStamp.Expired"


def test_stop(emulator: Emulator) -> None:
    assert not emulator.stop_requested.is_set()
    do(emulator, "POST", "stop")
    assert emulator.stop_requested.is_set()


@pytest.mark.parametrize(
    ("method", "path", "body", "why"),
    [
        ("POST", "domains", {"domain_name": "a.example.com", "tag": {}}, "tag"),
        ("POST", "domains", {}, "domain_name"),
        ("POST", "domains", {"domain_name": ""}, "domain_name"),
        ("POST", "domains", {"domain_name": "a.example.com", "live_domain_type": "video"}, "live_domain_type"),
        ("POST", "domains", {"domain_name": "a.example.com", "live_domain_status": "on"}, "live_domain_status"),
        ("POST", "domains", {"domain_name": "a.example.com", "tags": {"a": 1}}, "tag a"),
        ("PUT", f"configs/{DOMAIN}", {"notify_url": URL}, "notify_url"),
        ("PUT", f"configs/{DOMAIN}", {"NotifyUrl": 1}, "NotifyUrl"),
        ("PUT", f"configs/{DOMAIN}", {"domain_name": "a.example.com"}, "domain_name"),
        ("PUT", "configs/none.example.com", {"NotifyUrl": URL}, "none.example.com"),
        ("DELETE", f"configs/{DOMAIN}", {"force": True}, "force"),
        ("PUT", "world", {"wrapped": True, "colour": "blue"}, "colour"),
        ("PUT", "world", {"wrapped": "yes"}, "wrapped"),
        ("PUT", "clock", {"offset": "1h"}, "offset"),
        ("POST", "faults", {"operation": DESCRIBE}, "kind"),
        ("POST", "faults", {"kind": "lost", "status": 500}, "status"),
        ("POST", "faults", {"kind": "lost", "self": 1}, "self"),
        ("POST", "keys", {"access_key_id": "k"}, "access_key_secret"),
        ("POST", "keys", {"access_key_id": "k", "access_key_secret": "s", "denied": ["Add"]}, "Add"),
        ("POST", "records", {"domain_name": DOMAIN, "notify_time": "today"}, "notify_time"),
        ("POST", "reset", {"all": True}, "all"),
        ("GET", "log", {"last": 1}, "last"),
        ("POST", "domains", ["a.example.com"], "object"),
    ],
)
def test_what_is_not_understood_is_refused(emulator: Emulator, method: str, path: str, body: Any, why: str) -> None:
    before = do(emulator, "GET", "state")
    status, answer = control(emulator, method, path, body)
    assert (status, list(answer)) == (400, ["error"])
    assert why in answer["error"]
    assert do(emulator, "GET", "state") == before


def test_unknown_requests(emulator: Emulator) -> None:
    assert control(emulator, "GET", "nothing")[0] == 404
    assert control(emulator, "PUT", "configs")[0] == 404
    assert control(emulator, "DELETE", "world")[0] == 405
    assert control(emulator, "GET", f"configs/{DOMAIN}")[0] == 405
    broken = requests.put(f"{emulator.url}/_emulator/world", data="{", timeout=5)
    assert broken.status_code == 400
    assert emulator.calls() == []
