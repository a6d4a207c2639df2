# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules for the callback key, in every way that the service may show it or not."""

from __future__ import annotations

import typing as t

import pytest

from emulator import Emulator, World

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"
OTHER_URL = "https://old.example.com/recordings"
KEY = "abcDEF0123456789"
OTHER_KEY = "zyxWVU9876543210"
NUMBER = "1234567890123456"

ADD = "AddLiveRecordNotifyConfig"
UPDATE = "UpdateLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"

Configure = t.Callable[..., dict[str, t.Any]]

UNSEEN = (
    f"{DOMAIN}: the service does not show the callback key, so whether notify_auth_key differs can't be told. "
    "To set it for certain, delete the config and add it again."
)


def replace(configure: Configure, **options: object) -> dict[str, t.Any]:
    return configure(**{"notify_url": URL, "on_existing": "replace", **options})


class TestAKeyThatIsShown:
    @pytest.mark.parametrize(
        ("shown", "theirs", "ours", "changed"),
        [
            ("clear", KEY, KEY, False),
            ("clear", OTHER_KEY, KEY, True),
            ("number", NUMBER, NUMBER, False),
            ("number", NUMBER, KEY, True),
        ],
    )
    def test_is_compared_if_the_task_turns_authentication_on(
        self, emulator: Emulator, configure: Configure, shown: str, theirs: str, ours: str, changed: bool
    ) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, NotifyReqAuth=True, NotifyAuthKey=theirs)
        emulator.world = World(key_shown=shown)

        result = replace(configure, notify_req_auth=True, notify_auth_key=ours, diff=True)

        assert (result["changed"], emulator.field(DOMAIN, "NotifyAuthKey")) == (changed, ours)
        assert result["diff"]["before"]["notify_auth_key_set"] is True
        assert result["diff"]["after"].get("notify_auth_key_changes", False) is changed
        assert "warnings" not in result

    @pytest.mark.parametrize("spelling", ["bool", "yes_no", "string"])
    def test_goes_along_with_a_change_of_something_else(
        self, emulator: Emulator, configure: Configure, spelling: str
    ) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL, NotifyReqAuth=True, NotifyAuthKey=KEY)
        emulator.world = World(update_left_out="reset", auth_spelling=spelling)

        replace(configure)

        assert emulator.field(DOMAIN, "NotifyReqAuth") is True
        assert emulator.field(DOMAIN, "NotifyAuthKey") == KEY

    @pytest.mark.parametrize("policy", ["keep_and_warn", "keep_and_fail"])
    def test_that_differs_is_told_without_either_key(
        self, emulator: Emulator, configure: Configure, policy: str
    ) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, NotifyReqAuth=True, NotifyAuthKey=OTHER_KEY)

        result = replace(configure, notify_req_auth=True, notify_auth_key=KEY, on_existing=policy)

        told = result["msg"] if policy == "keep_and_fail" else result["warnings"][0]
        assert told.startswith(
            f"{DOMAIN} has a config that differs from the task: notify_auth_key is another one (not shown)."
        )
        assert OTHER_KEY not in str(result)
        assert KEY not in str(result)


class TestAKeyThatIsNotShown:
    @pytest.fixture(autouse=True, params=["masked", "missing"])
    def _world(self, request: pytest.FixtureRequest, emulator: Emulator) -> None:
        emulator.world = World(key_shown=request.param, update_left_out="reset")

    @pytest.mark.parametrize("policy", ["keep_and_warn", "keep_and_fail", "replace"])
    def test_makes_no_update_but_a_warning(self, emulator: Emulator, configure: Configure, policy: str) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, NotifyReqAuth=True, NotifyAuthKey=OTHER_KEY)

        result = replace(configure, notify_req_auth=True, notify_auth_key=KEY, on_existing=policy)

        assert (result["changed"], result["warnings"]) == (False, [UNSEEN])
        assert emulator.calls() == [DESCRIBE]

    def test_must_be_given_for_an_update(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL, NotifyReqAuth=True, NotifyAuthKey=OTHER_KEY)

        told = replace(configure, check=True, query_in_check_mode=True)
        result = replace(configure)

        assert result["msg"] == (
            f"{DOMAIN}: callbacks are authenticated, and the service does not show their key for certain, so an "
            "update would lose it. Give notify_auth_key (with notify_req_auth: true), or notify_req_auth: false to "
            "turn "
            "authentication off. Nothing was changed."
        )
        assert told["msg"] == result["msg"]
        assert (result["changed"], result["operation"]) == (False, None)
        assert UPDATE not in emulator.calls()
        assert emulator.field(DOMAIN, "NotifyAuthKey") == OTHER_KEY

    def test_is_sent_with_an_update_if_given_and_can_not_be_read_back(
        self, emulator: Emulator, configure: Configure
    ) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL, NotifyReqAuth=True, NotifyAuthKey=OTHER_KEY)

        result = replace(configure, notify_req_auth=True, notify_auth_key=KEY, diff=True)

        assert (result["changed"], emulator.field(DOMAIN, "NotifyAuthKey")) == (True, KEY)
        assert result["diff"]["after"]["notify_auth_key_changes"] == "unknown"
        assert result["warnings"] == [
            (
                f"{DOMAIN}: notify_auth_key was sent and accepted. The service does not show the callback key, so it "
                "could not be read back."
            )
        ]

    def test_is_not_needed_to_turn_authentication_off(self, emulator: Emulator, configure: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, NotifyReqAuth=True, NotifyAuthKey=OTHER_KEY)

        result = replace(configure, notify_req_auth=False)

        assert (result["changed"], emulator.field(DOMAIN, "NotifyReqAuth")) == (True, False)
        assert "NotifyAuthKey" not in emulator.log[1].parameters

    def test_is_known_to_be_set_while_callbacks_are_signed(self, emulator: Emulator, inform: Configure) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, NotifyReqAuth=True, NotifyAuthKey=OTHER_KEY)

        assert inform()["record_notify_configs"][0]["notify_auth_key_set"] is True


class TestAKeyThatIsShownAsANumber:
    """It has lost the zeros in front, if there were any."""

    KEY = "00123456789012345678"

    @pytest.fixture(autouse=True)
    def _world(self, emulator: Emulator) -> None:
        emulator.world = World(key_shown="number")
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL, NotifyReqAuth=True, NotifyAuthKey=self.KEY)

    def test_is_not_sent_back(self, emulator: Emulator, configure: Configure) -> None:
        result = replace(configure)

        assert "does not show their key for certain" in result["msg"]
        assert emulator.field(DOMAIN, "NotifyAuthKey") == self.KEY

    def test_is_the_same_as_the_one_with_its_zeros(self, configure: Configure) -> None:
        options = {"notify_req_auth": True, "notify_auth_key": self.KEY}

        assert replace(configure, **options)["changed"] is True
        assert replace(configure, **options)["changed"] is False


class TestAuthentication:
    @pytest.mark.parametrize("then", ["kept", "cleared"])
    def test_can_be_turned_off_and_on(self, emulator: Emulator, configure: Configure, then: str) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, NotifyReqAuth=True, NotifyAuthKey=KEY)
        emulator.world = World(key_when_auth_off=then)

        told = replace(configure, notify_req_auth=False, diff=True, check=True, query_in_check_mode=True)
        off = replace(configure, notify_req_auth=False, diff=True)
        assert (off["changed"], off["diff"]) == (True, told["diff"])
        assert "notify_auth_key_set" not in off["diff"]["after"]  # not known before it is read back
        assert off["record_notify_config"]["notify_auth_key_set"] is (then == "kept")
        assert replace(configure, notify_req_auth=False)["changed"] is False
        assert replace(configure, notify_req_auth=True, notify_auth_key=OTHER_KEY)["changed"] is True
        assert replace(configure, notify_req_auth=True, notify_auth_key=OTHER_KEY)["changed"] is False
        assert emulator.field(DOMAIN, "NotifyAuthKey") == OTHER_KEY

    def test_needs_a_key(self, emulator: Emulator, configure: Configure) -> None:
        result = configure(notify_url=URL, notify_req_auth=True)

        assert result["msg"] == (
            "notify_auth_key: it is needed with notify_req_auth: true. Give the key that signs the callbacks."
        )
        assert emulator.calls() == []

    @pytest.mark.parametrize("authentication", [{}, {"notify_req_auth": False}])
    def test_that_the_task_does_not_turn_on_leaves_the_key_uncompared(
        self, emulator: Emulator, configure: Configure, authentication: dict[str, bool]
    ) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, NotifyAuthKey=OTHER_KEY)

        same = replace(configure, notify_auth_key=KEY, **authentication)
        assert (same["changed"], emulator.field(DOMAIN, "NotifyAuthKey")) == (False, OTHER_KEY)

        replace(configure, notify_url=OTHER_URL, notify_auth_key=KEY, **authentication)
        assert emulator.field(DOMAIN, "NotifyAuthKey") == KEY  # sent along with the change

    def test_that_the_task_does_not_turn_on_still_sends_the_key_on_add(
        self, emulator: Emulator, configure: Configure
    ) -> None:
        configure(notify_url=URL, notify_auth_key=KEY)

        assert emulator.field(DOMAIN, "NotifyAuthKey") == KEY
