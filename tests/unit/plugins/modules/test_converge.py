# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reaching the declared state, step by step: with a client whose pauses are noted instead of slept."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils import _arguments
from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient, Settings
from ansible_collections.apsaravideo.live.plugins.module_utils._converge import converge
from ansible_collections.apsaravideo.live.plugins.module_utils._credentials import Credentials
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError, TaskError
from ansible_collections.apsaravideo.live.plugins.module_utils._record_notify import Config, Desired

from emulator import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, Emulator, Fault, World

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"
OTHER_URL = "https://old.example.com/recordings"

ADD = "AddLiveRecordNotifyConfig"
UPDATE = "UpdateLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"


class Administrator(LiveClient):
    """A client beside which another administrator is at work: ``meddle`` is called before each call."""

    meddle: t.Callable[[str], None] = staticmethod(lambda _operation: None)

    def call(self, operation: str, *args: t.Any, **kwargs: t.Any) -> t.Any:
        self.meddle(operation)
        return super().call(operation, *args, **kwargs)


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def client(emulator: Emulator, pauses: list[float]) -> Administrator:
    settings = Settings(
        endpoint=_arguments.endpoint("endpoint", emulator.url),
        credentials=Credentials(EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, None, "options"),
        signature_method="ACS3-HMAC-SHA256",
        timeout=5,
        validate_certs=True,
        ca_path=None,
        rate_limit_share=1.0,
    )
    return Administrator(settings, sleep=pauses.append)


def desired(**wanted: t.Any) -> Desired:
    return Desired(Config(DOMAIN, **{"notify_url": URL, **wanted}), "present", "replace")


class TestReadingBack:
    def test_allows_for_readings_that_lag(self, emulator: Emulator, client: Administrator, pauses: list[float]) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)
        emulator.world = World(read_lag=2)

        outcome = converge(desired(), client, diff_mode=False)

        assert (outcome.changed, outcome.result["notify_url"]) == (True, URL)
        assert emulator.calls() == [DESCRIBE, UPDATE, DESCRIBE, DESCRIBE, DESCRIBE]
        assert [pause for pause in pauses if pause > 0.1] == [0.5, 1.0]

    def test_fails_naming_the_field_that_was_not_taken(self, emulator: Emulator, client: Administrator) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)
        emulator.world = World(read_lag=99)

        with pytest.raises(TaskError) as failure:
            converge(desired(), client, diff_mode=False)

        request_id = next(call.request_id for call in emulator.log if call.operation == UPDATE)
        assert failure.value.message == (
            f"{DOMAIN}: {UPDATE} was accepted (request id {request_id}), but the service shows something else: "
            f"notify_url was sent as '{URL}' and is '{OTHER_URL}'."
        )
        assert failure.value.done == UPDATE

    def test_names_the_manual_way_if_on_demand_url_can_not_be_cleared(
        self, emulator: Emulator, client: Administrator
    ) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL, OnDemandUrl=OTHER_URL)
        emulator.world = World(empty_on_demand_url="ignored")

        with pytest.raises(TaskError) as failure:
            converge(desired(on_demand_url=""), client, diff_mode=False)

        assert failure.value.message.endswith(
            f"on_demand_url was sent as '' and is '{OTHER_URL}'. To clear on_demand_url by hand, delete the config "
            "(state: absent) and add it again without on_demand_url."
        )
        assert emulator.config(DOMAIN) is not None

    def test_that_fails_still_tells_of_the_update(self, emulator: Emulator, client: Administrator) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)
        emulator.inject(Fault("reset", operation=DESCRIBE, after=1))

        with pytest.raises(LiveError) as failure:
            converge(desired(), client, diff_mode=False)

        assert failure.value.done == UPDATE
        assert failure.value.message.startswith(f"{UPDATE} was accepted, but reading it back failed. {DESCRIBE} for")

    def test_tells_if_the_config_is_gone(self, emulator: Emulator, client: Administrator) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)
        seen: list[str] = []

        def meddle(operation: str) -> None:
            seen.append(operation)
            if len(seen) == 3:
                emulator.remove_config(DOMAIN)

        client.meddle = meddle
        with pytest.raises(TaskError, match=r"but the service shows something else: the config is gone\."):
            converge(desired(), client, diff_mode=False)


class TestRaces:
    def test_a_config_that_appears_is_compared_and_updated(self, emulator: Emulator, client: Administrator) -> None:
        def meddle(operation: str) -> None:
            if operation == ADD:
                emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)

        client.meddle = meddle
        outcome = converge(desired(), client, diff_mode=False)

        assert (outcome.changed, outcome.operation) == (True, UPDATE)
        assert outcome.diff["before"]["notify_url"] == OTHER_URL
        assert emulator.field(DOMAIN, "NotifyUrl") == URL

    def test_a_config_that_vanishes_is_added(self, emulator: Emulator, client: Administrator) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)

        def meddle(operation: str) -> None:
            if operation == UPDATE:
                emulator.remove_config(DOMAIN)

        client.meddle = meddle
        outcome = converge(desired(), client, diff_mode=False)

        assert (outcome.changed, outcome.operation) == (True, ADD)
        assert emulator.field(DOMAIN, "NotifyUrl") == URL

    def test_a_config_that_appears_and_is_right_is_no_change(self, emulator: Emulator, client: Administrator) -> None:
        def meddle(operation: str) -> None:
            if operation == ADD:
                emulator.set_config(DOMAIN, NotifyUrl=URL)

        client.meddle = meddle
        outcome = converge(desired(), client, diff_mode=False)

        assert (outcome.changed, outcome.operation) == (False, None)

    def test_a_config_that_keeps_coming_and_going_ends_in_an_error(
        self, emulator: Emulator, client: Administrator, pauses: list[float]
    ) -> None:
        def meddle(operation: str) -> None:
            if operation == DESCRIBE:
                emulator.remove_config(DOMAIN)
            else:
                emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)

        client.meddle = meddle
        with pytest.raises(TaskError) as failure:
            converge(desired(), client, diff_mode=False)

        assert failure.value.message == (
            f"{DOMAIN}: the config was there for one call and not for the next, 4 times. Either something else "
            f"manages it "
            "as well, or what the service shows lags behind. Run the task again; the task itself changed nothing."
        )
        assert emulator.calls() == [DESCRIBE, ADD] * 4
        assert [pause for pause in pauses if pause > 0.1] == [0.5, 1.0, 2.0]


class TestReadingsThatLag:
    """The service may show for a while what was there before a change."""

    @pytest.fixture(autouse=True)
    def _world(self, emulator: Emulator) -> None:
        emulator.world = World(read_lag=3)

    def test_after_a_deletion(self, emulator: Emulator, client: Administrator) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=OTHER_URL)
        converge(Desired(Config(DOMAIN), "absent", "keep"), client, diff_mode=False)

        outcome = converge(desired(), client, diff_mode=False)

        assert (outcome.changed, outcome.operation) == (True, ADD)
        assert emulator.field(DOMAIN, "NotifyUrl") == URL

    def test_after_an_addition(self, emulator: Emulator, client: Administrator) -> None:
        converge(desired(notify_url=OTHER_URL)._replace(on_existing="keep"), client, diff_mode=False)

        outcome = converge(desired(), client, diff_mode=False)

        assert (outcome.changed, outcome.operation) == (True, UPDATE)
        assert emulator.field(DOMAIN, "NotifyUrl") == URL
