# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The published calls per second, over any sliding second."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from emulator.limits import CALLS_PER_SECOND, NONCE_SECONDS, Nonces, RateWindows
from emulator_proof.callers import DELETE, DOMAIN, DOMAINS, Caller

if TYPE_CHECKING:
    from emulator import Emulator

PUBLISHED = [30, 30, 30, 50, 100, 100]


def test_the_limits_are_the_published_ones() -> None:
    assert list(CALLS_PER_SECOND.values()) == PUBLISHED


@pytest.mark.parametrize("operation", CALLS_PER_SECOND)
def test_the_second_slides(operation: str) -> None:
    limit = CALLS_PER_SECOND[operation]
    windows = RateWindows()
    # All in the last tenth of one second: the next ones must wait for the end of the sliding second, not for 11.0.
    assert all(windows.admit(operation, 10.9 + number * 0.0005) for number in range(limit))
    assert not windows.admit(operation, 11.0)
    assert not windows.admit(operation, 11.8999)
    assert windows.admit(operation, 11.9)
    assert not windows.admit(operation, 11.9)


def test_an_even_pace_at_the_limit_passes() -> None:
    windows = RateWindows()
    assert all(windows.admit(DELETE, number / 30 + number * 1e-9) for number in range(300))


def test_refused_calls_do_not_count() -> None:
    windows = RateWindows()
    admitted = [windows.admit(DELETE, number / 100) for number in range(300)]
    assert sum(admitted[:100]) == sum(admitted[100:200]) == sum(admitted[200:]) == 30


def test_nonces_are_remembered_for_15_minutes() -> None:
    nonces = Nonces()
    assert nonces.use("a", 1000.0)
    assert nonces.use("b", 1000.0)
    assert not nonces.use("a", 1000.0 + NONCE_SECONDS - 1)
    assert nonces.use("a", 1000.0 + NONCE_SECONDS)


@pytest.mark.parametrize(
    ("code", "status", "hint"),
    [("Throttling.User", 400, None), ("Throttling.Api", 429, 250), ("Throttling", 503, 0)],
)
def test_a_call_over_the_limit(emulator: Emulator, v3: Caller, code: str, status: int, hint: int | None) -> None:
    emulator.world.throttle_code = code
    emulator.world.throttle_status = status
    emulator.world.throttle_hint_ms = hint
    start = time.monotonic()
    answers = [v3(DELETE, DomainName=DOMAIN) for _number in range(31)]
    assert time.monotonic() - start < 1.0, "this machine is too slow to go over the limit"
    assert [answer.code for answer in answers] == ["InvalidConfig.NotFound"] * 30 + [code]
    assert answers[-1].status == status
    assert answers[-1].headers.get("x-acs-retry-after") == (None if hint is None else str(hint))
    # Other operations have windows of their own, and the throttled call is in the log.
    assert v3(DOMAINS).status == 200
    assert [call.code for call in emulator.log[-2:]] == [code, None]
    time.sleep(max(0.0, start + 1.1 - time.monotonic()))
    assert v3(DELETE, DomainName=DOMAIN).code == "InvalidConfig.NotFound"


def test_reset_empties_the_windows(emulator: Emulator, v3: Caller) -> None:
    for _number in range(31):
        v3(DELETE, DomainName=DOMAIN)
    emulator.reset()
    assert v3(DELETE, DomainName=DOMAIN).code == "InvalidDomain.NotFound"
    assert emulator.calls() == [DELETE]
