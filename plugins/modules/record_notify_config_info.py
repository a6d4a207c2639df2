#!/usr/bin/python
# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: record_notify_config_info
short_description: Tell which recording callbacks are configured
version_added: 0.1.0
description:
  - Reads the record notify configs of Alibaba Cloud ApsaraVideo Live, of named domains, of a selection, or of every
    streaming domain of the account.
  - Calls are spaced evenly below the limit that the service publishes, 50 domains a second.
requirements:
  - requests
extends_documentation_fragment:
  - apsaravideo.live.connection
  - apsaravideo.live.select
  - apsaravideo.live.attributes
  - apsaravideo.live.attributes.info
options:
  domain_names:
    description:
      - The streaming domains to read, in this order, each once. An empty list is no domain.
      - If neither O(domain_names) nor O(select) is given, every streaming domain of the account is read.
    type: list
    elements: str
seealso:
  - module: apsaravideo.live.record_notify_config
author:
  - The apsaravideo.live contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Recording callbacks of all streaming domains of the account
  apsaravideo.live.record_notify_config_info:
  register: callbacks

- name: Domains without recording callbacks
  ansible.builtin.debug:
    msg: "{{ callbacks.record_notify_configs | rejectattr('exists') | map(attribute='domain_name') }}"

- name: Recording callbacks of two domains
  apsaravideo.live.record_notify_config_info:
    domain_names:
      - live.example.com
      - sport.example.com

- name: Recording callbacks of the online domains with a tag
  apsaravideo.live.record_notify_config_info:
    select:
      domain_status: online
      tags:
        env: prod
"""

RETURN = r"""
record_notify_configs:
  description:
    - One row for each domain, in the order given, or sorted by name.
    - A domain that could not be read has a row with RV(record_notify_configs[].error), and the task fails after all
      were tried.
  type: list
  elements: dict
  returned: always
  contains:
    domain_name:
      description: The streaming domain.
      type: str
      sample: live.example.com
    exists:
      description: Whether the domain has a config.
      type: bool
      sample: true
    notify_url:
      description: Where recording callbacks go.
      type: str
      sample: https://callbacks.example.com/recordings
    on_demand_url:
      description: Whom the service asks before it records on demand. Empty if nobody.
      type: str
      sample: ""
    need_status_notify:
      description: Whether callbacks are sent when a recording starts, pauses and resumes.
      type: bool
      sample: false
    notify_req_auth:
      description: Whether callbacks are signed.
      type: bool
      sample: true
    notify_auth_key_set:
      description:
        - Whether a callback key is known to be set, because the service shows one or callbacks are signed. The key
          itself is never returned.
      type: bool
      sample: true
    error:
      description: Why the domain could not be read. The keys are those of RV(error).
      type: dict
credentials:
  description: Which credentials were used.
  type: dict
  returned: if credentials were needed
  contains:
    source:
      description: The options, or the environment with the name of the variable.
      type: str
      sample: environment (ALIBABA_CLOUD_ACCESS_KEY_ID)
    access_key_id_ends:
      description: The last four characters of the access key id.
      type: str
      sample: 7QxT
api:
  description: What the task asked of the API.
  type: dict
  returned: always
  contains:
    calls:
      description: Requests sent, repeats among them.
      type: int
      sample: 1
    retries:
      description: Repeats among them.
      type: int
      sample: 0
    throttled:
      description: Requests that the service refused because of its rate limits.
      type: int
      sample: 0
    seconds_waited:
      description: Seconds that the task waited in order to keep to the rate limits.
      type: float
      sample: 0.0
error:
  description: What went wrong. If several domains could not be read, the first of their errors.
  type: dict
  returned: failure
  contains:
    code:
      description: The error code of the service. Null if the service did not answer, or was not asked.
      type: str
      sample: InvalidDomain.NotFound
    message:
      description: What is wrong and what to do about it.
      type: str
    http_status:
      description: The HTTP status of the answer, if there was one.
      type: int
      sample: 404
    request_id:
      description: The request id, for the support of the service.
      type: str
    recommend:
      description: A page of the service about the error.
      type: str
"""

from ansible_collections.apsaravideo.live.plugins.module_utils import _options
from ansible_collections.apsaravideo.live.plugins.module_utils._inform import inform
from ansible_collections.apsaravideo.live.plugins.module_utils._runner import run_module


def main() -> None:
    spec = {
        **_options.connection(),
        **_options.select(),
        "domain_names": {"type": "list", "elements": "str"},
    }
    run_module(inform, spec, {"record_notify_configs": []}, mutually_exclusive=[("domain_names", "select")])


if __name__ == "__main__":
    main()
