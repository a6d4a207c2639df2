# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that are easily recognised, and the search for them in all forms in which a text may be written."""

from __future__ import annotations

import base64
import functools
import html
import json
import typing as t
from urllib.parse import quote

if t.TYPE_CHECKING:
    from pathlib import Path

# What an access key can have in it, with all that is written in another way somewhere.
CANARIES = {
    "secret": 'Qa1+Sec/ret=%2B"&<Ws',
    "token": "Qa2+Tok/en==%2F\"'>Ws",
    "secret_of_the_environment": 'Qa3+Env/sec=%25"Ws',
    "token_of_the_environment": 'Qa4+Env/tok=%3D"Ws',
    "wrong_secret": 'Qa5+Wro/ng==%41"Ws',
    "wrong_token": 'Qa6+Wro/tok=%5A"Ws',
    "broken_secret": "Qa7+Bro/ken=%09 Ws",
    "callback_key": "Qa8CallbackKeyGivenWs",
    "old_key": "Qa9CallbackKeyInServiceWs",
    "older_key": "Qa0CallbackKeyNeverGivenWs",
    "broken_key": 'QaB+Bro/kenKey=%"Ws',
    # Of the ids, the last four characters may be shown.
    "id": "LTAI5tOptionsCanary",
    "id_of_the_environment": "LTAI5tEnvironmentCanary",
}
SHOWN_OF_IDS = 4


@functools.cache
def forms(secret: str) -> frozenset[bytes]:
    """All ways in which a text may be written somewhere."""
    written = {secret, secret[:10]}  # or only its beginning, if a text was cut before it was searched for secrets
    for safe in ("", "/", "+/=", "~"):
        once = quote(secret, safe=safe)
        for text in (once, once.replace("%", "%25"), quote(once, safe="")):
            written |= {text, in_small_letters(text)}
    written |= {html.escape(text, quote=with_quotes) for text in (secret,) for with_quotes in (True, False)}
    for text in list(written):
        in_json = json.dumps(text)[1:-1]
        written |= {in_json, json.dumps(in_json)[1:-1], in_json.replace("/", "\\/"), repr(text)[1:-1]}
    encoded = {text.encode() for text in written}
    for altchars in (b"+/", b"-_"):
        for offset in range(3):
            # Without the characters at both ends, which depend on what stands beside the text.
            whole = base64.b64encode(b"\0" * offset + secret.encode(), altchars)
            encoded.add(whole[-(-offset * 8 // 6) : (offset + len(secret.encode())) * 8 // 6])
    return frozenset(encoded | {secret.encode().hex().encode(), secret.encode("utf-16-le")})


def in_small_letters(text: str) -> str:
    """The same percent-encoding with small letters."""
    parts = text.split("%")
    return "%".join([parts[0], *(part[:2].lower() + part[2:] for part in parts[1:])])


def leaks(places: t.Mapping[str, bytes]) -> list[str]:
    """Which canary stands in which place, and in which form."""
    found = []
    for name, canary in CANARIES.items():
        secret = canary[:-SHOWN_OF_IDS] if name.startswith("id") else canary
        for form in sorted(forms(secret)):
            found += [f"{name} as {form!r} in {place}" for place, content in places.items() if form in content]
    return found


def contents(*folders: Path) -> dict[str, bytes]:
    """All files below the folders, and their names."""
    files = [path for folder in folders for path in sorted(folder.rglob("*"))]
    names = {"names of files": "\n".join(map(str, files)).encode()}
    return {**names, **{str(path): path.read_bytes() for path in files if path.is_file()}}
