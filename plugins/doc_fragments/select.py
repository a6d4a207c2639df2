# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  select:
    description:
      - Which streaming domains of the account are meant. Domains must match all filters.
      - Give at least one filter, or V(all=true).
    type: dict
    suboptions:
      all:
        description: Every streaming domain of the account. No filter may stand beside it.
        type: bool
        default: false
      domain_name:
        description: Domains by name, see O(select.domain_search_type).
        type: str
      domain_search_type:
        description: How O(select.domain_name) is compared, as a whole, as a part, as the beginning or as the end.
        type: str
        default: full_match
        choices:
          - full_match
          - fuzzy_match
          - pre_match
          - suf_match
      domain_status:
        description: Domains in this state.
        type: str
        choices:
          - online
          - offline
          - configuring
      region_name:
        description: Domains of this region, such as V(cn-shanghai).
        type: str
      resource_group_id:
        description: Domains of this resource group.
        type: str
      tags:
        description: Domains that have all these tags with these values.
        type: dict
  rate_limit_share:
    description:
      - The part of the account's calls per second that this task may use, from 0.001 to 1.
      - The limits count for the account as a whole. With N jobs at once, give each 1/N.
    type: float
    default: 1.0
"""
