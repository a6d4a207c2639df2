#!/usr/bin/python
# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: record_notify_config
short_description: Manage the recording callbacks of a live streaming domain
version_added: 0.1.0
description:
  - Manages the record notify config of one streaming domain of Alibaba Cloud ApsaraVideo Live. It says where the
    service sends its recording callbacks.
  - By default a config that exists is left as it is, whatever it says. See O(on_existing).
requirements:
  - requests
extends_documentation_fragment:
  - apsaravideo.live.connection
  - apsaravideo.live.attributes
attributes:
  check_mode:
    support: partial
    details:
      - Without O(query_in_check_mode=true), check mode calls nothing and needs neither credentials nor the Python
        library C(requests), so that a pipeline can check playbooks without secrets. All options are validated. As the
        domain's config is not read, the result is always the change that would be tried first, with
        RV(prediction=unverified).
      - With O(query_in_check_mode=true), the service is asked and the prediction is that of a run.
  diff_mode:
    support: full
    details:
      - A callback key is never shown. The diff tells whether one is set (C(notify_auth_key_set)), and
        whether it changes (C(notify_auth_key_changes), V(unknown) if
        the service does not show the key that is set).
      - With O(state=absent), diff mode reads the config before it deletes it, which costs one more call.
  idempotent:
    support: full
options:
  domain_name:
    description:
      - The main streaming (playback) domain, such as V(live.example.com). Not the ingest domain.
      - Upper case is turned into lower case.
    type: str
    required: true
  state:
    description:
      - V(present) makes sure that the domain has a record notify config. O(on_existing) decides about one that exists.
      - V(absent) deletes the config of the domain, if there is one. The domain itself must exist in the account.
    type: str
    default: present
    choices:
      - present
      - absent
  notify_url:
    description:
      - Where the service sends its recording callbacks. Required if O(state=present).
      - It must start with C(http://) or C(https://), with white space and all characters beyond ASCII percent-encoded.
      - The service refuses hosts without a public address; a literal one gives a warning.
    type: str
  on_demand_url:
    description:
      - Whom the service asks whether to record a stream, for recording on demand. The rules for O(notify_url) hold.
      - An empty string means none. If it is left out, it is not managed.
      - It is not documented whether the service lets it be cleared. If it does not, the task fails and says so.
    type: str
  need_status_notify:
    description:
      - Whether to send callbacks when a recording starts, pauses and resumes too, not only when a file is ready.
      - If it is left out, it is not managed.
    type: bool
  notify_req_auth:
    description:
      - Whether to sign the callbacks, so that their receiver can check them. V(true) requires O(notify_auth_key).
      - If it is left out, it is not managed.
    type: bool
  notify_auth_key:
    description:
      - The key that signs the callbacks, 16 to 32 letters and digits. Quote it if it has only digits.
      - It is compared only with O(notify_req_auth=true), and if the service shows the key that is set. Without
        O(notify_req_auth=true) it is sent along with a change, but makes none.
      - A stream that is live already keeps the old key until it is pushed again. Receivers must take both for a while.
    type: str
  on_existing:
    description:
      - What to do if the domain has a config already. It does not apply to O(state=absent).
      - V(keep) leaves it, whatever it says. The service's answer C(ConfigAlreadyExists) is an unchanged result.
      - V(keep_and_warn) leaves it, and warns if it differs from the task, naming what differs.
      - V(keep_and_fail) leaves it, and fails if it differs from the task, naming what differs.
      - V(replace) brings it to what the task says, and reads it back after an update. Options that are left out stay
        as they are.
      - With V(keep) the config is not read, so that an edited O(notify_url) does not reach a config that exists.
    type: str
    default: keep
    choices:
      - keep
      - keep_and_warn
      - keep_and_fail
      - replace
  query_in_check_mode:
    description:
      - Whether check mode reads the config to tell what a run would do. This needs credentials.
    type: bool
    default: false
seealso:
  - module: apsaravideo.live.record_notify_config_info
author:
  - The apsaravideo.live contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Recording callbacks of one domain
  apsaravideo.live.record_notify_config:
    domain_name: live.example.com
    notify_url: https://callbacks.example.com/recordings

- name: Bring an existing config to what the task says, with signed callbacks
  apsaravideo.live.record_notify_config:
    domain_name: live.example.com
    notify_url: https://callbacks.example.com/recordings
    need_status_notify: true
    notify_req_auth: true
    notify_auth_key: "{{ vault_recording_callback_key }}"
    on_existing: replace

- name: Fail if somebody edited the config in the console
  apsaravideo.live.record_notify_config:
    domain_name: live.example.com
    notify_url: https://callbacks.example.com/recordings
    on_existing: keep_and_fail

- name: No recording callbacks
  apsaravideo.live.record_notify_config:
    domain_name: live.example.com
    state: absent
"""

RETURN = r"""
operation:
  description:
    - The operation of the API that changed the config or, in check mode, would change it. Null if nothing changes.
    - If the task fails, the change that had been accepted by then, or null.
  type: str
  returned: always
  sample: AddLiveRecordNotifyConfig
request_id:
  description: The request id of the answer that decided. Null if nothing was called.
  type: str
  returned: success
  sample: 16A96B9A-F203-4EC5-8E43-CB92E68F4CD8
record_notify_config:
  description:
    - What is known of the config after the run. Fields that nothing is known of are missing.
    - If O(on_existing=keep) finds a config, only RV(record_notify_config.domain_name) and
      RV(record_notify_config.exists), as nothing was read.
  type: dict
  returned: success
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
before:
  description: The config before the change, empty if there is none or it was not read.
  type: dict
  returned: success, in check mode
prediction:
  description:
    - V(verified) if the service was asked (O(query_in_check_mode=true)), V(unverified) if RV(ignore:changed) and
      RV(operation) only tell what would be tried first.
  type: str
  returned: success, in check mode
  sample: unverified
diff:
  description: What changes, without any key.
  type: dict
  returned: in diff mode
  contains:
    before:
      description: The config before, with the keys of RV(record_notify_config). Empty if there is none.
      type: dict
    after:
      description: The config after it.
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
  description: What went wrong.
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
from ansible_collections.apsaravideo.live.plugins.module_utils._ensure import ensure
from ansible_collections.apsaravideo.live.plugins.module_utils._runner import run_module


def main() -> None:
    spec = {
        **_options.connection(),
        **_options.settings(),
        "domain_name": {"type": "str", "required": True},
        "state": {"type": "str", "default": "present", "choices": ["present", "absent"]},
        "on_existing": {"type": "str", "default": "keep", "choices": list(_options.ON_EXISTING)},
        "query_in_check_mode": {"type": "bool", "default": False},
    }
    run_module(ensure, spec, {"operation": None}, required_if=[("state", "present", ["notify_url"])])


if __name__ == "__main__":
    main()
