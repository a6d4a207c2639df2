# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests of the commands share: an environment of their own, and real runs of ansible-playbook."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import typing as t
from pathlib import Path

import pytest
import trustme

from emulator import Emulator

RunPlaybook = t.Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a command: without credentials and proxies, and with all its files below ``tmp_path/run``."""
    foreign = ("ALIBABA", "ALICLOUD", "ALIYUN", "ACCESS_KEY", "SECURITY_TOKEN")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(foreign) and not name.upper().endswith(("_PROXY", "_CA_BUNDLE"))
    }
    run = tmp_path / "run"
    for folder in ("home", "tmp", "local", "remote", "cache"):
        (run / folder).mkdir(parents=True)
    (run / "ansible.cfg").touch()
    return {
        **kept,
        "HOME": str(run / "home"),
        "TMPDIR": str(run / "tmp"),
        "LC_ALL": "C.UTF-8",
        "ANSIBLE_CONFIG": str(run / "ansible.cfg"),
        "ANSIBLE_LOCAL_TEMP": str(run / "local"),
        "ANSIBLE_REMOTE_TEMP": str(run / "remote"),
        "ANSIBLE_LOG_PATH": str(run / "ansible.log"),
        "ANSIBLE_CACHE_PLUGIN": "jsonfile",
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(run / "cache"),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_NOCOLOR": "true",
    }


@pytest.fixture
def run_playbook(tmp_path: Path, environment: dict[str, str]) -> RunPlaybook:
    """Run a playbook, given as a list of plays, on this machine; extra variables go by a file."""

    def run(plays: list[dict[str, t.Any]], *options: str, **variables: t.Any) -> subprocess.CompletedProcess[str]:
        playbook, given = tmp_path / "playbook.yml", tmp_path / "given.json"
        playbook.write_text(json.dumps(plays, indent=2))  # JSON is YAML
        given.write_text(json.dumps({"ansible_python_interpreter": sys.executable, **variables}))
        command = str(Path(sys.executable).parent / "ansible-playbook")
        return subprocess.run(
            [command, str(playbook), "-e", f"@{given}", *options],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def emulator() -> t.Iterator[Emulator]:
    """An emulator of the API, without domains."""
    with Emulator() as running:
        yield running


@pytest.fixture
def stranger() -> t.Iterator[Emulator]:
    """An emulator behind HTTPS, with a certificate that nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with Emulator(ssl_context=context) as running:
        yield running
