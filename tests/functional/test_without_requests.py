# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check mode needs neither requests, nor credentials, nor a connection; a run says which Python lacks requests."""

from __future__ import annotations

import socket
import subprocess
import sys
import typing as t

import yaml

if t.TYPE_CHECKING:
    from pathlib import Path

RunPlaybook = t.Callable[..., "subprocess.CompletedProcess[str]"]

CHECK = """
- name: Without requests
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Predict
      apsaravideo.live.record_notify_config:
        domain_name: live.example.com
        notify_url: https://callbacks.example.com/recordings
        endpoint: "{{ endpoint }}"
      check_mode: true
      register: predicted

    - name: Run
      apsaravideo.live.record_notify_config:
        domain_name: live.example.com
        notify_url: https://callbacks.example.com/recordings
        endpoint: "{{ endpoint }}"
        access_key_id: made-up
        access_key_secret: "{{ secret }}"
      register: failed
      ignore_errors: true

    - name: Compare
      ansible.builtin.assert:
        that:
          - predicted is changed
          - predicted.operation == "AddLiveRecordNotifyConfig"
          - predicted.prediction == "unverified"
          - predicted.api.calls == 0
          - "'credentials' not in predicted"
          - failed is failed
          - failed.msg.startswith(expected)
          - (ansible_python_interpreter ~ " -m pip install requests") in failed.msg
          - "'Traceback' not in failed | string"
"""


def test_without_requests(tmp_path: Path, run_playbook: RunPlaybook) -> None:
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    python = str(bare / "bin" / "python")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0)
        variables = {
            "ansible_python_interpreter": python,
            "endpoint": f"http://127.0.0.1:{listener.getsockname()[1]}",
            "secret": "made-up-as-well",
            "expected": f"The Python library requests is needed to call ApsaraVideo Live, and {python} on this host "
            "cannot import it (No module named ",
        }
        done = run_playbook(yaml.safe_load(CHECK), **variables)
        try:
            listener.accept()
        except BlockingIOError:
            connected = False
        else:
            connected = True

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ok=3" in done.stdout
    assert "ignored=1" in done.stdout
    assert not connected
