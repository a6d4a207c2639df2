# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each position of each switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from emulator import World
from emulator_proof.callers import ADD, DELETE, DESCRIBE, DOMAIN, KEY, UPDATE, URL, Caller

if TYPE_CHECKING:
    from emulator import Emulator

FULL: dict[str, Any] = {
    "NotifyUrl": URL,
    "OnDemandUrl": "https://cb.example.com/od",
    "NeedStatusNotify": True,
    "NotifyReqAuth": True,
    "NotifyAuthKey": KEY,
}


def shown(caller: Caller) -> Any:
    """Describe the config."""
    return caller(DESCRIBE, DomainName=DOMAIN).config


@pytest.mark.parametrize(
    ("switch", "wrong"),
    [
        ("update_left_out", "replaced"),
        ("wrapped", 1),
        ("read_lag", -1),
        ("read_lag", True),
        ("throttle_status", 500),
        ("throttle_status", "400"),
        ("throttle_hint_ms", 0.5),
        ("no_such_switch", 1),
    ],
)
def test_switches_are_validated(emulator: Emulator, switch: str, wrong: object) -> None:
    with pytest.raises(ValueError, match=switch):
        setattr(emulator.world, switch, wrong)
    assert emulator.world == World()


def test_a_world_is_validated(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="auth_spelling"):
        World(auth_spelling="on_off")
    with pytest.raises(ValueError, match="World"):
        emulator.world = {"wrapped": True}  # type: ignore[assignment]  # wrong on purpose


@pytest.mark.parametrize("position", ["kept", "reset"])
def test_update_left_out(emulator: Emulator, v3: Caller, position: str) -> None:
    emulator.world.update_left_out = position
    emulator.set_config(DOMAIN, **FULL)
    assert v3(UPDATE, DomainName=DOMAIN, NotifyUrl="https://other.example.com/").status == 200
    left = FULL if position == "kept" else {"OnDemandUrl": "", "NeedStatusNotify": False, "NotifyReqAuth": False}
    key = KEY if position == "kept" else ""
    expected = {**FULL, **left, "NotifyAuthKey": key, "NotifyUrl": "https://other.example.com/"}
    assert emulator.config(DOMAIN) == expected


@pytest.mark.parametrize(
    ("position", "code", "on_demand_url"),
    [
        ("clears", None, ""),
        ("ignored", None, FULL["OnDemandUrl"]),
        ("refused", "InvalidNotifyUrl.Malformed", FULL["OnDemandUrl"]),
    ],
)
def test_empty_on_demand_url(
    emulator: Emulator, v3: Caller, position: str, code: str | None, on_demand_url: str
) -> None:
    emulator.world.empty_on_demand_url = position
    emulator.set_config(DOMAIN, **FULL)
    assert v3(UPDATE, DomainName=DOMAIN, NotifyUrl=URL, OnDemandUrl="").code == code
    assert emulator.config(DOMAIN) == {**FULL, "OnDemandUrl": on_demand_url}
    emulator.remove_config(DOMAIN)
    assert v3(ADD, DomainName=DOMAIN, NotifyUrl=URL, OnDemandUrl="").code == code


@pytest.mark.parametrize(
    ("position", "on", "off"), [("bool", True, False), ("yes_no", "yes", "no"), ("string", "true", "false")]
)
def test_auth_spelling(emulator: Emulator, v3: Caller, position: str, on: object, off: object) -> None:
    emulator.world.auth_spelling = position
    emulator.set_config(DOMAIN, **FULL)
    assert shown(v3)["NotifyReqAuth"] == on
    assert shown(v3)["NeedStatusNotify"] is True
    emulator.set_config(DOMAIN, NotifyUrl=URL)
    assert shown(v3)["NotifyReqAuth"] == off


@pytest.mark.parametrize(
    ("position", "key", "seen"),
    [
        ("clear", KEY, KEY),
        ("clear", "1234567890123456", "1234567890123456"),
        ("number", "1234567890123456", 1234567890123456),
        ("number", "0234567890123456", 234567890123456),
        ("number", KEY, KEY),
        ("masked", KEY, "******"),
        ("missing", KEY, None),
    ],
)
def test_key_shown(emulator: Emulator, v3: Caller, position: str, key: str, seen: object) -> None:
    emulator.world.key_shown = position
    emulator.set_config(DOMAIN, NotifyUrl=URL, NotifyReqAuth=True, NotifyAuthKey=key)
    assert shown(v3).get("NotifyAuthKey") == seen


@pytest.mark.parametrize(("position", "key"), [("kept", KEY), ("cleared", "")])
def test_key_when_auth_off(emulator: Emulator, v3: Caller, position: str, key: str) -> None:
    emulator.world.key_when_auth_off = position
    emulator.set_config(DOMAIN, **FULL)
    v3(UPDATE, DomainName=DOMAIN, NotifyUrl=URL, NotifyReqAuth="false")
    assert emulator.config(DOMAIN) == {**FULL, "NotifyReqAuth": False, "NotifyAuthKey": key}


@pytest.mark.parametrize(
    ("position", "status", "answer"),
    [("not_found", 404, None), ("empty_object", 200, {"LiveRecordNotifyConfig": {}}), ("no_object", 200, {})],
)
def test_missing_config(emulator: Emulator, v3: Caller, position: str, status: int, answer: Any) -> None:
    emulator.world.missing_config = position
    described = v3(DESCRIBE, DomainName=DOMAIN)
    assert described.status == status
    if answer is not None:
        assert described.json() == {"RequestId": emulator.log[-1].request_id, **answer}
    assert v3(UPDATE, DomainName=DOMAIN, NotifyUrl=URL).code == "InvalidConfig.NotFound"
    assert v3(DELETE, DomainName=DOMAIN).code == "InvalidConfig.NotFound"


def test_unset_fields(emulator: Emulator, v3: Caller) -> None:
    emulator.set_config(DOMAIN, NotifyUrl=URL)
    assert set(shown(v3)) == {"DomainName", *FULL}
    emulator.world.unset_fields = "missing"
    assert shown(v3) == {"DomainName": DOMAIN, "NotifyUrl": URL}
    emulator.world.auth_spelling = "yes_no"
    assert "NotifyReqAuth" not in shown(v3)


def test_wrapped(emulator: Emulator, v3: Caller) -> None:
    emulator.world.wrapped = True
    answer = v3(ADD, DomainName=DOMAIN, NotifyUrl=URL).json()
    assert answer == {f"{ADD}Response": {"RequestId": emulator.log[-1].request_id}}
    assert v3(ADD, DomainName=DOMAIN, NotifyUrl=URL).code == "ConfigAlreadyExists"


def test_read_lag(emulator: Emulator, v3: Caller) -> None:
    emulator.world.read_lag = 2
    v3(ADD, DomainName=DOMAIN, NotifyUrl=URL)
    assert [v3(DESCRIBE, DomainName=DOMAIN).code for _number in range(3)] == ["InvalidConfig.NotFound"] * 2 + [None]
    v3(UPDATE, DomainName=DOMAIN, NotifyUrl="https://other.example.com/")
    urls = [shown(v3)["NotifyUrl"] for _number in range(3)]
    assert urls == [URL, URL, "https://other.example.com/"]
    v3(DELETE, DomainName=DOMAIN)
    assert [v3(DESCRIBE, DomainName=DOMAIN).code for _number in range(3)] == [None, None, "InvalidConfig.NotFound"]
    emulator.set_config(DOMAIN, NotifyUrl=URL)
    assert shown(v3)["NotifyUrl"] == URL
