# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""Texts of strangers, made fit to be shown: without secrets, without control characters, and short."""

from __future__ import annotations

import re
import typing as t

MASK = "***"
_LONGEST = 500

# From here on a refusal repeats our own request, the callback key included.
_ECHO = r"(server\s+)?(string\s*to\s*sign|canonical\s*request)"

_HTML = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&(?:quot|#34|#x22);",
    "'": "&(?:apos|#0*39|#x0*27);",
    "/": "&#(?:47|x2f);",
}


def redact(text: str, secrets: t.Iterable[str]) -> str:
    """Return ``text`` in one line, cut where it echoes what was signed, with every secret masked.

    A secret is found raw, percent-encoded once or twice, and escaped for HTML, also when only some of its
    characters are encoded.
    """
    text = re.split(_ECHO, text, maxsplit=1, flags=re.IGNORECASE)[0]
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = re.sub("".join(map(_forms, secret)), MASK, text, flags=re.IGNORECASE)
    text = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _forms(character: str) -> str:
    """A pattern for all ways to write one character."""
    if character.isalnum():
        return character
    forms = [re.escape(character), f"%(?:25)*{ord(character):02x}"]
    return f"(?:{'|'.join([*forms, _HTML[character]] if character in _HTML else forms)})"
