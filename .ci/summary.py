# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Says what the sessions of nox came to. The last line counts: ``N passed, N failed``.

Counted are the tests of the sessions that ran pytest, and one for each other session (a linter, ansible-test, ...). A
session that failed without a failed test counts as one failure too. Anything failed, or nothing run: exit code 1.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

RESULTS = Path(__file__).resolve().parent.parent / "build" / "results"


def tests_of(session: str) -> tuple[int, int, list[str]]:
    """Give the tests that passed and failed in a session, and the names of the skipped."""
    report = RESULTS / f"{session}.xml"
    if not report.exists():
        return 0, 0, []
    # Written by our own pytest a moment ago.
    cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = [f"{case.get('classname')}::{case.get('name')}" for case in cases if case.find("skipped") is not None]
    return len(cases) - len(failed) - len(skipped), len(failed), skipped


def main() -> int:
    """Print the summary."""
    total_passed = total_failed = 0
    notes: list[str] = []
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))]
    for session in (session for report in reports for session in report["sessions"]):
        name, result = session["name"], session["result"]
        passed, failed, skipped = tests_of(name)
        if result == "success" and not passed:
            passed = 1
        elif result in ("failed", "aborted") and not failed:
            failed = 1
        print(f"{name:28} {result:8} {passed:6} passed {failed:4} failed")
        notes += [f"SKIPPED: {test} in {name}" for test in skipped]
        if session["reason"]:
            notes.append(session["reason"] if result == "skipped" else f"{name}: {session['reason']}")
        total_passed += passed
        total_failed += failed
    print("\n".join(["", *notes]))
    print(f"{total_passed} passed, {total_failed} failed")
    return 1 if total_failed or not total_passed else 0


if __name__ == "__main__":
    sys.exit(main())
