# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The published calls per second and the memory of nonces.

Limits: https://www.alibabacloud.com/help/en/doc-detail/343507.htm. They hold per account, for all its users together;
the emulator is one account.
"""

from __future__ import annotations

from collections import deque

CALLS_PER_SECOND = {
    "AddLiveRecordNotifyConfig": 30,
    "UpdateLiveRecordNotifyConfig": 30,
    "DeleteLiveRecordNotifyConfig": 30,
    "DescribeLiveRecordNotifyConfig": 50,
    "DescribeLiveRecordNotifyRecords": 100,
    "DescribeLiveUserDomains": 100,
}
NONCE_SECONDS = 15 * 60


class RateWindows:
    """Counts the calls let through per operation, over any sliding second."""

    def __init__(self) -> None:
        self._admitted: dict[str, deque[float]] = {operation: deque() for operation in CALLS_PER_SECOND}

    def admit(self, operation: str, now: float) -> bool:
        """Let a call through, or not.

        A call that is not let through does not count: the next one has its place.

        :param now: seconds of a clock that never goes back.
        """
        window = self._admitted[operation]
        while window and now - window[0] >= 1.0:
            window.popleft()
        if len(window) >= CALLS_PER_SECOND[operation]:
            return False
        window.append(now)
        return True


class Nonces:
    """Remembers each signature nonce for 15 minutes (https://developer.aliyun.com/ask/278265, SignatureNonceUsed)."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}

    def use(self, nonce: str, now: float) -> bool:
        """Use up a nonce; False when it was used in the last 15 minutes.

        :param now: seconds since the epoch, by the emulator's clock.
        """
        last = self._seen.get(nonce)
        if last is not None and now - last < NONCE_SECONDS:
            return False
        self._seen[nonce] = now
        return True
