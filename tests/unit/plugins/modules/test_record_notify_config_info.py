# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""record_notify_config_info, run for real against the emulator."""

from __future__ import annotations

import typing as t

import pytest

from emulator import Emulator, Fault, World

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"
KEY = "abcDEF0123456789"

DESCRIBE = "DescribeLiveRecordNotifyConfig"
LIST = "DescribeLiveUserDomains"

Inform = t.Callable[..., dict[str, t.Any]]

FULL = {"NotifyUrl": URL, "NeedStatusNotify": True, "NotifyReqAuth": True, "NotifyAuthKey": KEY}
ROW = {
    "domain_name": DOMAIN,
    "exists": True,
    "notify_url": URL,
    "on_demand_url": "",
    "need_status_notify": True,
    "notify_req_auth": True,
    "notify_auth_key_set": True,
}


def names(result: dict[str, t.Any]) -> list[str]:
    return [row["domain_name"] for row in result["record_notify_configs"]]


class TestNamedDomains:
    def test_are_read_in_the_order_given_and_each_once(self, emulator: Emulator, inform: Inform) -> None:
        emulator.add_domain("a.example.com")
        emulator.set_config(DOMAIN, **FULL)

        result = inform(domain_names=[DOMAIN, "a.example.com", "LIVE.example.com"])

        assert result["changed"] is False
        assert result["record_notify_configs"] == [ROW, {"domain_name": "a.example.com", "exists": False}]
        assert emulator.calls() == [DESCRIBE, DESCRIBE]
        assert KEY not in str(result)

    @pytest.mark.parametrize("spelling", ["bool", "yes_no", "string"])
    @pytest.mark.parametrize("wrapped", [False, True])
    @pytest.mark.parametrize("signature_method", ["ACS3-HMAC-SHA256", "HMAC-SHA1"])
    def test_read_the_same_in_every_vintage_of_the_api(
        self, emulator: Emulator, inform: Inform, spelling: str, wrapped: bool, signature_method: str
    ) -> None:
        emulator.set_config(DOMAIN, **FULL)
        emulator.world = World(auth_spelling=spelling, wrapped=wrapped, unset_fields="missing", key_shown="masked")

        result = inform(domain_names=[DOMAIN], signature_method=signature_method)

        assert result["record_notify_configs"] == [ROW]

    @pytest.mark.parametrize("missing", ["not_found", "empty_object", "no_object"])
    def test_without_a_config_do_not_exist(self, emulator: Emulator, inform: Inform, missing: str) -> None:
        emulator.world = World(missing_config=missing)

        result = inform(domain_names=[DOMAIN])

        assert result["record_notify_configs"] == [{"domain_name": DOMAIN, "exists": False}]

    def test_can_be_none_at_all(self, emulator: Emulator, inform: Inform) -> None:
        assert inform(domain_names=[])["record_notify_configs"] == []
        assert emulator.calls() == []

    def test_are_named_in_an_error_by_their_place(self, emulator: Emulator, inform: Inform) -> None:
        result = inform(domain_names=[DOMAIN, "nonsense"])

        assert result["msg"].startswith("domain_names[1]: 'nonsense' is not a domain name")
        assert emulator.calls() == []

    def test_are_read_in_check_mode_too(self, emulator: Emulator, inform: Inform) -> None:
        emulator.set_config(DOMAIN, **FULL)

        assert inform(domain_names=[DOMAIN], check=True)["record_notify_configs"] == [ROW]


class TestTheWholeAccount:
    def test_is_every_streaming_domain_sorted_by_name(self, emulator: Emulator, inform: Inform) -> None:
        emulator.add_domain("b.example.com", live_domain_status="offline")
        emulator.add_domain("push.example.com", live_domain_type="liveEdge")
        emulator.add_domain("a.example.com")

        result = inform()

        assert names(result) == ["a.example.com", "b.example.com", DOMAIN]
        assert emulator.calls() == [LIST, DESCRIBE, DESCRIBE, DESCRIBE]

    def test_is_read_page_by_page_below_the_limits(self, emulator: Emulator, inform: Inform) -> None:
        for number in range(119):
            emulator.add_domain(f"d{number:03}.example.com")

        result = inform()

        assert len(result["record_notify_configs"]) == 120
        assert [call.parameters["PageNumber"] for call in emulator.log[:3]] == ["1", "2", "3"]
        assert emulator.calls() == [LIST] * 3 + [DESCRIBE] * 120
        assert result["api"]["calls"] == 123
        assert result["api"]["throttled"] == 0
        times = [call.received_at for call in emulator.log if call.operation == DESCRIBE]
        assert times[-1] - times[0] > 1.5  # 120 readings take 2.5 seconds at the pace that is allowed

    def test_may_have_no_domains(self, emulator: Emulator, inform: Inform) -> None:
        emulator.reset()

        assert inform()["record_notify_configs"] == []


class TestSelect:
    @pytest.fixture(autouse=True)
    def _domains(self, emulator: Emulator) -> None:
        emulator.reset()
        emulator.add_domain("a.live.example.com", tags={"env": "prod", "team": "sport"}, region_name="cn-beijing")
        emulator.add_domain("b.live.example.com", tags={"env": "test"}, live_domain_status="offline")
        emulator.add_domain("live.example.com", resource_group_id="rg-2", tags={"env": "prod"})

    @pytest.mark.parametrize(
        ("select", "expected"),
        [
            ({"all": True}, ["a.live.example.com", "b.live.example.com", DOMAIN]),
            ({"domain_name": DOMAIN}, [DOMAIN]),
            ({"domain_name": "a.live", "domain_search_type": "pre_match"}, ["a.live.example.com"]),
            (
                {"domain_name": ".live.example.com", "domain_search_type": "suf_match"},
                ["a.live.example.com", "b.live.example.com"],
            ),
            ({"domain_name": "b.", "domain_search_type": "fuzzy_match"}, ["b.live.example.com"]),
            ({"domain_status": "offline"}, ["b.live.example.com"]),
            ({"region_name": "cn-beijing"}, ["a.live.example.com"]),
            ({"resource_group_id": "rg-2"}, [DOMAIN]),
            ({"tags": {"env": "prod"}}, ["a.live.example.com", DOMAIN]),
            ({"tags": {"env": "prod", "team": "sport"}}, ["a.live.example.com"]),
            ({"domain_name": "nothing.example.com"}, []),
        ],
    )
    def test_takes_the_domains_that_match(self, inform: Inform, select: dict[str, t.Any], expected: list[str]) -> None:
        assert names(inform(select=select)) == expected

    @pytest.mark.parametrize(
        ("select", "problem"),
        [
            ({}, "it has no filter"),
            ({"all": False}, "it has no filter"),
            ({"domain_search_type": "pre_match"}, "it has no filter"),
            ({"all": True, "domain_status": "online"}, "all: true takes no filter beside it"),
        ],
    )
    def test_must_say_what_it_selects(
        self, emulator: Emulator, inform: Inform, select: dict[str, t.Any], problem: str
    ) -> None:
        result = inform(select=select)

        assert result["msg"] == (
            f"select: {problem}. Give either one filter or more, or all: true for every streaming domain."
        )
        assert emulator.calls() == []

    def test_stands_alone(self, inform: Inform) -> None:
        assert "mutually exclusive" in inform(select={"all": True}, domain_names=[DOMAIN])["msg"]


class TestFailures:
    def test_of_one_domain_do_not_stop_the_others(self, emulator: Emulator, inform: Inform) -> None:
        emulator.set_config(DOMAIN, **FULL)
        unknown = [f"x{number:02}.example.com" for number in range(12)]

        result = inform(domain_names=[*unknown, DOMAIN])

        assert result["failed"] is True
        assert result["record_notify_configs"][-1] == ROW
        assert [row["error"]["code"] for row in result["record_notify_configs"][:-1]] == ["InvalidDomain.NotFound"] * 12
        assert result["error"]["code"] == "InvalidDomain.NotFound"
        assert result["msg"].startswith(
            f"12 of 13 domains could not be read: {', '.join(unknown[:10])} and 2 more. The"
        )
        assert result["api"]["calls"] == 13

    def test_of_the_listing_are_failures_of_the_task(self, emulator: Emulator, inform: Inform) -> None:
        emulator.inject(Fault("error", operation=LIST, code="Forbidden.RAM", status=403, message="Not authorized"))

        result = inform()

        assert result["record_notify_configs"] == []
        assert result["msg"].startswith(
            f"{LIST} was refused: Forbidden.RAM: Not authorized. Grant the RAM user or role the action live:{LIST} on "
            "the resource *. (HTTP 403, request id "
        )


class TestRateLimitShare:
    def test_slows_the_calls_down(self, emulator: Emulator, inform: Inform) -> None:
        for number in range(4):
            emulator.add_domain(f"d{number}.example.com")

        inform(rate_limit_share=0.2)

        times = [call.received_at for call in emulator.log if call.operation == DESCRIBE]
        assert times[-1] - times[0] > 0.2  # 10 a second, evenly spaced, take 0.4 seconds; 50 a second, 0.08

    @pytest.mark.parametrize("share", [0, -1, 1.5, "nan"])
    def test_is_a_part_of_one(self, emulator: Emulator, inform: Inform, share: object) -> None:
        assert inform(rate_limit_share=share)["msg"].startswith("rate_limit_share: must be from 0.001 to 1, not ")
        assert emulator.calls() == []
