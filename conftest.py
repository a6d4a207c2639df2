# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets pytest run in a plain checkout, which is not inside an ``ansible_collections`` folder."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent

# Under ansible-test the checkout does lie in such a folder, and ansible-test has its own import machinery.
if ROOT.parent.parent.name != "ansible_collections":
    # Kept in a global, so that it lives until the interpreter ends.
    _TREE = tempfile.TemporaryDirectory(prefix="apsaravideo-live-")
    _NAMESPACE = Path(_TREE.name, "ansible_collections", "apsaravideo")
    _NAMESPACE.mkdir(parents=True)
    (_NAMESPACE / "live").symlink_to(ROOT, target_is_directory=True)

    # Before the first import of ansible.constants, which reads it; subprocesses of the tests inherit it.
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = _TREE.name

    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader()

    # For `import emulator`.
    sys.path.insert(0, str(ROOT / "tests"))
