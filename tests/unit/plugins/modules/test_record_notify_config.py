# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""record_notify_config, run for real against the emulator: what it reports, and what it asked of the API."""

from __future__ import annotations

import typing as t

import pytest

from emulator import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, Emulator, World

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"
OTHER_URL = "https://old.example.com/recordings"
KEY = "abcDEF0123456789"
OTHER_KEY = "zyxWVU9876543210"

ADD = "AddLiveRecordNotifyConfig"
UPDATE = "UpdateLiveRecordNotifyConfig"
DELETE = "DeleteLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"

Configure = t.Callable[..., dict[str, t.Any]]


class TestOnExisting:
    """The design's table: what each policy does, and its calls when nothing is left to do."""

    @pytest.mark.parametrize("on_existing", ["keep", "keep_and_warn", "keep_and_fail", "replace"])
    def test_adds_what_is_not_there(self, emulator: Emulator, configure: Configure, on_existing: str) -> None:
        result = configure(notify_url=URL, on_existing=on_existing)

        assert (result["changed"], result["operation"]) == (True, ADD)
        assert emulator.field(DOMAIN, "NotifyUrl") == URL
        assert emulator.calls() == ([ADD] if on_existing == "keep" else [DESCRIBE, ADD])
        assert result["record_notify_config"] == {"domain_name": DOMAIN, "exists": True, "notify_url": URL}
        assert result["request_id"] == emulator.log[-1].request_id

    @pytest.mark.parametrize(
        ("on_existing", "calls"),
        [("keep", [ADD]), ("keep_and_warn", [DESCRIBE]), ("keep_and_fail", [DESCRIBE]), ("replace", [DESCRIBE])],
    )
    def test_costs_one_call_in_the_steady_state(
        self, emulator: Emulator, configure: Configure, on_existing: str, calls: list[str]
    ) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL)

        result = configure(notify_url=URL, on_existing=on_existing)

        assert (result["changed"], result["operation"]) == (False, None)
        assert emulator.calls() == calls
        assert result["api"] == {"calls": 1, "retries": 0, "throttled": 0, "seconds_waited": 0.0}
        assert result["request_id"] == emulator.log[-1].request_id
        assert "warnings" not in result

    def test_keep_leaves_what_differs_and_claims_to_know_nothing_of_it(
        self, emulator: Emulator, configure: Configure
    ) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)

        result = configure(notify_url=URL)

        assert (result["changed"], result["operation"]) == (False, None)
        assert result["record_notify_config"] == {"domain_name": DOMAIN, "exists": True}
        assert emulator.field(DOMAIN, "NotifyUrl") == OTHER_URL
        assert emulator.calls() == [ADD]

    def test_keep_and_warn_names_what_differs(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)

        result = configure(notify_url=URL, need_status_notify=True, on_existing="keep_and_warn")

        assert result["changed"] is False
        assert result["warnings"] == [
            (
                f"{DOMAIN} has a config that differs from the task: notify_url is '{OTHER_URL}', the task says '{URL}'"
                "; need_status_notify is False, the task says True. It was left as it is (on_existing: keep_and_warn)."
            )
        ]
        assert emulator.calls() == [DESCRIBE]
        assert result["record_notify_config"]["notify_url"] == OTHER_URL

    def test_keep_and_fail_names_what_differs(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)

        result = configure(notify_url=URL, on_existing="keep_and_fail")

        assert (result["failed"], result["changed"], result["operation"]) == (True, False, None)
        assert result["msg"] == (
            f"{DOMAIN} has a config that differs from the task: notify_url is '{OTHER_URL}', the task says '{URL}'. "
            "It was left as it is (on_existing: keep_and_fail). To bring it to what the task says, use "
            "on_existing: replace."
        )
        assert result["error"]["message"] == result["msg"]
        assert result["error"]["code"] is None
        assert emulator.calls() == [DESCRIBE]
        assert emulator.field(DOMAIN, "NotifyUrl") == OTHER_URL

    def test_replace_brings_it_to_the_task_and_reads_it_back(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL, NeedStatusNotify=True)

        result = configure(notify_url=URL, on_existing="replace")

        assert (result["changed"], result["operation"]) == (True, UPDATE)
        assert emulator.calls() == [DESCRIBE, UPDATE, DESCRIBE]
        assert result["request_id"] == emulator.log[1].request_id
        assert result["record_notify_config"] == {
            "domain_name": DOMAIN,
            "exists": True,
            "notify_url": URL,
            "on_demand_url": "",
            "need_status_notify": True,  # not managed, so kept
            "notify_req_auth": False,
            "notify_auth_key_set": False,
        }
        assert configure(notify_url=URL, on_existing="replace")["changed"] is False


class TestAbsent:
    def test_deletes_at_once(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL)

        result = configure(state="absent")

        assert (result["changed"], result["operation"]) == (True, DELETE)
        assert result["record_notify_config"] == {"domain_name": DOMAIN, "exists": False}
        assert emulator.calls() == [DELETE]
        assert emulator.config(DOMAIN) is None

    def test_takes_a_missing_config_as_unchanged(self, emulator: Emulator, configure: Configure) -> None:
        result = configure(state="absent", on_existing="keep_and_fail")  # which does not apply

        assert (result["changed"], result["operation"]) == (False, None)
        assert emulator.calls() == [DELETE]
        assert emulator.log[-1].code == "InvalidConfig.NotFound"
        assert result["request_id"] == emulator.log[-1].request_id

    def test_reads_first_in_diff_mode(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL)

        result = configure(state="absent", diff=True)

        assert emulator.calls() == [DESCRIBE, DELETE]
        assert result["diff"]["before"]["notify_url"] == URL
        assert result["diff"]["after"] == {}

    def test_that_is_so_already_has_an_empty_diff(self, emulator: Emulator, configure: Configure) -> None:
        result = configure(state="absent", diff=True)

        assert (result["changed"], emulator.calls()) == (False, [DESCRIBE, DELETE])
        assert (result["diff"]["before"], result["diff"]["after"]) == ({}, {})

    def test_deletes_what_a_reading_that_lags_does_not_show(self, emulator: Emulator, configure: Configure) -> None:
        emulator.world = World(read_lag=1)
        configure(notify_url=URL)

        result = configure(state="absent", diff=True)

        assert (result["changed"], emulator.config(DOMAIN)) == (True, None)
        assert result["diff"]["before"] == {"domain_name": DOMAIN, "exists": True}


class TestCheckMode:
    @pytest.mark.parametrize(("state", "operation"), [("present", ADD), ("absent", DELETE)])
    @pytest.mark.parametrize("configured", [True, False])
    def test_calls_nothing(
        self, emulator: Emulator, configure: Configure, state: str, operation: str, configured: bool
    ) -> None:
        if configured:
            emulator.set_config(DOMAIN, NotifyUrl=URL)

        result = configure(notify_url=URL, state=state, check=True, diff=True, on_existing="replace")

        assert emulator.log == []
        assert (result["changed"], result["operation"], result["before"]) == (True, operation, {})
        assert (result["prediction"], result["request_id"]) == ("unverified", None)
        assert result["api"]["calls"] == 0
        assert "credentials" not in result
        assert result["diff"]["before_header"] == f"{DOMAIN} (not read)"

    def test_needs_no_credentials(self, emulator: Emulator, run_module: Configure) -> None:
        result = run_module(
            "record_notify_config", check=True, domain_name=DOMAIN, notify_url=URL, endpoint=emulator.url
        )

        assert (result["changed"], result["operation"]) == (True, ADD)
        assert emulator.log == []

    def test_takes_half_a_set_of_credentials_for_what_a_pipeline_without_secrets_has(
        self, run_module: Configure
    ) -> None:
        options = {"domain_name": DOMAIN, "notify_url": URL, "access_key_id": "AKID", "access_key_secret": ""}

        assert run_module("record_notify_config", check=True, **options)["changed"] is True

    @pytest.mark.parametrize(
        "option", ["notify_url", "on_demand_url", "domain_name", "notify_auth_key", "endpoint", "ca_path"]
    )
    def test_validates_all_options(self, configure: Configure, option: str) -> None:
        result = configure(**{"notify_url": URL, option: "no such thing", "check": True})

        assert result["msg"].startswith(f"{option}: ")
        assert (result["changed"], result["operation"], result["api"]["calls"]) == (False, None, 0)

    def test_has_no_use_for_ca_path_if_nothing_is_validated(self, configure: Configure) -> None:
        assert configure(notify_url=URL, ca_path="/none", validate_certs=False, check=True)["changed"] is True

    @pytest.mark.parametrize(
        ("on_existing", "theirs", "operation"),
        [
            ("keep", None, ADD),
            ("keep", OTHER_URL, None),
            ("keep_and_warn", None, ADD),
            ("keep_and_warn", OTHER_URL, None),
            ("keep_and_fail", None, ADD),
            ("keep_and_fail", URL, None),
            ("replace", None, ADD),
            ("replace", OTHER_URL, UPDATE),
            ("replace", URL, None),
        ],
    )
    def test_with_a_query_it_tells_what_the_run_then_does(
        self, emulator: Emulator, configure: Configure, on_existing: str, theirs: str | None, operation: str | None
    ) -> None:
        if theirs:
            emulator.set_config(DOMAIN, NotifyUrl=theirs)
        options: dict[str, t.Any] = {"notify_url": URL, "on_existing": on_existing, "diff": True}

        told = configure(**options, check=True, query_in_check_mode=True)
        assert emulator.calls() == [DESCRIBE]
        assert told["prediction"] == "verified"
        assert told["before"] == told["diff"]["before"]
        done = configure(**options)

        for name in ("changed", "operation"):
            assert told[name] == done[name]
        if not (on_existing == "keep" and theirs):  # then the run has not read what it leaves
            assert told["diff"] == done["diff"]
        assert told["operation"] == operation

    @pytest.mark.parametrize(("theirs", "operation"), [(URL, DELETE), (None, None)])
    def test_with_a_query_it_tells_what_absent_then_does(
        self, emulator: Emulator, configure: Configure, theirs: str | None, operation: str | None
    ) -> None:
        if theirs:
            emulator.set_config(DOMAIN, NotifyUrl=theirs)

        told = configure(state="absent", check=True, query_in_check_mode=True, diff=True)
        done = configure(state="absent", diff=True)

        assert told["operation"] == done["operation"] == operation
        assert told["diff"] == done["diff"]

    def test_with_a_query_it_fails_as_the_run_would(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)
        options: dict[str, t.Any] = {"notify_url": URL, "on_existing": "keep_and_fail"}

        told = configure(**options, check=True, query_in_check_mode=True)

        assert told["failed"] is True
        assert told["msg"] == configure(**options)["msg"]

    def test_query_in_check_mode_means_nothing_to_a_run(self, emulator: Emulator, configure: Configure) -> None:
        assert configure(notify_url=URL, query_in_check_mode=True)["operation"] == ADD
        assert emulator.calls() == [ADD]


class TestOptionsThatAreLeftOut:
    def test_are_not_sent_on_add(self, emulator: Emulator, configure: Configure) -> None:
        configure(notify_url=URL, on_demand_url="")

        assert emulator.log[-1].parameters == {"DomainName": DOMAIN, "NotifyUrl": URL}

    @pytest.mark.parametrize("left_out", ["kept", "reset"])
    def test_stay_as_they_are_on_update(self, emulator: Emulator, configure: Configure, left_out: str) -> None:
        theirs = {"OnDemandUrl": OTHER_URL, "NeedStatusNotify": True, "NotifyReqAuth": True, "NotifyAuthKey": KEY}
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL, **theirs)
        emulator.world = World(update_left_out=left_out)

        result = configure(notify_url=URL, on_existing="replace")

        assert (result["changed"], emulator.config(DOMAIN)) == (True, {"NotifyUrl": URL, **theirs})

    def test_all_that_are_given_are_sent(self, emulator: Emulator, configure: Configure) -> None:
        configure(
            notify_url=URL,
            on_demand_url=OTHER_URL,
            need_status_notify=False,
            notify_req_auth=True,
            notify_auth_key=KEY,
        )

        assert emulator.log[-1].parameters == {
            "DomainName": DOMAIN,
            "NotifyUrl": URL,
            "OnDemandUrl": OTHER_URL,
            "NeedStatusNotify": "false",
            "NotifyReqAuth": "true",
            "NotifyAuthKey": KEY,
        }


class TestOnDemandUrl:
    def test_is_cleared_by_an_empty_string(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, OnDemandUrl=OTHER_URL)

        result = configure(notify_url=URL, on_demand_url="", on_existing="replace")

        assert (result["changed"], result["record_notify_config"]["on_demand_url"]) == (True, "")
        assert emulator.field(DOMAIN, "OnDemandUrl") == ""

    def test_that_may_not_be_empty_is_an_error_that_names_the_manual_way(
        self, emulator: Emulator, configure: Configure
    ) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, OnDemandUrl=OTHER_URL)
        emulator.world = World(empty_on_demand_url="refused")

        result = configure(notify_url=URL, on_demand_url="", on_existing="replace")

        assert (result["failed"], result["changed"]) == (True, False)
        assert result["error"]["code"] == "InvalidNotifyUrl.Malformed"
        assert "delete the config (state: absent) and add it again without on_demand_url" in result["msg"]

    def test_that_is_not_there_is_not_cleared(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)
        emulator.world = World(empty_on_demand_url="refused")

        assert configure(notify_url=URL, on_demand_url="", on_existing="replace")["changed"] is True


class TestEndpoint:
    @pytest.mark.parametrize("given", [{}, {"endpoint": ""}, {"endpoint": " "}])
    def test_of_the_environment_counts_if_none_is_given(
        self, emulator: Emulator, run_module: Configure, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
    ) -> None:
        monkeypatch.setenv("ALIBABA_CLOUD_LIVE_ENDPOINT", emulator.url)
        monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", EMULATOR_KEY_ID)
        monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", EMULATOR_KEY_SECRET)

        result = run_module("record_notify_config", domain_name=DOMAIN, notify_url=URL, **given)

        assert (result["changed"], emulator.calls()) == (True, [ADD])
        assert result["credentials"] == {
            "source": "environment (ALIBABA_CLOUD_ACCESS_KEY_ID)",
            "access_key_id_ends": EMULATOR_KEY_ID[-4:],
        }
