# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan: what is done for each state, policy and config that may be there, and the rules for keys."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils import _record_notify as record_notify
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import TaskError
from ansible_collections.apsaravideo.live.plugins.module_utils._record_notify import (
    ADD,
    DELETE,
    UPDATE,
    Config,
    Desired,
    Found,
    Plan,
    plan,
)

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"
OTHER_URL = "https://old.example.com/recordings"
KEY = "abcDEF0123456789"
OTHER_KEY = "zyxWVU9876543210"

WANTED = Config(DOMAIN, notify_url=URL)
SAME = Config(DOMAIN, URL, "", False, False, None, False)
DIFFERENT = SAME._replace(notify_url=OTHER_URL)
UNREAD, NONE_THERE = None, Found(None, "1")

DIFFERS = f"{DOMAIN} has a config that differs from the task: notify_url is '{OTHER_URL}', the task says '{URL}'."
UNSEEN = (
    f"{DOMAIN}: the service does not show the callback key, so whether notify_auth_key differs can't be told. "
    "To set it for certain, delete the config and add it again."
)

POLICIES = ("keep", "keep_and_warn", "keep_and_fail", "replace")


class TestTable:
    @pytest.mark.parametrize("on_existing", POLICIES)
    @pytest.mark.parametrize(
        ("state", "found", "expected"),
        [
            ("present", UNREAD, Plan(ADD, None, WANTED)),
            ("present", NONE_THERE, Plan(ADD, None, WANTED)),
            ("present", Found(SAME, "1"), Plan(None, SAME, SAME)),
            ("absent", UNREAD, Plan(DELETE, None, None)),
            ("absent", NONE_THERE, Plan(None, None, None)),
            ("absent", Found(SAME, "1"), Plan(DELETE, SAME, None)),
            ("absent", Found(DIFFERENT, "1"), Plan(DELETE, DIFFERENT, None)),
        ],
    )
    def test_where_the_policy_does_not_matter(
        self, on_existing: str, state: str, found: Found | None, expected: Plan
    ) -> None:
        assert plan(Desired(WANTED, state, on_existing), found) == expected

    @pytest.mark.parametrize(
        ("on_existing", "expected"),
        [
            ("keep", Plan(None, DIFFERENT, DIFFERENT)),
            (
                "keep_and_warn",
                Plan(None, DIFFERENT, DIFFERENT, (f"{DIFFERS} It was left as it is (on_existing: keep_and_warn).",)),
            ),
            ("replace", Plan(UPDATE, DIFFERENT, SAME)),
        ],
    )
    def test_a_config_that_differs(self, on_existing: str, expected: Plan) -> None:
        assert plan(Desired(WANTED, "present", on_existing), Found(DIFFERENT, "1")) == expected

    def test_a_config_that_differs_can_be_a_failure(self) -> None:
        assert _failure(WANTED, DIFFERENT, "keep_and_fail") == (
            f"{DIFFERS} It was left as it is (on_existing: keep_and_fail). To bring it to what the task says, use "
            "on_existing: replace."
        )


class TestDifferences:
    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"notify_url": OTHER_URL}, f"notify_url is '{URL}', the task says '{OTHER_URL}'"),
            ({"on_demand_url": OTHER_URL}, f"on_demand_url is '', the task says '{OTHER_URL}'"),
            ({"need_status_notify": True}, "need_status_notify is False, the task says True"),
            ({"notify_req_auth": True}, "notify_req_auth is False, the task says True"),
        ],
    )
    def test_each_field_that_a_task_manages(self, change: dict[str, t.Any], told: str) -> None:
        wanted = Config(DOMAIN)._replace(**change)

        assert record_notify.differences(SAME, wanted) == list(change)
        assert _failure(wanted, SAME, "keep_and_fail").startswith(
            f"{DOMAIN} has a config that differs from the task: {told}. It was left"
        )

    def test_what_a_task_leaves_out_does_not_matter(self) -> None:
        theirs = Config(DOMAIN, OTHER_URL, OTHER_URL, True, True, KEY, True)

        assert record_notify.differences(theirs, Config(DOMAIN)) == []

    def test_several_are_told_in_their_order(self) -> None:
        theirs = Config(DOMAIN, OTHER_URL, OTHER_URL, True, True, OTHER_KEY, True)
        wanted = Config(DOMAIN, URL, "", False, True, KEY, True)

        assert _failure(wanted, theirs, "keep_and_fail").startswith(
            f"{DOMAIN} has a config that differs from the task: notify_url is '{OTHER_URL}', the task says '{URL}'; "
            f"on_demand_url is '{OTHER_URL}', the task says ''; need_status_notify is True, the task says False; "
            "notify_auth_key is another one (not shown). It was left"
        )


class TestKeys:
    """Never is a key sent that was not given or read in clear, and never one compared that can't be seen."""

    SIGNED = SAME._replace(notify_req_auth=True, notify_auth_key=KEY, notify_auth_key_set=True)
    HIDDEN = SIGNED._replace(notify_auth_key=None)
    OFF = SIGNED._replace(notify_req_auth=False)
    SIGN = WANTED._replace(notify_req_auth=True, notify_auth_key=KEY, notify_auth_key_set=True)
    SIGN_OTHERWISE = SIGN._replace(notify_auth_key=OTHER_KEY)

    @pytest.mark.parametrize(
        ("wanted", "theirs", "differing"),
        [
            (SIGN, SIGNED, []),
            (SIGN_OTHERWISE, SIGNED, ["notify_auth_key"]),
            (SIGN_OTHERWISE, HIDDEN, []),  # can't be seen
            (SIGN_OTHERWISE, OFF, ["notify_req_auth"]),  # without authentication a key is not compared
            (SIGN_OTHERWISE._replace(notify_req_auth=None), SIGNED, []),  # nor is one without notify_req_auth: true
            (SIGN_OTHERWISE._replace(notify_req_auth=False), OFF, []),
            (SIGN_OTHERWISE._replace(notify_req_auth=False), SIGNED, ["notify_req_auth"]),
            (SIGN._replace(notify_auth_key=None), SIGNED, []),
        ],
    )
    def test_compared_only_with_authentication(self, wanted: Config, theirs: Config, differing: list[str]) -> None:
        assert record_notify.differences(theirs, wanted) == differing

    @pytest.mark.parametrize("zeros", ["0", "0000"])
    def test_one_that_is_shown_as_a_number_has_lost_its_zeros(self, zeros: str) -> None:
        digits = "1234567890123456"
        theirs = self.SIGNED._replace(notify_auth_key=digits)
        wanted = self.SIGN._replace(notify_auth_key=zeros + digits)

        assert record_notify.differences(theirs, wanted) == []
        assert record_notify.differences(theirs, wanted._replace(notify_auth_key="1" + digits)) == ["notify_auth_key"]

    @pytest.mark.parametrize("on_existing", ["keep_and_warn", "keep_and_fail", "replace"])
    def test_a_difference_that_cannot_be_seen_is_a_warning(self, on_existing: str) -> None:
        done = plan(Desired(self.SIGN, "present", on_existing), Found(self.HIDDEN, "1"))

        assert done == Plan(None, self.HIDDEN, self.HIDDEN, (UNSEEN,))

    def test_and_stands_beside_those_that_can(self) -> None:
        theirs = self.HIDDEN._replace(notify_url=OTHER_URL)

        done = plan(Desired(self.SIGN, "present", "keep_and_warn"), Found(theirs, "1"))

        assert done.warnings == (f"{DIFFERS} It was left as it is (on_existing: keep_and_warn).", UNSEEN)

    @pytest.mark.parametrize(
        ("wanted", "theirs", "unseen"),
        [
            (SIGN, HIDDEN, UNSEEN),
            (SIGN, SIGNED, None),
            (SIGN._replace(notify_req_auth=None), HIDDEN, None),
            (SIGN._replace(notify_auth_key=None), HIDDEN, None),
            (SIGN, OFF._replace(notify_auth_key=None), None),
        ],
    )
    def test_unseen(self, wanted: Config, theirs: Config, unseen: str | None) -> None:
        assert record_notify.key_is_unseen(theirs, wanted) == unseen

    @pytest.mark.parametrize(
        ("wanted", "theirs", "after"),
        [
            # Read in clear: sent again, whether or not it is used.
            (WANTED, SIGNED._replace(notify_url=OTHER_URL), SIGNED),
            (WANTED, OFF._replace(notify_url=OTHER_URL), OFF),
            # Given: sent, also without notify_req_auth.
            (SIGN, DIFFERENT, SIGNED),
            (SIGN, HIDDEN._replace(notify_url=OTHER_URL), SIGNED),
            (SIGN_OTHERWISE, SIGNED, SIGNED._replace(notify_auth_key=OTHER_KEY)),
            (SIGN._replace(notify_req_auth=None), HIDDEN._replace(notify_url=OTHER_URL), SIGNED),
            (SIGN._replace(notify_req_auth=False), SIGNED, OFF._replace(notify_auth_key_set=None)),
            # Neither: not sent.
            (WANTED, DIFFERENT, SAME),
            (
                WANTED._replace(notify_req_auth=False),
                HIDDEN,
                HIDDEN._replace(notify_req_auth=False, notify_auth_key_set=None),
            ),
        ],
    )
    def test_update_sends_the_whole_state(self, wanted: Config, theirs: Config, after: Config) -> None:
        done = plan(Desired(wanted, "present", "replace"), Found(theirs, "1"))

        assert done == Plan(UPDATE, theirs, after)
        assert record_notify.parameters(DOMAIN, done).get("NotifyAuthKey") == after.notify_auth_key

    @pytest.mark.parametrize("turned_on", [None, True])
    def test_update_would_lose_one_that_is_not_shown(self, turned_on: bool | None) -> None:
        wanted = WANTED._replace(notify_req_auth=turned_on)

        assert _failure(wanted, self.HIDDEN._replace(notify_url=OTHER_URL), "replace") == (
            f"{DOMAIN}: callbacks are authenticated, and the service does not show their key for certain, so an "
            "update would lose it. Give notify_auth_key (with notify_req_auth: true), or notify_req_auth: false to "
            "turn "
            "authentication off. Nothing was changed."
        )

    def test_one_that_is_shown_as_a_number_is_not_sent(self) -> None:
        theirs = self.SIGNED._replace(notify_url=OTHER_URL, notify_auth_key="1" * 16, notify_auth_key_exact=False)

        assert "does not show their key for certain" in _failure(WANTED, theirs, "replace")

    @pytest.mark.parametrize(
        ("wanted", "theirs"), [(SIGN_OTHERWISE, SIGNED), (SIGN, DIFFERENT), (WANTED, HIDDEN._replace(notify_url="x"))]
    )
    def test_no_message_shows_one(self, wanted: Config, theirs: Config) -> None:
        for key in (KEY, OTHER_KEY):
            assert key not in _failure(wanted, theirs, "keep_and_fail")


class TestNotKept:
    SENT = Config(DOMAIN, URL, "", True, True, KEY, True)

    def test_nothing(self) -> None:
        assert record_notify.not_kept(self.SENT, self.SENT) == []

    def test_a_config_that_is_gone(self) -> None:
        assert record_notify.not_kept(self.SENT, None) == ["the config is gone"]

    def test_each_field_in_words(self) -> None:
        found = Config(DOMAIN, OTHER_URL, OTHER_URL, False, False, KEY, True)

        assert record_notify.not_kept(self.SENT, found) == [
            f"notify_url was sent as '{URL}' and is '{OTHER_URL}'",
            f"on_demand_url was sent as '' and is '{OTHER_URL}'",
            "need_status_notify was sent as True and is False",
            "notify_req_auth was sent as True and is False",
        ]

    def test_the_key_without_showing_it(self) -> None:
        assert record_notify.not_kept(self.SENT, self.SENT._replace(notify_auth_key=OTHER_KEY)) == [
            "notify_auth_key is not the one that was sent"
        ]

    def test_a_key_that_is_not_shown_is_not_held_against_it(self) -> None:
        assert record_notify.not_kept(self.SENT, self.SENT._replace(notify_auth_key=None)) == []

    def test_a_key_that_went_with_authentication_is_not_missed(self) -> None:
        sent = self.SENT._replace(notify_req_auth=False)

        assert record_notify.not_kept(sent, sent._replace(notify_auth_key=None, notify_auth_key_set=False)) == []


def _failure(wanted: Config, theirs: Config, on_existing: str) -> str:
    """The message of the error of a plan."""
    with pytest.raises(TaskError) as caught:
        plan(Desired(wanted, "present", on_existing), Found(theirs, "1"))
    return caught.value.message
