# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What unit tests share: an emulator, and a way to run a module inside the test's own process."""

from __future__ import annotations

import importlib
import json
import os
import typing as t

import pytest
from ansible.module_utils import basic

from emulator import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, Emulator

DOMAIN = "live.example.com"

Result = dict[str, t.Any]
RunModule = t.Callable[..., Result]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials, proxies or CA bundles of the machine that runs the tests."""
    for name in list(os.environ):
        upper = name.upper()
        if upper.startswith(("ALIBABA", "ALICLOUD", "ALIYUN")) or upper.endswith(("_PROXY", "_CA_BUNDLE")):
            monkeypatch.delenv(name)
    for name in ("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN", "NETRC"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def _one_emulator() -> t.Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def emulator(_one_emulator: Emulator) -> Emulator:
    """An emulator of the API as new, with one streaming domain that has no config."""
    _one_emulator.reset()
    _one_emulator.add_domain(DOMAIN)
    return _one_emulator


@pytest.fixture
def run_module(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> RunModule:
    """Run a module's main() with these options, and return what it printed; ``check`` and ``diff`` set the modes."""

    def run(name: str, *, check: bool = False, diff: bool = False, **options: object) -> Result:
        arguments = {**options, "_ansible_check_mode": check, "_ansible_diff": diff}
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)  # needed from ansible-core 2.19 on
        # Warnings go another way when the process is not a module's own, and differently in each ansible-core.
        warnings: list[str] = []
        monkeypatch.setattr(basic.AnsibleModule, "warn", lambda _self, warning, **_more: warnings.append(warning))
        module = importlib.import_module(f"ansible_collections.apsaravideo.live.plugins.modules.{name}")
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            module.main()
        out, _err = capfd.readouterr()
        result: Result = json.loads(out)
        if warnings:
            result["warnings"] = warnings
        assert bool(end.value.code) == bool(result.get("failed"))
        return result

    return run


@pytest.fixture
def connection(emulator: Emulator) -> Result:
    """The options that reach the emulator."""
    return {
        "endpoint": emulator.url,
        "access_key_id": EMULATOR_KEY_ID,
        "access_key_secret": EMULATOR_KEY_SECRET,
    }


@pytest.fixture
def configure(run_module: RunModule, connection: Result) -> RunModule:
    """Run record_notify_config against the emulator; keyword arguments are its options."""

    def run(**options: object) -> Result:
        return run_module("record_notify_config", **{"domain_name": DOMAIN, **connection, **options})

    return run


@pytest.fixture
def inform(run_module: RunModule, connection: Result) -> RunModule:
    """Run record_notify_config_info against the emulator; keyword arguments are its options."""

    def run(**options: object) -> Result:
        return run_module("record_notify_config_info", **{**connection, **options})

    return run
