# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one task costs, beside a module that only imports requests and one that does nothing.

All three run in turn in one play against an emulator without latency, so that they meet the same noise. Prints the
ratios of the medians with a bootstrap interval, and fails only if the interval's lower end is above the target.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent.parent
sys.path.insert(0, str(BENCH.parent))

from emulator import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, Emulator  # noqa: E402  # found by the line above

TARGET = 1.1
OURS, REQUESTS, EMPTY = "record_notify_config", "bench_requests", "bench_empty"
RESAMPLES = 10_000


def playbook(rounds: int) -> list[dict[str, object]]:
    """A play in which the three modules take turns; the first round only warms up."""
    settings = {"domain_name": "live.example.com", "notify_url": "https://callbacks.example.com/recordings"}
    in_turn = [
        {"name": OURS, f"apsaravideo.live.{OURS}": settings},
        {"name": REQUESTS, REQUESTS: {}},
        {"name": EMPTY, EMPTY: {}},
    ]
    return [{"name": "Bench", "hosts": "localhost", "gather_facts": False, "tasks": in_turn * (rounds + 1)}]


def measure(rounds: int) -> dict[str, list[float]]:
    """Run the play and return the seconds of each task, by module."""
    with tempfile.TemporaryDirectory(prefix="apsaravideo-live-bench-") as folder, Emulator() as emulator:
        namespace = Path(folder, "collections", "ansible_collections", "apsaravideo")
        namespace.mkdir(parents=True)
        (namespace / "live").symlink_to(ROOT, target_is_directory=True)
        emulator.add_domain("live.example.com")
        play, times = Path(folder, "bench.json"), Path(folder, "times")
        play.write_text(json.dumps(playbook(rounds)), encoding="utf-8")
        environ = {
            **os.environ,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": EMULATOR_KEY_ID,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": EMULATOR_KEY_SECRET,
            "ALIBABA_CLOUD_LIVE_ENDPOINT": emulator.url,
            "ANSIBLE_CALLBACK_PLUGINS": str(BENCH / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "bench_times",
            "ANSIBLE_COLLECTIONS_PATH": str(Path(folder, "collections")),
            "ANSIBLE_LIBRARY": str(BENCH / "library"),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "BENCH_TIMES": str(times),
        }
        command = [str(Path(sys.executable).parent / "ansible-playbook"), str(play)]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"The play failed:\n{done.stdout}{done.stderr}")
        rows = [json.loads(line) for line in times.read_text(encoding="utf-8").splitlines()]
    seconds = {name: [row["seconds"] for row in rows if row["name"] == name][1:] for name in (OURS, REQUESTS, EMPTY)}
    if any(len(of_one) != rounds for of_one in seconds.values()):
        counts = {name: len(of_one) for name, of_one in seconds.items()}
        sys.exit(f"Not every task was measured: {counts}")
    return seconds


def interval(ours: list[float], theirs: list[float]) -> tuple[float, float, float]:
    """The ratio of the medians, and the ends of its 95 % bootstrap interval; rounds are drawn as pairs."""
    pairs = list(zip(ours, theirs))
    draw = random.Random(0)  # noqa: S311  # a repeatable draw is the point
    ratios = []
    for _draw in range(RESAMPLES):
        sample = draw.choices(pairs, k=len(pairs))
        ours_drawn, theirs_drawn = zip(*sample)
        ratios.append(statistics.median(ours_drawn) / statistics.median(theirs_drawn))
    ratios.sort()
    ratio = statistics.median(ours) / statistics.median(theirs)
    return ratio, ratios[int(0.025 * RESAMPLES)], ratios[int(0.975 * RESAMPLES) - 1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="how often each module runs (30 or more)")
    rounds = parser.parse_args().rounds
    if rounds < 30:
        parser.error("--rounds must be 30 or more")
    seconds = measure(rounds)
    for name, of_one in seconds.items():
        print(f"{name:22} {statistics.median(of_one) * 1000:7.1f} ms (median of {rounds})")
    empty = interval(seconds[EMPTY], seconds[REQUESTS])[0]
    ratio, low, high = interval(seconds[OURS], seconds[REQUESTS])
    print(f"{EMPTY} / {REQUESTS}: {empty:.3f}")
    print(f"{OURS} / {REQUESTS}: {ratio:.3f} (95 % interval {low:.3f} to {high:.3f}; target at most {TARGET})")
    if low > TARGET:
        print(f"Falls short: even the lower end of the interval is above {TARGET}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
