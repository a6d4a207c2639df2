# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input: a clear error that names the option, before any call, and never a traceback."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator import EMULATOR_KEY_ID, Emulator

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"

Configure = t.Callable[..., dict[str, t.Any]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"notify_url": "ftp://callbacks.example.com/x"},
            (
                "notify_url: 'ftp://callbacks.example.com/x' does not start with http:// or https://, and the service "
                "calls nothing else."
            ),
        ),
        (
            {"notify_url": ""},
            "notify_url: '' does not start with http:// or https://, and the service calls nothing else.",
        ),
        (
            {"notify_url": "https:///path"},
            "notify_url: 'https:///path' has no host. Write it as https://callbacks.example.com/path.",
        ),
        (
            {"notify_url": f"{URL}\n"},
            (
                f"notify_url: '{URL}\\n' has white space or control characters. Percent-encode them (a space is %20), "
                "or remove them at the end."
            ),
        ),
        (
            {"notify_url": URL, "on_demand_url": "https://例子.example.com/录制?x=1"},
            (
                "on_demand_url: 'https://例子.example.com/录制?x=1' has characters beyond ASCII. Write "
                "https://xn--fsqu00a.example.com/%E5%BD%95%E5%88%B6?x=1 instead."
            ),
        ),
        (
            {"domain_name": "https://live.example.com/", "notify_url": URL},
            "domain_name: 'https://live.example.com/' has a scheme. Write the name alone, such as live.example.com.",
        ),
        (
            {"domain_name": "直播.example.com", "notify_url": URL},
            "domain_name: '直播.example.com' has characters beyond ASCII. Write xn--z6ut02b.example.com instead.",
        ),
        (
            {"notify_url": URL, "notify_auth_key": "tooShort"},
            (
                "notify_auth_key: must be 16 to 32 letters and digits (A-Z, a-z, 0-9) and nothing else. Quote a key of "
                "digits in YAML."
            ),
        ),
        (
            {"notify_url": URL, "endpoint": "http://live.aliyuncs.com"},
            (
                "endpoint: 'http://live.aliyuncs.com' would send the request over plain HTTP to another machine. "
                "Write https://live.aliyuncs.com."
            ),
        ),
        ({"notify_url": URL, "timeout": 0}, "timeout: must be seconds, above 0 and at most 3600, not 0.0."),
        ({}, "state is present but all of the following are missing: notify_url"),
    ],
)
def test_is_refused_before_any_call(
    emulator: Emulator, configure: Configure, options: dict[str, t.Any], message: str
) -> None:
    result = configure(**options)

    assert (result["failed"], result["msg"]) == (True, message)
    assert emulator.calls() == []


@pytest.mark.parametrize(
    ("options", "warning"),
    [
        (
            {"notify_url": "http://10.1.2.3/x"},
            (
                "notify_url: the host 10.1.2.3 is not a public address. The service refuses such URLs as unsafe "
                "(InvalidNotifyUrl.Unsafe), unless it is a private cloud that allows them."
            ),
        ),
        (
            {"notify_url": "https://me:pass@callbacks.example.com/x"},
            (
                "notify_url: the URL has a user or password in it. URLs are shown in output and logs; use "
                "notify_req_auth and notify_auth_key to authenticate callbacks."
            ),
        ),
    ],
)
def test_what_may_be_meant_is_a_warning(configure: Configure, options: dict[str, t.Any], warning: str) -> None:
    result = configure(**options, check=True)

    assert result["changed"] is True
    assert result["warnings"] == [warning]


def test_no_credentials_tells_where_they_are_looked_for(emulator: Emulator, run_module: Configure) -> None:
    result = run_module("record_notify_config", domain_name=DOMAIN, notify_url=URL, endpoint=emulator.url)

    assert result["msg"].startswith(
        "No credentials. Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET on the host that the "
        "module "
        "runs on, or give the options access_key_id and access_key_secret. "
    )
    assert emulator.calls() == []


def test_half_a_set_tells_which_half_and_where(
    emulator: Emulator, run_module: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", EMULATOR_KEY_ID)

    result = run_module("record_notify_config", domain_name=DOMAIN, notify_url=URL, endpoint=emulator.url)

    assert result["msg"] == (
        "Half a set of credentials in the environment: ALIBABA_CLOUD_ACCESS_KEY_ID without "
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET. A set is taken whole from one source: complete it there, or leave it out "
        "there."
    )
    assert emulator.calls() == []


# Lone surrogates (Cs) do not come this far: AnsibleModule itself can't log them. The checks are tested with them.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["", " ", "https://", "https://[", "https://x:99999", "x" * 300, "a.b", "::1", "http://localhost/x"]
)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture
    ],  # the emulator sees no call, so nothing is carried over
)
@given(
    options=st.fixed_dictionaries(
        {"domain_name": TEXT, "notify_url": TEXT},
        optional={"on_demand_url": TEXT, "notify_auth_key": TEXT, "endpoint": TEXT, "ca_path": TEXT, "timeout": TEXT},
    )
)
def test_no_text_makes_a_traceback(run_module: Configure, options: dict[str, str]) -> None:
    result = run_module("record_notify_config", check=True, **options)

    assert result.get("failed") or result["changed"]
    assert "Traceback" not in str(result)
