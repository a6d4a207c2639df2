# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make demo` does what it says, and leaves nothing behind, also when it is interrupted."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import typing as t
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "examples" / "run_demo.py"


@pytest.fixture
def short_path() -> t.Iterator[Path]:
    """A temporary folder. Ansible puts a socket into it, whose path must not be long."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        yield Path(folder)


def start(short_path: Path) -> subprocess.Popen[str]:
    environ = {**os.environ, "TMPDIR": str(short_path)}
    return subprocess.Popen(
        [sys.executable, str(DEMO)],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def port_of(output: str) -> int:
    found = re.search(r"http://127\.0\.0\.1:(\d+)", output)
    assert found is not None, output
    return int(found.group(1))


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def session_members(leader: int) -> list[int]:
    """Processes of the session that the demo leads: itself and all that it started."""
    members = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            if int(fields[3]) == leader and fields[0] != "Z":
                members.append(int(entry.name))
    return members


def test_runs_to_its_end(short_path: Path) -> None:
    demo = start(short_path)
    output = demo.communicate(timeout=120)[0]

    assert demo.returncode == 0, output
    assert "Calls of the API: none." in output
    assert re.search(r"-\s+notify_url: https://old\.example\.com/edited-by-hand", output)
    assert re.search(r"^Done in \d+ seconds", output, re.MULTILINE)
    assert not is_open(port_of(output))
    assert list(short_path.iterdir()) == []


@pytest.mark.parametrize("to_stop", [signal.SIGINT, signal.SIGTERM])
def test_stops_what_it_started(short_path: Path, to_stop: signal.Signals) -> None:
    demo = start(short_path)
    assert demo.stdout is not None
    output = ""
    for line in demo.stdout:
        output += line
        if "TASK" in line:
            break
    assert is_open(port_of(output))

    demo.send_signal(to_stop)
    demo.communicate(timeout=30)

    assert demo.returncode not in (0, None)
    assert not is_open(port_of(output))
    deadline = time.monotonic() + 15
    while session_members(demo.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert session_members(demo.pid) == []
    assert list(short_path.iterdir()) == []
