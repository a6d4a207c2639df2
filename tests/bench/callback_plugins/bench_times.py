# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: bench_times
type: aggregate
short_description: Write down the wall time of each task
description:
  - Appends one line of JSON for each task to the file that the environment names, with its name and its seconds.
author: The apsaravideo.live contributors
"""

import json
import os
import time
import typing as t
from pathlib import Path

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "bench_times"

    def v2_playbook_on_task_start(self, task: t.Any, is_conditional: bool) -> None:
        self._started = time.perf_counter()

    def v2_runner_on_ok(self, result: t.Any) -> None:
        seconds = time.perf_counter() - self._started
        task = getattr(result, "task", None) or result._task
        row = {"name": task.get_name(), "seconds": seconds}
        with Path(os.environ["BENCH_TIMES"]).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row) + "\n")
