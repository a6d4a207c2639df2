# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any text at all, given to any check, is taken or refused; nothing else comes of it."""

from __future__ import annotations

import os
import re
import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils import _arguments as arguments
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError
from hypothesis import example, given, settings
from hypothesis import strategies as st

OURS = settings(max_examples=200, deadline=None, derandomize="CI" in os.environ)

# What means something in a name or a URL, what looks as if it did, and what can't even be written in UTF-8.
PIECES = (
    "http:// https:// :// / // . .. : :443 :99999 @ ? # % %41 [ ] [::1] 127.0.0.1 localhost xn-- - _ * \\ com 0 & = +"
    " \ud800 \udcff \x00 \n \t \u200b \u3002 \uff0e \uff11 \u2100 \u00df \u0130 录 é ü example"
)
ANY_TEXT = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES.split(" ")), max_size=10).map("".join),
    st.text(st.characters(max_codepoint=0xFFF)),
)
URL_LIKE = st.builds("{}{}".format, st.sampled_from(["http://", "https://"]), ANY_TEXT)
NAME_LIKE = st.lists(st.text(st.characters(categories=["L", "N", "M", "Pd"]), max_size=8), max_size=5).map(".".join)

CHECKS: tuple[t.Callable[[str, str], object], ...] = (
    arguments.domain_name,
    arguments.callback_url,
    arguments.auth_key,
    arguments.endpoint,
)
CHECK = pytest.mark.parametrize("check", CHECKS)


@CHECK
@OURS
@given(text=st.one_of(ANY_TEXT, URL_LIKE, NAME_LIKE))
def test_any_text_is_taken_or_refused(check: t.Callable[[str, str], object], text: str) -> None:
    message = _message(check, text)

    assert message is None or message.startswith("some_option: ")
    assert message is None or not {"\n", "\t", "\x00", "\ud800"} & set(message)  # quoted, if given


@OURS
@given(number=st.floats())
@pytest.mark.parametrize("check", [arguments.timeout, arguments.rate_limit_share])
def test_any_number_is_taken_or_refused(check: t.Callable[[str, float], float], number: float) -> None:
    allowed = 0 < number <= 3600 if check is arguments.timeout else 0.001 <= number <= 1
    if allowed:
        assert check("some_option", number) == number
    else:
        with pytest.raises(InputError, match=r"\Asome_option: must be "):
            check("some_option", number)


@OURS
@given(text=st.one_of(ANY_TEXT, URL_LIKE))
def test_any_text_is_a_private_host_or_not(text: str) -> None:
    assert arguments.is_private_host(text) in (True, False)
    assert not (arguments.is_loopback(text) and not arguments.is_private_host(text))


@OURS
@given(text=st.one_of(ANY_TEXT, NAME_LIKE))
@example(text="münchen")
@example(text="a.\uff11\uff12")
@example(text=".".join(["ü"] * 60))
@example(text="\u0130.com")
def test_the_suggested_name_is_taken(text: str) -> None:
    suggestion = _suggestion(arguments.domain_name, text)
    if suggestion is not None:
        assert arguments.domain_name("domain_name", suggestion) == suggestion


@OURS
@given(text=st.one_of(URL_LIKE, NAME_LIKE.map("https://{}/".format)))
@example(text="https://t/ü")
@example(text="https://ü:99999/")
@example(text="https://[::1/ü")
@example(text="https://[::]ü")
@example(text="https://a:b:c/ü")
def test_the_suggested_url_is_taken(text: str) -> None:
    suggestion = _suggestion(arguments.callback_url, text)
    if suggestion is not None:
        assert isinstance(arguments.callback_url("notify_url", suggestion), list)


@OURS
@given(
    host=st.sampled_from(["t", "http", "s", "cb.example.com", "münchen.example.com"]),
    path=st.text(st.characters(min_codepoint=33, exclude_categories=["Cc", "Cs", "Z"])),
)
def test_the_suggested_url_has_the_same_host_and_path(host: str, path: str) -> None:
    text = f"https://{host}/{path}é"

    suggestion = _suggestion(arguments.callback_url, text)

    assert suggestion is not None
    ascii_host = host.replace("münchen", "xn--mnchen-3ya")
    assert suggestion.startswith(f"https://{ascii_host}/")
    # Only what is not ASCII is encoded, and what may not stand in a URL.
    kept = re.sub('[^!-~]|["<>\\\\^`{|}]', lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), path)
    assert suggestion == f"https://{ascii_host}/{kept}%C3%A9"


def _message(check: t.Callable[[str, str], object], text: str) -> str | None:
    """The message of the error for a text, if it is refused."""
    try:
        check("some_option", text)
    except InputError as error:
        return error.message
    return None


def _suggestion(check: t.Callable[[str, str], object], text: str) -> str | None:
    """What a check tells to write instead, if it does."""
    found = re.search(r" has characters beyond ASCII\. Write (\S+) instead\.\Z", _message(check, text) or "")
    return found[1] if found else None
