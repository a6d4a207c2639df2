# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option endpoint: what is read as one, what is refused, and that no password of a URL is shown."""

from __future__ import annotations

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._arguments import endpoint, redacted_user
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError

NOT_ONE = (
    "is not an endpoint. Write a host, host:port, or scheme and host, such as live.aliyuncs.com, without path, query "
    "or user."
)


@pytest.mark.parametrize(
    ("value", "url", "host"),
    [
        ("live.aliyuncs.com", "https://live.aliyuncs.com", "live.aliyuncs.com"),
        ("https://live.aliyuncs.com", "https://live.aliyuncs.com", "live.aliyuncs.com"),
        ("LIVE.Aliyuncs.COM", "https://live.aliyuncs.com", "live.aliyuncs.com"),
        ("https://LIVE.aliyuncs.com:8443", "https://live.aliyuncs.com:8443", "live.aliyuncs.com:8443"),
        ("live.aliyuncs.com:443", "https://live.aliyuncs.com", "live.aliyuncs.com"),
        ("live.aliyuncs.com:80", "https://live.aliyuncs.com:80", "live.aliyuncs.com:80"),
        ("live-vpc.us-east-1.example.com", "https://live-vpc.us-east-1.example.com", "live-vpc.us-east-1.example.com"),
        ("gateway", "https://gateway", "gateway"),
        ("HTTPS://live.aliyuncs.com", "https://live.aliyuncs.com", "live.aliyuncs.com"),
        ("192.0.2.7:8443", "https://192.0.2.7:8443", "192.0.2.7:8443"),
        ("[2001:db8::1]", "https://[2001:db8::1]", "[2001:db8::1]"),
        ("[2001:DB8::1]:443", "https://[2001:db8::1]", "[2001:db8::1]"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "[2001:db8::1]:8443"),
    ],
)  # fmt: skip
def test_another_machine(value: str, url: str, host: str) -> None:
    read = endpoint("endpoint", value)

    assert (read.url, read.host, read.scheme, read.is_loopback) == (url, host, "https", False)


@pytest.mark.parametrize(
    ("value", "url", "host"),
    [
        ("http://127.0.0.1", "http://127.0.0.1", "127.0.0.1"),
        ("http://127.0.0.1:80", "http://127.0.0.1", "127.0.0.1"),
        ("http://127.0.0.1:443", "http://127.0.0.1:443", "127.0.0.1:443"),
        ("http://127.1.2.3:8080", "http://127.1.2.3:8080", "127.1.2.3:8080"),
        ("http://localhost:8080", "http://localhost:8080", "localhost:8080"),
        ("HTTP://LOCALHOST", "http://localhost", "localhost"),
        ("http://live.localhost:8080", "http://live.localhost:8080", "live.localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080", "[::1]:8080"),
        ("http://[::1]:80", "http://[::1]", "[::1]"),
        ("https://localhost:8443", "https://localhost:8443", "localhost:8443"),
        ("localhost", "https://localhost", "localhost"),
        ("[::1]", "https://[::1]", "[::1]"),
    ],
)
def test_this_machine(value: str, url: str, host: str) -> None:
    read = endpoint("endpoint", value)

    assert (read.url, read.host, read.is_loopback) == (url, host, True)


@pytest.mark.parametrize(
    "netloc",
    [
        "live.aliyuncs.com",
        "live.aliyuncs.com:8080",
        "10.0.0.1",
        "0.0.0.0",  # noqa: S104  # an address to refuse, not to listen on
        "128.0.0.1",
        "[2001:db8::1]",
        "localhost.example.com",
        "notlocalhost",
        "127.0.0.1.example.com",
    ],
)
def test_plain_http_to_another_machine_is_refused(netloc: str) -> None:
    assert _refusal(f"http://{netloc}") == (
        f"endpoint: 'http://{netloc}' would send the request over plain HTTP to another machine. "
        f"Write https://{netloc}."
    )


@pytest.mark.parametrize(
    "value",
    [
        "",
        "https://",
        "https://:443",
        ":443",
        "live.aliyuncs.com/",
        "live.aliyuncs.com/path",
        "https://live.aliyuncs.com/",
        "live.aliyuncs.com?x=1",
        "https://live.aliyuncs.com?x=1",
        "https://live.aliyuncs.com#f",
        "ftp://live.aliyuncs.com",
        "://live.aliyuncs.com",
        "live.aliyuncs.com https://a",
        "live.aliyuncs.com\n",
        "live\t.aliyuncs.com",
        "live.aliyuncs.com\x00",
        "lïve.aliyuncs.com",
        "直播.example.com",
        "\ud800",
    ],
)
def test_what_is_no_endpoint_is_refused(value: str) -> None:
    assert _refusal(value) == f"endpoint: {value!r} {NOT_ONE}"


@pytest.mark.parametrize(
    "value",
    [
        "*.aliyuncs.com",
        "my_gateway",
        "live.aliyuncs.com.",
        "[::1%eth0]",
        ".aliyuncs.com",
        "live..aliyuncs.com",
        "live%2ealiyuncs.com",
        "{{endpoint}}",
        "live\\aliyuncs.com",
        'live"aliyuncs.com',
        "live,aliyuncs.com",
        "[v1.x]",
        "a" * 64,
        "http://evil.example.com\\.localhost",  # libraries differ in what they take for its host
        "http://evil.example.com%00.localhost",
    ],
)
def test_what_is_no_host_is_refused(value: str) -> None:
    assert _refusal(value) == f"endpoint: {value!r} {NOT_ONE}"


@pytest.mark.parametrize(
    "value", ["live.aliyuncs.com:99999", "live.aliyuncs.com:0", "live.aliyuncs.com:x", "::1", "https://[::1", "a:b:c"]
)
def test_what_has_no_port_is_refused(value: str) -> None:
    assert _refusal(value) == f"endpoint: {value!r} {NOT_ONE}"


@pytest.mark.parametrize("value", ["https://user:p4ssw0rd@live.aliyuncs.com", "user:p4ssw0rd@live.aliyuncs.com"])
def test_user_and_password_are_refused_and_not_shown(value: str) -> None:
    shown = value.replace("user:p4ssw0rd", "***")

    assert _refusal(value) == f"endpoint: {shown!r} {NOT_ONE}"


@pytest.mark.parametrize(
    "value",
    [
        "https://user:p4ssw0rd@live.aliyuncs.com:99999",
        "https://user:p4ssw0rd@[::1",
        "https://user:p4ssw0rd@live.aliyuncs.com:x",
        "https://p4ssw0rd/p4ssw0rd@live.aliyuncs.com",
        "https://user:p4ssw0rd/x@live.aliyuncs.com",
        "http://user:p4ssw0rd@live.aliyuncs.com",
        "ftp://user:p4ss@p4ssw0rd@live.aliyuncs.com/@",
        "https://live.aliyuncs.com?user:p4ssw0rd@",
    ],
)
def test_a_password_is_not_shown_whatever_else_is_wrong(value: str) -> None:
    assert "p4ssw0rd" not in _refusal(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://user:password@host/path", "https://***@host/path"),
        ("user:password@host", "***@host"),
        ("https://host/path", "https://host/path"),
        ("https://a@b@host", "https://***@host"),
        ("", ""),
    ],
)
def test_redacted_user(value: str, shown: str) -> None:
    assert redacted_user(value) == shown


def _refusal(value: str) -> str:
    """The message of the error for a value."""
    with pytest.raises(InputError) as caught:
        endpoint("endpoint", value)
    return caught.value.message
