# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode, in which nothing is changed.
  diff_mode:
    description: Tells the difference in diff mode.
  idempotent:
    description: A second run with the same options changes nothing.
  action_group:
    description: Use C(group/apsaravideo.live.all) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - apsaravideo.live.all
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This module changes nothing. It reads in check mode as well.
  diff_mode:
    support: N/A
    details:
      - This module changes nothing.
  idempotent:
    support: full
    details:
      - This module changes nothing.
"""
