# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What options may hold, and what is said of what they may not: the callback key and numbers."""

from __future__ import annotations

import math

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils import _arguments as arguments
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError


class TestAuthKey:
    @pytest.mark.parametrize("value", ["a" * 16, "A1b2C3d4E5f6G7h8", "0" * 32])
    def test_takes_a_key(self, value: str) -> None:
        assert arguments.auth_key("notify_auth_key", value) == value

    @pytest.mark.parametrize(
        "value",
        [
            "",
            "a" * 15,
            "a" * 33,
            "a" * 15 + "-",
            "a" * 16 + "\n",
            " " + "a" * 16,
            "a" * 15 + "é",
            "\uff11" * 16,
            "*" * 16,
        ],
    )
    def test_refuses_what_is_none_and_does_not_show_it(self, value: str) -> None:
        with pytest.raises(InputError) as caught:
            arguments.auth_key("notify_auth_key", value)
        assert caught.value.message == (
            "notify_auth_key: must be 16 to 32 letters and digits (A-Z, a-z, 0-9) and nothing else. Quote a key of "
            "digits in YAML."
        )


class TestNumbers:
    @pytest.mark.parametrize("value", [0.001, 1, 10, 3600])
    def test_timeout(self, value: float) -> None:
        assert arguments.timeout("timeout", value) == value

    @pytest.mark.parametrize("value", [0, -0.0, -1, 3600.1, math.inf, -math.inf, math.nan])
    def test_timeout_is_refused(self, value: float) -> None:
        with pytest.raises(InputError) as caught:
            arguments.timeout("timeout", value)
        assert caught.value.message == f"timeout: must be seconds, above 0 and at most 3600, not {value}."

    @pytest.mark.parametrize("value", [0.001, 0.5, 1])
    def test_rate_limit_share(self, value: float) -> None:
        assert arguments.rate_limit_share("rate_limit_share", value) == value

    @pytest.mark.parametrize("value", [0, 1e-12, -0.5, 1.01, 100, math.inf, -math.inf, math.nan])
    def test_rate_limit_share_is_refused(self, value: float) -> None:
        with pytest.raises(InputError) as caught:
            arguments.rate_limit_share("rate_limit_share", value)
        assert caught.value.message == (
            f"rate_limit_share: must be from 0.001 to 1, not {value}. With N jobs at once, give each 1/N."
        )
