# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The record notify config: reading what any version of the API says, sending, showing."""

from __future__ import annotations

import json
import os
import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils import _record_notify as record_notify
from ansible_collections.apsaravideo.live.plugins.module_utils._record_notify import (
    ADD,
    DELETE,
    UPDATE,
    Config,
    Desired,
    Found,
    Plan,
)
from hypothesis import given, settings
from hypothesis import strategies as st

OURS = settings(max_examples=200, deadline=None, derandomize="CI" in os.environ)

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"
ASK_URL = "https://callbacks.example.com/ask"
KEY = "abcDEF0123456789"

KEYS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", min_size=16, max_size=32)


def configs(keys: st.SearchStrategy[str]) -> st.SearchStrategy[Config]:
    """Configs with a key."""
    return st.builds(
        Config,
        st.just(DOMAIN),
        notify_url=st.none() | st.sampled_from(["", URL]),
        on_demand_url=st.none() | st.sampled_from(["", ASK_URL]),
        need_status_notify=st.none() | st.booleans(),
        notify_req_auth=st.none() | st.booleans(),
        notify_auth_key=keys,
        notify_auth_key_set=st.none() | st.just(True),
    )


def read(**raw: object) -> Config | None:
    """What is read of a config that the API shows so."""
    return record_notify.from_api(DOMAIN, {"RequestId": "1", "LiveRecordNotifyConfig": raw})


class TestFromApi:
    def test_all_fields(self) -> None:
        config = read(
            DomainName=DOMAIN,
            NotifyUrl=URL,
            OnDemandUrl=ASK_URL,
            NeedStatusNotify=True,
            NotifyReqAuth=True,
            NotifyAuthKey=KEY,
        )

        assert config == Config(DOMAIN, URL, ASK_URL, True, True, KEY, True)

    def test_fields_that_are_missing_are_not_set(self) -> None:
        assert read(NotifyUrl=URL) == Config(DOMAIN, URL, "", False, False, None, False)

    def test_a_config_of_an_older_version_has_no_notify_url(self) -> None:
        assert read(OnDemandUrl=ASK_URL) == Config(DOMAIN, "", ASK_URL, False, False, None, False)

    def test_null_is_not_set(self) -> None:
        nothing = dict.fromkeys(["OnDemandUrl", "NeedStatusNotify", "NotifyReqAuth", "NotifyAuthKey"])

        assert read(NotifyUrl=URL, **nothing) == Config(DOMAIN, URL, "", False, False, None, False)

    @pytest.mark.parametrize("field", ["NeedStatusNotify", "NotifyReqAuth"])
    @pytest.mark.parametrize(
        ("spelt", "meant"),
        [
            *[(spelt, True) for spelt in (True, "true", "True", "TRUE", "yes", "Yes", "on", "1", 1, " yes ")],
            *[(spelt, False) for spelt in (False, "false", "False", "no", "NO", "off", "0", 0, "", None, "y?")],
        ],
    )
    def test_booleans_in_every_spelling(self, field: str, spelt: object, meant: bool) -> None:
        config = read(NotifyUrl=URL, **{field: spelt})

        assert config is not None
        name = {"NeedStatusNotify": "need_status_notify", "NotifyReqAuth": "notify_req_auth"}[field]
        assert getattr(config, name) is meant
        others = {"need_status_notify", "notify_req_auth"} - {name}
        assert [getattr(config, other) for other in others] == [False]

    @pytest.mark.parametrize(
        ("shown", "key"),
        [
            (KEY, KEY),
            (1234567890123456, "1234567890123456"),
            (12345678901234567890123456789012, "12345678901234567890123456789012"),
            ("****************", None),
            ("abcDEF**********", None),
            ("a****9", None),
            (123, None),  # of a key of zeros and 123
            (1.5e300, None),
            ("x" * 33, None),
        ],
    )
    @pytest.mark.parametrize("authenticated", [True, False])
    def test_key_in_clear_as_a_number_or_masked(self, shown: object, key: str | None, authenticated: bool) -> None:
        config = read(NotifyUrl=URL, NotifyReqAuth=authenticated, NotifyAuthKey=shown)

        assert config is not None
        assert (config.notify_auth_key, config.notify_auth_key_set) == (key, True)

    @pytest.mark.parametrize("shown", [{}, {"NotifyAuthKey": ""}, {"NotifyAuthKey": None}])
    @pytest.mark.parametrize("authenticated", [True, False])
    def test_a_key_that_is_not_shown_is_there_if_it_is_used(
        self, shown: dict[str, object], authenticated: bool
    ) -> None:
        config = read(NotifyUrl=URL, NotifyReqAuth=authenticated, **shown)

        assert config is not None
        assert (config.notify_auth_key, config.notify_auth_key_set) == (None, authenticated)

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"LiveRecordNotifyConfig": None},
            {"LiveRecordNotifyConfig": {}},
            {"LiveRecordNotifyConfig": ""},
            {"LiveRecordNotifyConfig": []},
            {"LiveRecordNotifyConfig": "x"},
            {"LiveRecordNotifyConfig": {"DomainName": DOMAIN, "NeedStatusNotify": False, "NotifyReqAuth": "no"}},
            {"LiveRecordNotifyConfig": {"NotifyUrl": "", "OnDemandUrl": None}},
            {"NotifyUrl": URL},
        ],
    )
    def test_an_empty_answer_holds_no_config(self, fields: dict[str, object]) -> None:
        assert record_notify.from_api(DOMAIN, fields) is None

    @OURS
    @given(
        st.dictionaries(
            st.sampled_from(["NotifyUrl", "OnDemandUrl", "NeedStatusNotify", "NotifyReqAuth", "NotifyAuthKey", "X"]),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
                lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
                max_leaves=4,
            ),
        )
    )
    def test_any_json_is_read(self, raw: dict[str, object]) -> None:
        config = read(**raw)

        assert (config is None) == (not (raw.get("NotifyUrl") or raw.get("OnDemandUrl")))
        if config is not None:
            assert [type(value) for value in config[:5]] == [str, str, str, bool, bool]
            assert config.notify_auth_key_set is (raw.get("NotifyAuthKey") not in (None, "") or config.notify_req_auth)


class TestParameters:
    def test_all_that_is_known_is_sent(self) -> None:
        config = Config(DOMAIN, URL, ASK_URL, True, False, KEY, True)

        assert record_notify.parameters(DOMAIN, Plan(ADD, None, config)) == {
            "DomainName": DOMAIN,
            "NotifyUrl": URL,
            "OnDemandUrl": ASK_URL,
            "NeedStatusNotify": "true",
            "NotifyReqAuth": "false",
            "NotifyAuthKey": KEY,
        }

    @pytest.mark.parametrize("empty", [None, ""])
    def test_nothing_else_is_sent(self, empty: str | None) -> None:
        config = Config(DOMAIN, URL, on_demand_url=empty, notify_auth_key=empty)

        assert record_notify.parameters(DOMAIN, Plan(ADD, None, config)) == {"DomainName": DOMAIN, "NotifyUrl": URL}

    def test_delete_sends_the_domain(self) -> None:
        before = Config(DOMAIN, URL, ASK_URL, True, True, KEY, True)

        assert record_notify.parameters(DOMAIN, Plan(DELETE, before, None)) == {"DomainName": DOMAIN}

    @pytest.mark.parametrize(
        ("before", "after", "clears"),
        [
            (ASK_URL, "", True),
            (ASK_URL, None, False),
            (ASK_URL, URL, False),
            ("", "", False),
            (None, "", False),
        ],
    )
    def test_an_empty_url_is_sent_only_to_clear_one(self, before: str | None, after: str | None, clears: bool) -> None:
        plan = Plan(UPDATE, Config(DOMAIN, URL, before), Config(DOMAIN, URL, after))

        assert record_notify.clears_on_demand_url(plan) is clears
        sent = record_notify.parameters(DOMAIN, plan)
        assert sent.get("OnDemandUrl") == ("" if clears else after or None)

    @pytest.mark.parametrize(
        "plan", [Plan(ADD, None, Config(DOMAIN, URL, "")), Plan(DELETE, Config(DOMAIN, URL, ASK_URL), None)]
    )
    def test_add_and_delete_clear_nothing(self, plan: Plan) -> None:
        assert record_notify.clears_on_demand_url(plan) is False

    @OURS
    @given(configs(KEYS))
    def test_what_is_sent_reads_back_as_what_was_sent(self, config: Config) -> None:
        sent: dict[str, t.Any] = record_notify.parameters(DOMAIN, Plan(ADD, None, config))

        found = record_notify.from_api(DOMAIN, {"LiveRecordNotifyConfig": sent})

        assert (found is None) == (not (config.notify_url or config.on_demand_url))
        assert found is None or record_notify.not_kept(config, found) == []


class TestSerialize:
    def test_a_config(self) -> None:
        config = Config(DOMAIN, URL, "", False, True, KEY, True)

        assert record_notify.serialize(DOMAIN, config) == {
            "domain_name": DOMAIN,
            "exists": True,
            "notify_url": URL,
            "on_demand_url": "",
            "need_status_notify": False,
            "notify_req_auth": True,
            "notify_auth_key_set": True,
        }

    def test_what_is_not_known_is_left_out(self) -> None:
        assert record_notify.serialize(DOMAIN, Config(DOMAIN)) == {"domain_name": DOMAIN, "exists": True}

    def test_none(self) -> None:
        assert record_notify.serialize(DOMAIN, None) == {"domain_name": DOMAIN, "exists": False}

    @OURS
    @given(config=configs(KEYS), other=configs(KEYS))
    def test_a_key_is_nowhere(self, config: Config, other: Config) -> None:
        plan = Plan(UPDATE, config, other)
        shown = [
            json.dumps(record_notify.serialize(DOMAIN, config)),
            json.dumps(record_notify.diff(plan)),
            *map(str, (config, plan, Found(config, None), Desired(config, "present", "keep"), [config])),
        ]

        for key in (config.notify_auth_key, other.notify_auth_key):
            assert str(key) not in "".join(shown)

    def test_representation(self) -> None:
        config = Config(DOMAIN, URL, notify_auth_key=KEY, notify_auth_key_set=True)

        assert repr(config) == (
            f"Config({{'domain_name': '{DOMAIN}', 'exists': True, 'notify_url': '{URL}', 'notify_auth_key_set': True}})"
        )


class TestDiff:
    BARE: t.ClassVar[dict[str, t.Any]] = {"domain_name": DOMAIN, "exists": True, "notify_url": URL}

    def test_sides_that_are_not_there_are_empty(self) -> None:
        config = Config(DOMAIN, URL)

        assert record_notify.diff(Plan(ADD, None, config)) == {"before": {}, "after": self.BARE}
        assert record_notify.diff(Plan(DELETE, config, None)) == {"before": self.BARE, "after": {}}
        assert record_notify.diff(Plan(None, None, None)) == {"before": {}, "after": {}}

    @pytest.mark.parametrize(
        ("before", "after", "changes"),
        [
            (KEY, KEY, False),
            (KEY, KEY[::-1], True),
            (None, KEY, "unknown"),  # not shown: sent all the same
            (None, None, False),
            (KEY, None, False),
            ("1234567890123456", "001234567890123456", False),  # shown as a number, without the zeros in front
            ("1234567890123456", "1234567890123457", True),
            ("001234567890123456", "1234567890123456", True),
        ],
    )
    def test_tells_whether_the_key_changes(self, before: str | None, after: str | None, changes: bool | str) -> None:
        old, new = (Config(DOMAIN, URL, notify_auth_key=key, notify_auth_key_set=True) for key in (before, after))
        marker = {"notify_auth_key_changes": changes} if changes else {}

        assert record_notify.diff(Plan(UPDATE, old, new)) == {
            "before": {**self.BARE, "notify_auth_key_set": True},
            "after": {**self.BARE, "notify_auth_key_set": True, **marker},
        }
        assert "notify_auth_key_changes" not in record_notify.diff(Plan(None, old, new))["after"]
