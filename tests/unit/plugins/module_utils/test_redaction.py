# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts of strangers: no secret survives in them, no echo of a request, no control characters."""

from __future__ import annotations

import html
import os
from urllib.parse import quote, unquote

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._redaction import MASK, redact
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

OURS = settings(max_examples=300, deadline=None, derandomize="CI" in os.environ)

SECRET = "aB+/=%\"&<>'9z~"
ONCE = quote(SECRET, safe="~")
TWICE = quote(ONCE, safe="~")


class TestForms:
    @pytest.mark.parametrize(
        "form",
        [
            pytest.param(SECRET, id="raw"),
            pytest.param(ONCE, id="encoded once"),
            pytest.param(TWICE, id="encoded twice"),
            pytest.param(quote(TWICE, safe="~"), id="encoded three times"),
            pytest.param(ONCE.lower(), id="encoded once, in lower case"),
            pytest.param(TWICE.lower(), id="encoded twice, in lower case"),
            pytest.param(quote(SECRET, safe="+"), id="all but plus"),
            pytest.param(quote(SECRET, safe="/="), id="only plus and percent"),
            pytest.param(SECRET.replace("+", "%252B"), id="one of them twice"),
            pytest.param(SECRET.replace("~", "%7e"), id="encoded without need"),
            pytest.param(html.escape(SECRET), id="for HTML"),
            pytest.param(html.escape(SECRET, quote=False), id="for HTML, without quotes"),
            pytest.param(html.escape(SECRET).replace("&quot;", "&#34;").replace("/", "&#47;"), id="for HTML, numbers"),
            pytest.param(html.escape(SECRET).replace("&#x27;", "&#039;"), id="for HTML, as PHP does it"),
            pytest.param(SECRET.swapcase(), id="in the other case"),
        ],
    )  # fmt: skip
    def test_is_masked(self, form: str) -> None:
        assert redact(f"bad key {form}, again {form}{form}.", [SECRET]) == "bad key ***, again ******."

    def test_each_secret_is_masked_the_longest_first(self) -> None:
        assert redact("abcdef-abc-xyz", ["abc", "abcdef", "xyz"]) == "***-***-***"
        assert redact("abcdef-abc-xyz", iter(["xyz", "abcdef", "abc"])) == "***-***-***"

    @pytest.mark.parametrize("secrets", [(), ("",), ("", "nowhere")])
    def test_without_a_secret_nothing_is_masked(self, secrets: tuple[str, ...]) -> None:
        assert redact("Config does not exist.", secrets) == "Config does not exist."

    def test_what_means_something_in_a_pattern_is_taken_as_it_is(self) -> None:
        assert redact("a.c abc a.c*", ["a.c"]) == "*** abc ****"
        assert redact("x(y[z", ["(y["]) == "x***z"
        assert redact("\\1 \\g<0>", ["\\1"]) == "*** \\g<0>"


class TestEcho:
    @pytest.mark.parametrize(
        "echo",
        [
            "string to sign is:POST&%2F&x",
            "server string to sign is:POST&%2F&x",
            "server StringToSign is [ACS3-HMAC-SHA256 x] server CanonicalRequest is [x]",
            "StringToSign: x",
            "STRING TO SIGN x",
            "String\nTo\tSign x",
            "server CanonicalRequest is [x] and more",
            "canonical request: x",
        ],
    )
    def test_is_cut(self, echo: str) -> None:
        assert redact(f"Signature does not match. {echo}", []) == "Signature does not match."
        assert redact(echo, []) == ""

    def test_what_only_looks_like_one_is_kept(self) -> None:
        assert redact("The server has a string to send.", []) == "The server has a string to send."


class TestShape:
    def test_is_one_line(self) -> None:
        assert redact(" a\r\nb\tc\x00d\x1b[31me\u2028f\u200bg\ud800h  i ", []) == "a b c d [31me f g h i"

    def test_other_scripts_are_kept(self) -> None:
        assert redact("配置不存在。 é", []) == "配置不存在。 é"

    @pytest.mark.parametrize(
        ("length", "expected"), [(500, "x" * 500), (501, "x" * 500 + "..."), (9999, "x" * 500 + "...")]
    )
    def test_is_short(self, length: int, expected: str) -> None:
        assert redact("x" * length, []) == expected

    def test_a_secret_is_masked_before_the_text_is_cut(self) -> None:
        assert redact("x" * 495 + "S3cretCanary", ["S3cretCanary"]) == "x" * 495 + MASK

    @OURS
    @given(st.text(), st.lists(st.text(), max_size=3))
    def test_any_text_is_made_fit(self, text: str, secrets: list[str]) -> None:
        shown = redact(text, secrets)

        assert shown.isprintable()
        assert len(shown) <= 503
        assert shown == shown.strip()
        assert "  " not in shown


SPECIAL = st.text("abcXYZ0189+/=%\"&<>'-_.~", min_size=8, max_size=40)
ENCODINGS = st.lists(st.integers(0, 3), min_size=40, max_size=40)


def written(secret: str, depths: list[int], *, lower: bool) -> str:
    """A secret, each character percent-encoded so many times."""
    forms = []
    for character, depth in zip(secret, depths):
        plain = depth == 0 or (character.isascii() and character.isalnum())
        form = character if plain else f"%{'25' * (depth - 1)}{ord(character):02X}"
        forms.append(form.lower() if lower and not plain else form)
    return "".join(forms)


def decoded(text: str) -> set[str]:
    """A text, and all that it becomes when it is decoded, again and again."""
    seen = {text}
    for _step in range(4):
        seen |= {step(known) for known in seen for step in (unquote, html.unescape)}
    return seen


@OURS
@given(secret=SPECIAL, depths=ENCODINGS, lower=st.booleans(), before=st.text(max_size=30), after=st.text(max_size=30))
@example(secret="%%%%%%%%%", depths=[0, 1, 2, 3] * 10, lower=False, before="%", after="25")
@example(secret="+2525+25", depths=[1] * 40, lower=True, before="%25", after="")
def test_no_secret_survives_percent_encoding(
    secret: str, depths: list[int], lower: bool, before: str, after: str
) -> None:
    assume(not any(secret in text for text in (MASK, *decoded(before), *decoded(after))))

    shown = redact(f"{before}{written(secret, depths, lower=lower)}{after}", [secret])

    assert not any(secret in text for text in decoded(shown))


@OURS
@given(secret=SPECIAL, quotes=st.booleans(), before=st.text(max_size=30), after=st.text(max_size=30))
def test_no_secret_survives_in_html(secret: str, quotes: bool, before: str, after: str) -> None:
    shown = redact(f"{before}{html.escape(secret, quote=quotes)}{after}", [secret])

    assert secret not in shown
    assert html.escape(secret, quote=quotes) not in shown


@OURS
@given(secrets=st.lists(SPECIAL, min_size=2, max_size=4), depths=ENCODINGS, between=st.text(max_size=9))
def test_none_of_several_secrets_survives(secrets: list[str], depths: list[int], between: str) -> None:
    text = between.join(written(secret, depths, lower=False) for secret in secrets)

    shown = redact(text, secrets)

    for secret in secrets:
        assert secret not in shown
        assert quote(secret, safe="~") not in shown
