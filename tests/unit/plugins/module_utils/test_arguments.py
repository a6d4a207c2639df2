# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What options may hold, and what is said of what they may not: names and URLs."""

from __future__ import annotations

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils import _arguments as arguments
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError

ALONE = "Write the name alone, such as live.example.com."
NO_NAME = (
    "is not a domain name: it takes two or more labels of letters, digits and inner hyphens, with dots in between, "
    "such as live.example.com."
)


class TestDomainName:
    @pytest.mark.parametrize(
        ("value", "name"),
        [
            ("live.example.com", "live.example.com"),
            ("LIVE.Example.COM", "live.example.com"),
            ("a.b", "a.b"),
            ("1.example", "1.example"),
            ("a-b--c.example.com", "a-b--c.example.com"),
            ("xn--fiqs8s.xn--tda.com", "xn--fiqs8s.xn--tda.com"),
            ("a" * 63 + ".com", "a" * 63 + ".com"),
            (".".join(["a" * 63] * 3 + ["b" * 61]), ".".join(["a" * 63] * 3 + ["b" * 61])),  # 253 characters
        ],
    )
    def test_takes_a_name(self, value: str, name: str) -> None:
        assert arguments.domain_name("domain_name", value) == name

    @pytest.mark.parametrize(
        ("value", "problem"),
        [
            ("", "is empty"),
            (" ", "has white space or control characters"),
            (" live.example.com", "has white space or control characters"),
            ("live.example.com\n", "has white space or control characters"),
            ("live.example.com\x00", "has white space or control characters"),
            ("live\x85.example.com", "has white space or control characters"),
            ("live\u3000.example.com", "has white space or control characters"),
            ("https://live.example.com", "has a scheme"),
            ("rtmp://live.example.com/app", "has a scheme"),
            ("live.example.com/app", "has a path"),
            ("//live.example.com", "has a path"),
            ("*.example.com", "is a wildcard; the service keeps one config for each domain"),
            ("my_live.example.com", "has an underscore"),
            ("live.example.com:443", "has a port"),
            ("live.example.com.", "ends with a dot"),
            (".", "ends with a dot"),
        ],
    )
    def test_tells_what_is_too_much(self, value: str, problem: str) -> None:
        assert _refusal("domain_name", value) == f"domain_name: {value!r} {problem}. {ALONE}"

    @pytest.mark.parametrize(
        "value",
        [
            "example",
            "localhost",
            "live..example.com",
            ".example.com",
            "-live.example.com",
            "live-.example.com",
            "live.-.com",
            "192.0.2.1",
            "live.example.1",
            "live,example.com",
            "live.example.com?x",
            "user@example.com",
            "{{live}}.example.com",
            "a" * 64 + ".com",
            ".".join(["a" * 63] * 3 + ["b" * 62]),  # 254 characters
        ],
    )
    def test_refuses_what_is_no_name(self, value: str) -> None:
        assert _refusal("domain_name", value) == f"domain_name: {value!r} {NO_NAME}"

    @pytest.mark.parametrize(
        ("value", "instead"),
        [
            ("münchen.example.com", "xn--mnchen-3ya.example.com"),
            ("MÜNCHEN.example.com", "xn--mnchen-3ya.example.com"),
            ("直播.例子.中国", "xn--z6ut02b.xn--fsqu00a.xn--fiqs8s"),
            ("直播。example。com", "xn--z6ut02b.example.com"),  # with ideographic full stops
            ("ｌｉｖｅ．example．com", "live.example.com"),  # in full width
        ],
    )
    def test_tells_the_ascii_form(self, value: str, instead: str) -> None:
        message = _refusal("domain_name", value)

        assert message == f"domain_name: {value!r} has characters beyond ASCII. Write {instead} instead."
        assert arguments.domain_name("domain_name", instead) == instead

    @pytest.mark.parametrize(
        "value", ["ü..com", "ü" * 64 + ".com", "ü?.com", "münchen", "live.\uff11\uff12", ".".join(["ü"] * 60)]
    )
    def test_tells_no_ascii_form_where_there_is_none_to_take(self, value: str) -> None:
        message = _refusal("domain_name", value)

        assert message == f"domain_name: {value!r} has characters beyond ASCII. Write it in ASCII."

    def test_names_the_option(self) -> None:
        with pytest.raises(InputError, match=r"\Adomain_names\[3\]: '' is empty\. "):
            arguments.domain_name("domain_names[3]", "")


class TestCallbackUrl:
    @pytest.mark.parametrize(
        "value",
        [
            "http://callbacks.example.com",
            "https://callbacks.example.com/recordings",
            "https://callbacks.example.com:8443/a%20b?env=prod&x=1#f",
            "https://callbacks.example.com?x=/../",
            "https://CALLBACKS.example.com/",
            "https://xn--mnchen-3ya.example.com/%E5%BD%95",
            "https://8.8.8.8/",
            "https://[2001:4860:4860::8888]:8443/",
            "https://my_callbacks.example.com/",
            "https://callbacks/",
            "https://callbacks.example.com/user@example.com",
        ],
    )
    def test_takes_a_url_without_a_warning(self, value: str) -> None:
        assert arguments.callback_url("notify_url", value) == []

    @pytest.mark.parametrize(
        "value",
        [
            "https://callbacks.example.com/ ",
            " https://callbacks.example.com/",
            "https://callbacks.example.com/a b",
            "https://callbacks.example.com/\n",
            "https://callbacks.example.com/\t",
            "https://callbacks\r\n.example.com/",
            "https://callbacks.example.com/\x00",
            "https://callbacks.example.com/\x7f",
            "https://callbacks.example.com/\u00a0",
            "https://callbacks.example.com/录制 1",
        ],
    )
    def test_refuses_white_space_and_control_characters(self, value: str) -> None:
        assert _refusal("callback_url", value) == (
            f"notify_url: {value!r} has white space or control characters. Percent-encode them (a space is %20), or "
            "remove them at the end."
        )

    @pytest.mark.parametrize(
        "value",
        ["", "callbacks.example.com", "//callbacks.example.com/", "ftp://a.example.com/", "https:/a", "HTTPS://a.b/"],
    )
    def test_refuses_another_scheme(self, value: str) -> None:
        assert _refusal("callback_url", value) == (
            f"notify_url: {value!r} does not start with http:// or https://, and the service calls nothing else."
        )

    @pytest.mark.parametrize("value", ["https://", "https:///path", "https://?x=1", "https://:443/", "https://user@/"])
    def test_refuses_a_url_without_a_host(self, value: str) -> None:
        assert _refusal("callback_url", value) == (
            f"notify_url: {value!r} has no host. Write it as https://callbacks.example.com/path."
        )

    @pytest.mark.parametrize(
        "value", ["https://a.example.com:99999/", "https://a.example.com:x/", "https://a:b:c/", "https://[::1/"]
    )
    def test_refuses_what_is_no_url(self, value: str) -> None:
        assert _refusal("callback_url", value).startswith(f"notify_url: {value!r} is not a URL: ")

    @pytest.mark.parametrize(
        ("value", "instead"),
        [
            ("https://cb.example.com/录制?名=值#尾", "https://cb.example.com/%E5%BD%95%E5%88%B6?%E5%90%8D=%E5%80%BC#%E5%B0%BE"),
            ("https://cb.example.com/é%20*~'()!+", "https://cb.example.com/%C3%A9%20*~'()!+"),
            ("https://münchen.example.com/a", "https://xn--mnchen-3ya.example.com/a"),
            ("https://MÜNCHEN.example.com:8443/ü", "https://xn--mnchen-3ya.example.com:8443/%C3%BC"),
            ("https://jürgen:ä@cb.example.com/", "https://j%C3%BCrgen:%C3%A4@cb.example.com/"),
            ("https://[2001:4860:4860::8888]/ü", "https://[2001:4860:4860::8888]/%C3%BC"),
            # Hosts that also stand in the scheme.
            ("http://t/ü", "http://t/%C3%BC"),
            ("http://http/ü", "http://http/%C3%BC"),
            ("https://s:8443/ü", "https://s:8443/%C3%BC"),
        ],
    )  # fmt: skip
    def test_tells_the_encoded_form(self, value: str, instead: str) -> None:
        message = _refusal("callback_url", value)

        assert message == f"notify_url: {value!r} has characters beyond ASCII. Write {instead} instead."
        assert arguments.callback_url("notify_url", instead) in ([], [_user_warning()])

    @pytest.mark.parametrize(
        "value",
        [
            "https://ü..example.com/",
            "https://ü_b.example.com/",
            "https://h\u2100.example.com/",  # stands for three characters, one of them a slash
            "https://:443/ü",
            "https://münchen.example.com:99999/",
            "https://a.example.com:x/ü",
            "https://[2001:4860:4860::8888]ü/",
        ],
    )
    def test_tells_no_encoded_form_where_there_is_none_to_take(self, value: str) -> None:
        assert _refusal("callback_url", value) == (
            f"notify_url: {value!r} has characters beyond ASCII. Write it in ASCII."
        )

    @pytest.mark.parametrize(
        ("netloc", "host"),
        [
            ("localhost", "localhost"),
            ("LOCALHOST:8080", "localhost"),
            ("localhost.", "localhost."),
            ("app.localhost", "app.localhost"),
            ("127.0.0.1", "127.0.0.1"),
            ("127.8.8.8:80", "127.8.8.8"),
            ("10.0.0.1", "10.0.0.1"),
            ("10.0.0.1.", "10.0.0.1."),
            ("172.16.0.1", "172.16.0.1"),
            ("192.168.1.1", "192.168.1.1"),
            ("169.254.169.254", "169.254.169.254"),
            ("100.100.100.200", "100.100.100.200"),
            ("0.0.0.0", "0.0.0.0"),  # noqa: S104  # an address to refuse, not to listen on
            ("255.255.255.255", "255.255.255.255"),
            ("[::1]:8080", "::1"),
            ("[fe80::1]", "fe80::1"),
            ("[fd00::1]", "fd00::1"),
        ],
    )
    def test_warns_of_a_host_that_is_not_public(self, netloc: str, host: str) -> None:
        assert arguments.callback_url("on_demand_url", f"https://{netloc}/r") == [
            (
                f"on_demand_url: the host {host} is not a public address. The service refuses such URLs as unsafe "
                "(InvalidNotifyUrl.Unsafe), unless it is a private cloud that allows them."
            )
        ]

    @pytest.mark.parametrize("user", ["user", "user:password", ":password", "user:", ""])
    def test_warns_of_user_and_password(self, user: str) -> None:
        assert arguments.callback_url("notify_url", f"https://{user}@cb.example.com/") == [_user_warning()]

    def test_warns_of_both(self) -> None:
        warnings = arguments.callback_url("notify_url", "http://user:password@10.0.0.1/")

        assert [warning.split(" ")[:3] for warning in warnings] == [
            ["notify_url:", "the", "host"],
            ["notify_url:", "the", "URL"],
        ]
        assert "password@" not in "".join(warnings)


def _user_warning() -> str:
    return (
        "notify_url: the URL has a user or password in it. URLs are shown in output and logs; use notify_req_auth and "
        "notify_auth_key to authenticate callbacks."
    )


def _refusal(checker: str, value: str) -> str:
    """The message of the error for a value."""
    option = "notify_url" if checker == "callback_url" else checker
    with pytest.raises(InputError) as caught:
        getattr(arguments, checker)(option, value)
    return caught.value.message
