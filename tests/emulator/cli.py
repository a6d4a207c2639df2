# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line: an emulator as a process of its own, for the demo and for playbooks."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from emulator.emulator import Emulator
from emulator.stage import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, Stage

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence
    from types import FrameType


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emulator", description="Emulates the recording-callback API of ApsaraVideo Live."
    )
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 (the default) takes a free one")
    parser.add_argument("--port-file", type=Path, help="file that gets the port once the emulator listens")
    parser.add_argument("--domain", action="append", default=[], help="a streaming domain of the account; repeatable")
    parser.add_argument("--domains", type=int, default=0, help="this many more, live-0001.example.com and so on")
    parser.add_argument("--key-id", default=EMULATOR_KEY_ID, help="access key id (default: %(default)s)")
    parser.add_argument("--key-secret", default=EMULATOR_KEY_SECRET, help="its secret (default: %(default)s)")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that each answer waits (default: 0)")
    parser.add_argument(
        "--idle-timeout", type=float, default=600.0, help="ends after so many seconds without a request (default: 600)"
    )
    return parser


def _write_atomically(path: Path, text: str) -> None:
    """Write a file so that a reader sees it whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    Path(name).replace(path)


def _wait(emulator: Emulator, stop: threading.Event, idle_timeout: float) -> None:
    """Return when the emulator is asked to stop, or when no request has come for too long."""
    while not stop.is_set():
        left = emulator.last_request + idle_timeout - time.monotonic()
        if left <= 0:
            print(f"No request for {idle_timeout:g} s: the emulator ends.", flush=True)
            return
        stop.wait(left)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run an emulator until SIGTERM, SIGINT, the control API or the idle timeout ends it; returns 0."""
    options = _parser().parse_args(arguments)

    def set_stage(stage: Stage) -> None:
        stage.add_key(options.key_id, options.key_secret)
        for name in [*options.domain, *(f"live-{number:04}.example.com" for number in range(1, options.domains + 1))]:
            stage.add_domain(name)

    emulator = Emulator(latency=options.latency, port=options.port, baseline=set_stage)

    def stop(_number: int, _frame: FrameType | None) -> None:
        emulator.stop_requested.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with emulator:
        if options.port_file is not None:
            _write_atomically(options.port_file, f"{emulator.port}\n")
        print(f"Listening on {emulator.url}", flush=True)
        _wait(emulator, emulator.stop_requested, options.idle_timeout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
