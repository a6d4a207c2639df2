# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""Evenly spaced calls below the limits that the service publishes."""

from __future__ import annotations

import threading
import typing as t

# Calls per second of one account, all its users together.
# Source: the pages of the operations, and https://www.alibabacloud.com/help/en/doc-detail/343507.htm
CALLS_PER_SECOND = {
    "AddLiveRecordNotifyConfig": 30,
    "UpdateLiveRecordNotifyConfig": 30,
    "DeleteLiveRecordNotifyConfig": 30,
    "DescribeLiveRecordNotifyConfig": 50,
    "DescribeLiveUserDomains": 100,
}

# The service counts any sliding second by its own clock: a little below the limit, so that jitter does no harm.
_MARGIN = 0.965


class Pacer:
    """Gives out turns, evenly spaced, to any number of threads. Times are seconds of the given monotonic clock."""

    def __init__(self, calls_per_second: float, clock: t.Callable[[], float], sleep: t.Callable[[float], None]) -> None:
        self._interval = 1 / (calls_per_second * _MARGIN)
        self._clock = clock
        self._sleep = sleep
        self._next = clock()
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Wait for the next turn, and return the seconds waited. Time that nobody used is not saved up."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._interval
        if turn > now:
            self._sleep(turn - now)
        return turn - now
