# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access keys and their tokens, and what a claim must hold to be believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from emulator.clock import parse_utc
from emulator.replies import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from emulator.signatures import Claim

CLOCK_SECONDS = 15 * 60


@dataclass(frozen=True)
class Key:
    """An access key.

    :ivar security_token: the token of a temporary key; None for a lasting one.
    :ivar denied: the operations that RAM refuses to this key.
    """

    access_key_id: str
    access_key_secret: str
    security_token: str | None = None
    token_expired: bool = False
    denied: frozenset[str] = field(default_factory=frozenset)


class Keyring:
    """All access keys that the emulator knows."""

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self._keys = {key.access_key_id: key for key in keys}

    def add(self, key: Key) -> None:
        """Add a key, or put it in the place of the one with the same id."""
        self._keys[key.access_key_id] = key

    def check(self, claim: Claim, now: float) -> Key:
        """Return the key that has signed, when time, key, token and signature are right.

        :param now: seconds since the epoch.
        :raises ApiError: InvalidTimeStamp.Format, InvalidTimeStamp.Expired, InvalidAccessKeyId.NotFound,
            MissingSecurityToken, InvalidSecurityToken.* or SignatureDoesNotMatch
            (https://developer.aliyun.com/ask/278265).
        """
        _check_time(claim.date, now)
        key = self._keys.get(claim.access_key_id)
        if key is None:
            raise ApiError("InvalidAccessKeyId.NotFound", 404, "Specified access key is not found.")
        self._check_token(key, claim.security_token)
        claim.check(key.access_key_secret)
        return key

    def _check_token(self, key: Key, token: str | None) -> None:
        """Check the token; the statuses of these codes are not documented, 400 is a guess."""
        if key.security_token is None and token is None:
            return
        if not token:
            raise ApiError("MissingSecurityToken", 400, "SecurityToken is mandatory for this action.")
        if token != key.security_token:
            if any(token == other.security_token for other in self._keys.values()):
                code = "InvalidSecurityToken.MismatchWithAccessKey"
                raise ApiError(code, 400, "Specified SecurityToken mismatch with the AccessKey.")
            raise ApiError("InvalidSecurityToken.Malformed", 400, "Specified SecurityToken is malformed.")
        if key.token_expired:
            raise ApiError("InvalidSecurityToken.Expired", 400, "Specified SecurityToken is expired.")


def _check_time(date: str, now: float) -> None:
    """Check the request's own time.

    :raises ApiError: InvalidTimeStamp.Format or InvalidTimeStamp.Expired.
    """
    sent = parse_utc(date)
    if sent is None:
        message = "Specified time stamp or date value is not well formatted."
        raise ApiError("InvalidTimeStamp.Format", 400, message)
    if abs(now - sent) > CLOCK_SECONDS:
        raise ApiError("InvalidTimeStamp.Expired", 400, "Specified time stamp or date value is expired.")
