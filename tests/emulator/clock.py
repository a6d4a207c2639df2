# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API's way to write times: UTC, ``YYYY-MM-DDTHH:MM:SSZ``."""

from __future__ import annotations

import re
from datetime import datetime, timezone

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def parse_utc(text: str) -> float | None:
    """Read a time as seconds since the epoch; None for anything that is not exactly of the form."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.strptime(text, _FORMAT).replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None


def format_utc(seconds: float) -> str:
    """Write seconds since the epoch, cut to whole ones."""
    return datetime.fromtimestamp(seconds, tz=timezone.utc).strftime(_FORMAT)
