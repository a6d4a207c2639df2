# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from emulator_proof.callers import DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent.parent / "emulator"


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run an emulator; give the process and the URL that it printed, and end it in any case."""
    command = [sys.executable, str(FOLDER), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Listening on http://127.0.0.1:"), line
            yield process, line.split()[-1]
        finally:
            process.kill()


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for the end; return exit status and what was printed after the first line."""
    output, errors = process.communicate(timeout=5)
    return process.returncode, output, errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_port_file_and_signals(tmp_path: Path, number: signal.Signals) -> None:
    port_file = tmp_path / "port"
    with running("--port", "0", "--port-file", str(port_file)) as (process, url):
        assert url == f"http://127.0.0.1:{int(port_file.read_text())}"
        assert requests.get(f"{url}/_emulator/state", timeout=5).status_code == 200
        assert list(tmp_path.iterdir()) == [port_file]
        process.send_signal(number)
        assert finish(process) == (0, "", "")


def test_idle_timeout() -> None:
    start = time.monotonic()
    with running("--idle-timeout", "0.5") as (process, url):
        time.sleep(0.3)
        requests.get(f"{url}/_emulator/log", timeout=5)
        status, output, errors = finish(process)
    assert (status, errors) == (0, "")
    assert "No request for 0.5 s" in output
    assert time.monotonic() - start >= 0.8


def test_stop_by_the_control_api() -> None:
    with running() as (process, url):
        assert requests.post(f"{url}/_emulator/stop", timeout=5).status_code == 200
        assert finish(process) == (0, "", "")


def test_the_stage_comes_back_after_a_reset() -> None:
    with running("--domain", DOMAIN, "--domains", "2", "--key-id", "ID", "--key-secret", "SECRET") as (_process, url):
        names = [DOMAIN, "live-0001.example.com", "live-0002.example.com"]
        for _number in range(2):
            state = requests.get(f"{url}/_emulator/state", timeout=5).json()
            assert [row["domain_name"] for row in state["domains"]] == names
            requests.post(f"{url}/_emulator/domains", json={"domain_name": "more.example.com"}, timeout=5)
            assert requests.post(f"{url}/_emulator/reset", timeout=5).status_code == 200


def test_a_port_that_is_taken() -> None:
    with running() as (_process, url):
        command = [sys.executable, str(FOLDER), "--port", url.rpartition(":")[2]]
        second = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert second.returncode == 1
    assert "in use" in second.stderr
    assert "Traceback" not in second.stderr
