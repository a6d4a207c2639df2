# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pace of calls: evenly spaced, below the limits, for any number of threads."""

from __future__ import annotations

import os
import threading

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._pacing import CALLS_PER_SECOND, Pacer
from hypothesis import given, settings
from hypothesis import strategies as st

OURS = settings(max_examples=200, deadline=None, derandomize="CI" in os.environ)


class Time:
    """A clock that stands still but for sleep."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_the_published_limits() -> None:
    assert CALLS_PER_SECOND == {
        "AddLiveRecordNotifyConfig": 30,
        "UpdateLiveRecordNotifyConfig": 30,
        "DeleteLiveRecordNotifyConfig": 30,
        "DescribeLiveRecordNotifyConfig": 50,
        "DescribeLiveUserDomains": 100,
    }


def test_the_first_call_does_not_wait() -> None:
    time = Time()

    assert Pacer(30, time.clock, time.sleep).wait() == 0
    assert time.slept == []


@pytest.mark.parametrize("limit", [0.5, 1, 30, 50, 100])
def test_calls_are_evenly_spaced_and_a_little_below_the_limit(limit: float) -> None:
    time = Time()
    pacer = Pacer(limit, time.clock, time.sleep)

    waits = [pacer.wait() for _call in range(20)]

    assert waits[0] == 0
    assert waits[1:] == time.slept
    assert waits[1:] == pytest.approx([waits[1]] * 19)
    assert 1 / limit * 1.01 < waits[1] < 1 / limit * 1.05


def test_only_what_is_left_of_the_interval_is_waited() -> None:
    time = Time()
    pacer = Pacer(1 / 0.965, time.clock, time.sleep)  # one call per second, the margin counted out

    pacer.wait()
    time.now += 0.75

    assert pacer.wait() == pytest.approx(0.25)


def test_time_that_nobody_used_is_not_saved_up() -> None:
    time = Time()
    pacer = Pacer(10, time.clock, time.sleep)
    pacer.wait()
    time.now += 3600

    waits = [pacer.wait() for _call in range(5)]

    assert waits[0] == 0
    assert min(waits[1:]) > 0.1


def test_each_pacer_has_its_own_pace() -> None:
    time = Time()
    one, other = (Pacer(10, time.clock, time.sleep) for _pacer in range(2))

    assert (one.wait(), other.wait()) == (0, 0)


@OURS
@given(limit=st.integers(1, 100), pauses=st.lists(st.floats(0, 0.3) | st.just(0.0), min_size=2, max_size=250))
def test_no_sliding_second_has_more_calls_than_the_limit(limit: int, pauses: list[float]) -> None:
    time = Time()
    pacer = Pacer(limit, time.clock, time.sleep)
    turns = []
    for pause in pauses:
        time.now += pause
        pacer.wait()
        turns.append(time.now)

    # One call more than the limit spans more than a second, wherever they begin.
    assert all(last - first > 1 for first, last in zip(turns, turns[limit:]))


def test_threads_get_turns_of_their_own() -> None:
    begin = threading.Barrier(16)
    waits: list[float] = []
    pacer = Pacer(100, lambda: 1000.0, lambda _seconds: None)

    def work() -> None:
        begin.wait()
        for _call in range(25):
            waits.append(pacer.wait())  # noqa: PERF401  # each as it comes

    threads = [threading.Thread(target=work) for _thread in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    turns = sorted(waits)
    assert len(turns) == 16 * 25
    assert [later - earlier for earlier, later in zip(turns, turns[1:])] == pytest.approx([1 / 96.5] * 399)


def test_a_thread_that_waits_holds_up_no_other() -> None:
    asleep, wake = threading.Event(), threading.Event()
    waits: list[float] = []

    def sleep(_seconds: float) -> None:
        asleep.set()
        wake.wait(10)

    pacer = Pacer(1, lambda: 1000.0, sleep)
    pacer.wait()
    sleeper = threading.Thread(target=pacer.wait, daemon=True)
    sleeper.start()
    assert asleep.wait(10)

    other = threading.Thread(target=lambda: waits.append(pacer.wait()), daemon=True)
    asleep.clear()
    other.start()
    got_its_turn = asleep.wait(10)  # while the first one still sleeps
    wake.set()
    sleeper.join(10)
    other.join(10)

    assert got_its_turn
    assert waits == pytest.approx([2 / 0.965])
