# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets ``python tests/emulator`` and ``python -m emulator`` run the emulator."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    # Run as a folder, Python puts the folder itself on the path, where the package is not to be found.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    runpy.run_module("emulator.cli", run_name="__main__", alter_sys=True)
