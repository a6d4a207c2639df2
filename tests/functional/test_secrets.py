# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret gets out: real runs with canaries, which are then searched in all that the runs said and left behind.

Not searched is what the runs were given, and syslog, to which Ansible tells the options of each module itself.
"""

from __future__ import annotations

import base64
import html
import json
import subprocess
import sys
import typing as t
from pathlib import Path
from urllib.parse import quote

import pytest

from emulator import Emulator, Fault
from functional.canaries import CANARIES, SHOWN_OF_IDS, contents, in_small_letters, leaks

ADD = "AddLiveRecordNotifyConfig"
UPDATE = "UpdateLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"
METHODS = ["ACS3-HMAC-SHA256", "HMAC-SHA1"]
URL = "https://callbacks.example.com/recordings"

RunPlaybook = t.Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize(
    "write",
    [
        lambda secret: secret,
        lambda secret: quote(secret, safe=""),
        lambda secret: quote(quote(secret, safe=""), safe=""),
        lambda secret: in_small_letters(quote(secret, safe="")),
        lambda secret: json.dumps({"key": secret}),
        lambda secret: json.dumps({"stdout": json.dumps({"key": secret})}),
        html.escape,
        repr,
        lambda secret: base64.b64encode(secret.encode()).decode(),
        lambda secret: base64.b64encode(f"id:{secret}@host".encode()).decode(),
        lambda secret: base64.b64encode(f"user:{secret}".encode()).decode(),
        lambda secret: base64.urlsafe_b64encode(f"name:!{secret}..".encode()).decode(),
        lambda secret: secret.encode().hex(),
    ],
    ids=[
        *("raw", "percent", "percent twice", "small percent", "JSON", "JSON twice", "HTML", "repr"),
        *("base64", "base64 at 3", "base64 at 5", "base64 at 6", "hex"),
    ],
)
def test_the_search_finds_what_is_there(write: t.Callable[[str], str]) -> None:
    for name, canary in CANARIES.items():
        planted = f"before {write(canary)} after".encode()
        assert {found.partition(" as ")[0] for found in leaks({"log": planted})} == {name}
    assert leaks({"log": b"before *** after, ends with " + CANARIES["id"][-SHOWN_OF_IDS:].encode()}) == []


class Scenario(t.NamedTuple):
    """One task: which module, with which options, and what its result must say of it.

    ``says`` is a part of the message of a failure, or None for a success. It proves that the task got to where a
    secret could have come out.
    """

    options: dict[str, t.Any]
    says: str | None = None
    module: str = "record_notify_config"
    plain: bool = False  # also in check mode without a query


KEY = {"notify_req_auth": True, "notify_auth_key": "{{ callback_key }}"}
REPLACE = {"notify_url": URL, "on_existing": "replace"}
OF_THE_ENVIRONMENT = {"access_key_id": "", "access_key_secret": "", "security_token": ""}
BY_METHOD: dict[str, Scenario] = {
    "wrong_secret": Scenario({**REPLACE, **KEY, "access_key_secret": "{{ wrong_secret }}"}, "SignatureDoesNotMatch"),
    "wrong_secret_on_add": Scenario({"notify_url": URL, **KEY, "access_key_secret": "{{ wrong_secret }}"}, "Signature"),
    "wrong_token": Scenario({"notify_url": URL, **KEY, "security_token": "{{ wrong_token }}"}, "InvalidSecurityToken"),
    "echo": Scenario({"notify_url": URL, **KEY}, "Failed: "),
    "page": Scenario({"notify_url": URL, **KEY}, "not one of the API"),
    "stranger": Scenario({"notify_url": URL, **KEY}, "not one of the API"),
    "redirect": Scenario({"notify_url": URL, **KEY}, "a redirect to http"),
    "reset": Scenario({"notify_url": URL, **KEY}, "broke before the answer"),
    "slow": Scenario({"notify_url": URL, **KEY, "timeout": 0.2}, "did not answer within"),
}
SCENARIOS: dict[str, Scenario] = {
    "add": Scenario({"notify_url": URL, **KEY}, plain=True),
    "add_again": Scenario({**REPLACE, **KEY, "domain_name": "add.example.com"}),
    "another_key": Scenario({**REPLACE, **KEY}),
    "kept_key": Scenario({**REPLACE}),
    "kept_key_in_an_echo": Scenario({**REPLACE}, "Failed: "),
    "kept_key_in_a_page": Scenario({**REPLACE}, "not one of the API"),
    "kept_key_in_a_cut_answer": Scenario({**REPLACE}, "not one of the API"),
    "warn": Scenario({**KEY, "notify_url": URL, "on_existing": "keep_and_warn"}),
    "fail": Scenario({**KEY, "notify_url": URL, "on_existing": "keep_and_fail"}, "notify_auth_key is another one"),
    "absent": Scenario({"state": "absent"}),
    "environment": Scenario({"notify_url": URL, **KEY, **OF_THE_ENVIRONMENT}),
    "tls": Scenario({"notify_url": URL, **KEY, "endpoint": "{{ stranger }}"}, "certificate"),
    "refused": Scenario({"notify_url": URL, **KEY, "endpoint": "http://127.0.0.1:1"}, "no connection to"),
    "half_a_set": Scenario({"notify_url": URL, **KEY, "access_key_id": ""}, "without access_key_id"),
    "broken_secret": Scenario({"notify_url": URL, "access_key_secret": "{{ broken_secret }}"}, "has white space"),
    "broken_key": Scenario({"notify_url": URL, "notify_auth_key": "{{ broken_key }}"}, "16 to 32 letters", plain=True),
    "info": Scenario({"domain_names": ["warn.example.com", "add.example.com"]}, module="record_notify_config_info"),
    "info_of_all": Scenario(
        {"select": {"domain_name": "add", "domain_search_type": "pre_match"}}, module="record_notify_config_info"
    ),
    "info_in_an_echo": Scenario(
        {"domain_names": ["warn.example.com", "echo.example.com"]}, "1 of 2", module="record_notify_config_info"
    ),
}


def task(name: str, scenario: Scenario, **more: t.Any) -> dict[str, t.Any]:
    options = dict(scenario.options)
    if scenario.module == "record_notify_config":
        options = {
            "domain_name": f"{name.replace('_', '-')}.example.com",
            "query_in_check_mode": "{{ query }}",
            **options,
        }
    return {
        "name": name,
        f"apsaravideo.live.{scenario.module}": options,
        "register": f"result_{name}",
        "ignore_errors": True,
        **more,
    }


def plays(scenarios: t.Mapping[str, Scenario], by_method: t.Mapping[str, Scenario]) -> list[dict[str, t.Any]]:
    """A playbook of these scenarios; at its end all results become facts, which are cached."""
    method = {"loop": METHODS, "vars": {"method": "{{ item }}"}}
    tasks = [task(name, scenario) for name, scenario in scenarios.items()]
    tasks += [task(name, scenario, **method) for name, scenario in by_method.items()]
    names = [*scenarios, *by_method]
    facts = {f"fact_{name}": f"{{{{ result_{name} }}}}" for name in names}
    tasks.append({"name": "Results", "ansible.builtin.set_fact": {**facts, "cacheable": True}})
    tasks.append({"name": "Show", "ansible.builtin.debug": {"var": "ansible_facts"}})
    connection = {
        "endpoint": "{{ endpoint }}",
        "access_key_id": "{{ id }}",
        "access_key_secret": "{{ secret }}",
        "security_token": "{{ token }}",
        "signature_method": "{{ method | default('ACS3-HMAC-SHA256') }}",
    }
    defaults = {"group/apsaravideo.live.all": connection}
    play = {"name": "Canaries", "hosts": "localhost", "gather_facts": False}
    return [{**play, "module_defaults": defaults, "tasks": tasks}]


def set_stage(emulator: Emulator) -> None:
    """An account with a domain for each scenario, and what goes wrong there."""
    canary = CANARIES
    emulator.reset()
    emulator.add_key(canary["id"], canary["secret"], canary["token"])
    emulator.add_key(
        canary["id_of_the_environment"], canary["secret_of_the_environment"], canary["token_of_the_environment"]
    )
    for name in [*SCENARIOS, *BY_METHOD]:
        emulator.add_domain(f"{name.replace('_', '-')}.example.com")
    old = {"NotifyReqAuth": True, "NotifyAuthKey": canary["old_key"]}
    for name in ("another-key", "absent", "wrong-secret"):
        emulator.set_config(f"{name}.example.com", NotifyUrl=URL, **old)
    older = {"NotifyReqAuth": True, "NotifyAuthKey": canary["older_key"]}
    for name in ("kept-key", "kept-key-in-an-echo", "kept-key-in-a-page", "kept-key-in-a-cut-answer", "warn", "fail"):
        emulator.set_config(f"{name}.example.com", NotifyUrl="https://old.example.com/", **older)
    echo = f"{{query}} {canary['secret']} {quote(canary['secret'])} {quote(quote(canary['token']))}"
    page = f"<html><title>{{query}} {html.escape(canary['token'])}</title>{echo}</html>"
    place = (
        f"http://{canary['callback_key']}@other.example.com/{quote(canary['token'], safe='')}?{canary['callback_key']}"
    )
    for name, operation, fault, details in (
        ("echo", None, "error", {"code": "InvalidParams", "status": 400, "message": f"Failed: {echo}"}),
        ("page", None, "html", {"body": page}),
        ("stranger", None, "stranger", {"body": json.dumps({"query": echo})}),
        ("redirect", None, "redirect", {"location": place}),
        ("reset", None, "reset", {}),
        ("slow", None, "delay", {"seconds": 0.5}),
        ("kept-key-in-an-echo", UPDATE, "error", {"code": "InvalidParams", "message": f"Failed: {echo}"}),
        ("kept-key-in-a-page", UPDATE, "html", {"body": page}),
        ("kept-key-in-a-cut-answer", DESCRIBE, "cut", {}),
    ):
        emulator.inject(Fault(fault, operation, f"{name}.example.com", None, 0, **details))


def given(emulator: Emulator, stranger: Emulator, *, query: bool) -> dict[str, t.Any]:
    """The extra variables of a run."""
    return {**CANARIES, "endpoint": emulator.url, "stranger": stranger.url, "query": query}


def without_tags(value: t.Any) -> t.Any:
    """A cached value without what newer releases of ansible-core note beside it, such as where it came from."""
    if isinstance(value, list):
        return [without_tags(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "__ansible_type" in value and "value" in value:
        return without_tags(value["value"])
    return {name: without_tags(item) for name, item in value.items()}


def check_results(cache: Path) -> None:
    """Check that each scenario has come to where it should come; the facts of the run hold all results."""
    (file,) = [path for path in cache.rglob("*localhost*") if path.is_file()]
    facts = json.loads(file.read_text(encoding="utf-8"))
    facts = facts.get("__payload__", facts)  # newer releases of ansible-core wrap what they cache
    facts = without_tags(json.loads(facts) if isinstance(facts, str) else facts)
    for name, scenario in {**SCENARIOS, **BY_METHOD}.items():
        result = facts[f"fact_{name}"]
        for one in result.get("results", [result]):
            assert one.get("failed", False) == (scenario.says is not None), (name, one)
            assert (scenario.says or "") in one.get("msg", ""), (name, one)


def test_nothing_gets_out_of_ansible_playbook(
    tmp_path: Path, emulator: Emulator, stranger: Emulator, environment: dict[str, str], run_playbook: RunPlaybook
) -> None:
    environment.update(ANSIBLE_DISPLAY_TRACEBACK="always", **environment_credentials())
    plain = {name: scenario for name, scenario in SCENARIOS.items() if scenario.plain}
    for options, query, scenarios, by_method in (
        (("--check", "--diff"), False, plain, {}),
        (("--check", "--diff"), True, SCENARIOS, BY_METHOD),
        (("--diff",), False, SCENARIOS, BY_METHOD),
    ):
        set_stage(emulator)
        done = run_playbook(plays(scenarios, by_method), "-vvvv", *options, **given(emulator, stranger, query=query))
        assert done.returncode == 0, done.stdout + done.stderr
        said = {"stdout": done.stdout.encode(), "stderr": done.stderr.encode()}
        assert leaks({**said, **contents(tmp_path / "run")}) == []
    check_results(tmp_path / "run" / "cache")


def test_nothing_gets_out_of_ansible_runner(
    tmp_path: Path, emulator: Emulator, stranger: Emulator, environment: dict[str, str]
) -> None:
    set_stage(emulator)
    for folder in ("project", "env", "inventory"):
        (tmp_path / "private" / folder).mkdir(parents=True)
    playbook = json.dumps(plays(SCENARIOS, BY_METHOD))
    (tmp_path / "private" / "project" / "play.yml").write_text(playbook, encoding="utf-8")
    # Where ansible-runner keeps extra variables, as AWX hands over those of a survey or a credential.
    variables = {"ansible_python_interpreter": sys.executable, **given(emulator, stranger, query=False)}
    (tmp_path / "private" / "env" / "extravars").write_text(json.dumps(variables), encoding="utf-8")
    (tmp_path / "private" / "env" / "cmdline").write_text("--diff", encoding="utf-8")
    commands = Path(sys.executable).parent
    command = [str(commands / "ansible-runner"), "run", str(tmp_path / "private"), "-p", "play.yml"]
    command += ["--artifact-dir", str(tmp_path / "artifacts")]
    environ = {**environment, **environment_credentials(), "PATH": f"{commands}:{environment['PATH']}"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    said = {"stdout": done.stdout.encode(), "stderr": done.stderr.encode()}
    left = contents(tmp_path / "artifacts", tmp_path / "run")
    assert any("job_events" in name for name in left)
    assert leaks({**said, **{name: content for name, content in left.items() if not was_given(name)}}) == []


def was_given(name: str) -> bool:
    """Whether a file repeats what the run was started with: ansible-runner notes its command and environment."""
    return name.endswith("/command")


def environment_credentials() -> dict[str, str]:
    """The variables that hold the canaries of the environment."""
    return {
        f"ALIBABA_CLOUD_{variable}": CANARIES[f"{name}_of_the_environment"]
        for variable, name in (("ACCESS_KEY_ID", "id"), ("ACCESS_KEY_SECRET", "secret"), ("SECURITY_TOKEN", "token"))
    }
