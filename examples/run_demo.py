# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows the collection at work without a cloud account: the example playbooks, run against an emulator of the API.

`make demo` calls it. It starts the emulator on a free port of this machine, runs ansible-playbook as a user would, and
stops whatever it started, also when it fails or is interrupted.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from typing import NamedTuple, NoReturn

EXAMPLES = Path(__file__).resolve().parent
ROOT = EXAMPLES.parent
sys.path.insert(0, str(ROOT / "tests"))

from emulator import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, Emulator  # noqa: E402  # found by the line above

DOMAIN = "live.example.com"
CREDENTIALS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": EMULATOR_KEY_ID,
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": EMULATOR_KEY_SECRET,
}


class Step(NamedTuple):
    """One run of a playbook: what to read before it, what to type, and what its recap must say."""

    story: str
    command: tuple[str, ...]
    recap: str
    with_credentials: bool = True


APPLY = ("ansible-playbook", "recording_callbacks.yml")
STEPS = (
    Step(
        "Check mode. No credentials, no call: this is what a pull request can run.",
        (*APPLY, "--check"),
        "changed=1",
        with_credentials=False,
    ),
    Step("Apply it. The domain has no config yet, so one is added.", APPLY, "changed=1"),
    Step("Apply it again. Nothing is left to do.", APPLY, "changed=0"),
    Step(
        "Meanwhile somebody has edited the callback URL in the console. The drift is shown, and mended.",
        (*APPLY, "--diff"),
        "changed=1",
    ),
    Step("What is configured in the whole account?", ("ansible-playbook", "list_recording_callbacks.yml"), "changed=0"),
    Step("And away with it.", ("ansible-playbook", "remove_recording_callbacks.yml"), "changed=1"),
)
DRIFT_BEFORE = 4  # the step, counted from 1


def environment(collections: Path, emulator: Emulator) -> dict[str, str]:
    """The environment of a user who has the collection installed, and whose endpoint is the emulator."""
    foreign = ("ALIBABA", "ALICLOUD", "ALIYUN", "ANSIBLE_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {
        **clean,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "ALIBABA_CLOUD_LIVE_ENDPOINT": emulator.url,
        "ANSIBLE_CONFIG": str(EXAMPLES / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
        "TMPDIR": str(collections),  # removed in the end, whatever an interrupted command leaves in it
        **({"ANSIBLE_FORCE_COLOR": "true"} if sys.stdout.isatty() else {}),
    }


def run(number: int, step: Step, environ: dict[str, str]) -> bool:
    """Run one step, pass its output on, and tell whether it ended as it should."""
    title = textwrap.fill(f"{number}/{len(STEPS)}  {step.story}", 100)
    print(f"\n{title}\n\n$ {' '.join(step.command)}", flush=True)
    environ = {**environ, **(CREDENTIALS if step.with_credentials else {})}
    process = subprocess.Popen(step.command, cwd=EXAMPLES, env=environ, stdout=subprocess.PIPE, text=True)
    output = ""
    try:
        for line in process.stdout or ():
            output += line
            if line.strip():
                print(f"  {line}", end="", flush=True)
    finally:
        stop(process)
    if process.returncode != 0 or step.recap not in output:
        print(f"\nThis step should have ended with {step.recap}, and did not.", file=sys.stderr)
        return False
    return True


def stop(process: subprocess.Popen[str]) -> None:
    """End a command that still runs; one that does not listen is killed after some seconds."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def interrupted(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Run all steps; 0 if each ended as it should."""
    signal.signal(signal.SIGTERM, interrupted)
    signal.signal(signal.SIGINT, interrupted)  # it may be ignored, as in a job that a script runs in the background
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="live-", ignore_cleanup_errors=True) as folder, Emulator() as emulator:
        collections = Path(folder)
        namespace = collections / "ansible_collections" / "apsaravideo"
        namespace.mkdir(parents=True)
        (namespace / "live").symlink_to(ROOT, target_is_directory=True)
        emulator.add_domain(DOMAIN)
        emulator.add_domain("sport.example.com")
        print(f"An emulator of the ApsaraVideo Live API listens on {emulator.url}. Nothing leaves this machine.")
        print("\n$ cd examples")
        for number, step in enumerate(STEPS, start=1):
            if number == DRIFT_BEFORE:
                emulator.set_config(DOMAIN, NotifyUrl="https://old.example.com/edited-by-hand")
            before = len(emulator.calls())
            if not run(number, step, environment(collections, emulator)):
                return 1
            print(f"  Calls of the API: {', '.join(emulator.calls()[before:]) or 'none'}.")
    print(f"\nDone in {time.monotonic() - started:.0f} seconds. The emulator is stopped.")
    print("Next: the playbooks are in examples/; README.md tells how to use them with an account.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. What was started is stopped.")
