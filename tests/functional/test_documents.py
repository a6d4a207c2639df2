# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documents and the code say the same, and what the documents show works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "docsite" / "rst" / "guide.rst").read_text(encoding="utf-8")
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
ANSIBLE_PLAYBOOK = Path(sys.executable).parent / "ansible-playbook"


def documentation(module: str) -> dict[str, object]:
    """A module's DOCUMENTATION, as Ansible reads it."""
    text = (ROOT / "plugins" / "modules" / f"{module}.py").read_text(encoding="utf-8")
    found = re.search(r'^DOCUMENTATION = r"""\n(.*?)^"""', text, re.DOTALL | re.MULTILINE)
    assert found is not None
    parsed: dict[str, object] = yaml.safe_load(found.group(1))
    return parsed


def check(tmp_path: Path, play: object) -> str:
    """Run a play in check mode, without credentials, and return what it printed."""
    path = tmp_path / "play.yml"
    path.write_text(yaml.safe_dump(play), encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ALIBABA", "ALICLOUD"))}
    variables = "{vault_recording_callback_key: abcDEF0123456789, vault_access_key_id: '', vault_access_key_secret: ''}"
    command = [str(ANSIBLE_PLAYBOOK), "--check", "-e", variables, str(path)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_content_table_lists_what_is_there() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (module) \| (.+?) \|$", README, re.MULTILINE)

    assert rows == [(name, "module", documentation(name)["short_description"]) for name in MODULES]


def test_all_modules_are_in_the_action_group() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))

    assert sorted(runtime["action_groups"]["all"]) == MODULES


def test_the_policies_are_those_of_the_module() -> None:
    options = documentation("record_notify_config")["options"]
    assert isinstance(options, dict)

    rows = re.findall(r"^\| `(\w+)`(?: \(default\))? \| .+ \| 1 \(\w+\) \|$", README, re.MULTILINE)

    assert rows == options["on_existing"]["choices"]


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:\$ |`)make ([a-z-]+)", README))

    assert {"demo", "test", "help"} <= named
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_the_oldest_ansible_core_is_said_once_and_the_same() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))

    assert runtime["requires_ansible"] == ">=2.16.0"
    assert "ansible-core 2.16 or newer" in README


def test_the_playbook_in_the_readme_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)

    assert len(blocks[0].splitlines()) <= 12
    assert "changed=1" in check(tmp_path, yaml.safe_load(blocks[0]))


def test_module_defaults_in_the_readme_are_taken(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (play,) = yaml.safe_load(blocks[0])

    assert "changed=1" in check(tmp_path, [{**play, **yaml.safe_load(blocks[1])}])


def guide_blocks() -> list[str]:
    found = re.findall(r"\.\. code-block:: yaml\n\n((?:    .*\n|\n)+)", GUIDE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in found]


@pytest.mark.parametrize("block", [block for block in guide_blocks() if "config_info" not in block])
def test_the_guide_shows_what_runs(tmp_path: Path, block: str) -> None:
    shown = yaml.safe_load(block)
    play = shown[0] if "hosts" in shown[0] else {"hosts": "localhost", "gather_facts": False, "tasks": shown}
    for task in play["tasks"]:
        task["apsaravideo.live.record_notify_config"].pop("query_in_check_mode", None)  # that would need the service

    assert "changed=1" in check(tmp_path, [play])
