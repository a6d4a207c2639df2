# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""What can go wrong. Everything below the runner raises one of these; none of them holds a secret."""

from __future__ import annotations

import typing as t


class TaskError(Exception):
    """Something that a person has to be told.

    ``done`` names the API operation that the service had accepted before things went wrong, so that a task that
    fails can still say what it changed.
    """

    done: str | None = None

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InputError(TaskError):
    """An option, or a source of credentials, that cannot be used. Raised before any call."""


class LiveError(TaskError):
    """A call that got no usable answer, or a refusal.

    ``code``, ``http_status``, ``request_id`` and ``recommend`` are what the service said, or None where it said
    nothing. ``throttled`` tells whether it was one call too many, ``can_repeat`` whether the same call may succeed
    later, ``may_have_happened`` whether a write may have been carried out although no answer said so.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        http_status: int | None = None,
        request_id: str | None = None,
        recommend: str | None = None,
        throttled: bool = False,
        can_repeat: bool = False,
        may_have_happened: bool = False,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.http_status = http_status
        self.request_id = request_id
        self.recommend = recommend
        self.throttled = throttled
        self.can_repeat = can_repeat
        self.may_have_happened = may_have_happened

    def details(self) -> dict[str, t.Any]:
        """The error as the modules return it."""
        return {
            "code": self.code,
            "message": self.message,
            "http_status": self.http_status,
            "request_id": self.request_id,
            "recommend": self.recommend,
        }
