# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All checks of this collection. ``nox --list`` names them; the Makefile has the usual ones as targets."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

import antsibull_nox
import nox

ROOT = Path(__file__).resolve().parent
RESULTS = ROOT / "build" / "results"
RESULTS.mkdir(parents=True, exist_ok=True)
IN_CI = os.environ.get("CI") == "true"

nox.options.default_venv_backend = "uv|virtualenv"
# uv does not look at the system's certificates unless told, and would try to download an interpreter that is missing.
os.environ.setdefault("UV_SYSTEM_CERTS", "1")
os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")


def set_path() -> None:
    """Put this environment first, and real interpreters in the place of pyenv's shims.

    A shim answers to the name of every Python that pyenv has, and then fails unless that version is also selected;
    uv, nox and ansible-test all stop at it.
    """
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    roots = {str(Path(entry).parent) for entry in entries if Path(entry).name == "shims"}
    if "PYENV_ROOT" in os.environ:
        roots.add(os.environ["PYENV_ROOT"])
    kept = [entry for entry in entries if not any(Path(entry).is_relative_to(root) for root in roots)]
    real = [str(path) for root in sorted(roots) for path in sorted(Path(root, "versions").glob("3.*/bin"))]
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), *kept, *real])


def forget_credentials() -> None:
    """Keep the account of whoever runs the tests out of them."""
    for name in list(os.environ):
        if name.startswith(("ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", "ALIYUN_")):
            del os.environ[name]


set_path()
forget_credentials()
antsibull_nox.load_antsibull_nox_toml()


class Core(NamedTuple):
    """A release of ansible-core, and the Pythons that it supports for itself, the one to use first."""

    release: str
    pythons: tuple[str, ...]

    @property
    def python(self) -> str | None:
        """The first of them that this machine has."""
        return next((python for python in self.pythons if shutil.which(f"python{python}")), None)


# The first choices together use every Python from 3.10 to 3.13.
CORES = {
    "2.16": Core("2.16.19", ("3.10", "3.11", "3.12")),
    "2.17": Core("2.17.14", ("3.11", "3.12", "3.10")),
    "2.18": Core("2.18.19", ("3.11", "3.12", "3.13")),
    "2.19": Core("2.19.14", ("3.12", "3.11", "3.13")),
    "2.20": Core("2.20.10", ("3.12", "3.13", "3.14")),
    "2.21": Core("2.21.5", ("3.13", "3.12", "3.14")),
}
OLDEST, *_BETWEEN, NEWEST = CORES
# With Python 3.9 and the requests and urllib3 below: what RHEL 9 ships, for which modules must run.
LEGACY = Core("2.15.13", ("3.9",))
LEGACY_REQUESTS = ("requests==2.25.1", "urllib3==1.26.5")


def say_not_run(name: str, pythons: tuple[str, ...], *, default: bool) -> None:
    """Stand in for a session whose interpreter is missing: say so, and fail in CI."""

    def not_run(session: nox.Session) -> None:
        line = f"NOT RUN: {name}, because no Python {' or '.join(pythons)} was found"
        if IN_CI:
            session.error(line)
        session.skip(line)

    not_run.__doc__ = "Cannot run here: the interpreter is missing."
    nox.session(name=name, python=False, default=default)(not_run)


def add_pytest_session(name: str, core: Core, description: str, arguments: tuple[str, ...], *install: str) -> None:
    """Add a session that runs pytest with one ansible-core."""
    if core.python is None:
        say_not_run(name, core.pythons, default=True)
        return

    def run(session: nox.Session) -> None:
        session.install(f"ansible-core=={core.release}", "-r", "tests/unit/requirements.txt", *install)
        session.run("pytest", f"--junit-xml={RESULTS / name}.xml", *arguments, *session.posargs)

    run.__doc__ = description
    nox.session(name=name, python=core.python)(run)


# Four at a time even on two cores: many of these tests wait, for the API's published calls per second or a timeout.
FOUR_AT_A_TIME = ("-n", "4")
for _version, _core in CORES.items():
    add_pytest_session(
        f"unit-{_version}", _core, f"Unit tests, ansible-core {_version}.", (*FOUR_AT_A_TIME, "tests/unit")
    )
add_pytest_session(
    "legacy-requests",
    LEGACY,
    "Unit tests of what runs on targets, with the oldest Python and requests.",
    (*FOUR_AT_A_TIME, "tests/unit/plugins"),
    *LEGACY_REQUESTS,
)
# The emulator does not depend on ansible-core, so once will do.
add_pytest_session(
    "emulator-proof",
    CORES["2.18"],
    "The official SDKs, the present and the older, as clients of the emulator.",
    ("tests/emulator_proof",),
    "aliyun-python-sdk-core==2.16.1",
)
for _version in (OLDEST, NEWEST):
    add_pytest_session(
        f"functional-{_version}",
        CORES[_version],
        f"Tests that run the commands of ansible-core {_version}.",
        ("tests/functional",),
        "ansible-runner==2.4.3",
    )


# The stand-in does what the script does of which it takes the place: it installs the pip that it is asked for.
GET_PIP = """\
import os, subprocess, sys
args = [arg for arg in sys.argv[1:] if arg not in ("--no-setuptools", "--no-wheel")]
env = {name: value for name, value in os.environ.items() if name != "GET_PIP"}
subprocess.check_call([sys.executable, "-m", "ensurepip", "--default-pip"], env=env, stdout=subprocess.DEVNULL)
if "--no-setuptools" in sys.argv:
    subprocess.call(
        [sys.executable, "-m", "pip", "uninstall", "-q", "-y", "setuptools"], env=env, stderr=subprocess.DEVNULL
    )
subprocess.check_call([sys.executable, "-m", "pip", "install", "-q", "--upgrade", *args], env=env)
"""


def offer_get_pip() -> None:
    """Let ansible-test work where the host is out of reach from which it downloads its get-pip.py."""
    try:
        socket.getaddrinfo("ci-files.testing.ansible.com", 443)
    except OSError:
        cache = Path.home() / ".ansible" / "test" / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        for version in ("23_1_2", "24_2", "25_2"):
            script = cache / f"get_pip_{version}.py"
            if not script.exists():
                script.write_text(GET_PIP, encoding="utf-8")


def drop_temporary_files() -> None:
    """Leave out of the results what antsibull-nox cannot copy."""
    shutil.rmtree("tests/output/.tmp", ignore_errors=True)


def check_targets() -> None:
    """Fail when an integration target did not run, of which ansible-test only warns."""
    drop_temporary_files()
    targets = {path.name for path in Path("tests/integration/targets").iterdir() if not path.name.startswith("setup_")}
    ran = {path.name.split("-")[0] for path in Path("tests/output/junit").glob("*.xml")}
    if not ran or targets - ran:
        raise RuntimeError(f"Integration targets that did not run: {' '.join(sorted(targets - ran)) or 'all'}")


def add_ansible_test(
    name: str, version: str, description: str, *params: str, default: bool, also_needs: str = ""
) -> None:
    """Add a session that runs ansible-test on this host, without containers."""
    core = CORES[version]
    if core.python is None:
        say_not_run(name, core.pythons, default=default)
    elif also_needs and not shutil.which(f"python{also_needs}"):
        say_not_run(name, (also_needs,), default=default)
    else:
        antsibull_nox.add_ansible_test_session(
            name=name,
            description=description,
            ansible_core_version=version,
            ansible_core_source="pypi",
            ansible_test_params=[params[0], "--color", "no", *params[1:]],
            default=default,
            callback_before=offer_get_pip,
            callback_after=check_targets if params[0] == "integration" else drop_temporary_files,
        )


for _version in CORES:
    # One is part of `make test`, the others of `make sanity-all`.
    add_ansible_test(
        f"sanity-{_version}",
        _version,
        f"ansible-test sanity, ansible-core {_version}.",
        "sanity",
        default=_version == NEWEST,
    )
for _version in (OLDEST, NEWEST):
    add_ansible_test(
        f"integration-{_version}",
        _version,
        f"Integration targets, ansible-core {_version}.",
        "integration",
        "--venv",
        "--python",
        str(CORES[_version].python),
        default=True,
    )
add_ansible_test(
    "integration-2.17-on-3.9",
    "2.17",
    "Integration targets, modules running on Python 3.9.",
    "integration",
    "--controller",
    f"origin:python=venv/{CORES['2.17'].python}",
    "--target",
    "controller:python=venv/3.9",
    default=True,
    also_needs="3.9",
)


@nox.session(name="format-check")
def format_check(session: nox.Session) -> None:
    """Is the code formatted? (`nox -s format` formats it.)"""
    session.install("ruff==0.17.6")
    session.run("ruff", "format", "--check", ".")


@nox.session(name="format", default=False)
def format_code(session: nox.Session) -> None:
    """Format the code and put the imports in order."""
    session.install("ruff==0.17.6")
    session.run("ruff", "check", "--select", "I", "--fix", ".")
    session.run("ruff", "format", ".")


@nox.session(name="changelog-lint")
def changelog_lint(session: nox.Session) -> None:
    """Are the changelog and its fragments well formed?"""
    session.install("antsibull-changelog==0.36.0", f"ansible-core=={CORES['2.19'].release}")
    session.run("antsibull-changelog", "lint")


PLAYBOOK = """\
- name: The installed collection
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Predict
      apsaravideo.live.record_notify_config:
        domain_name: live.example.com
        notify_url: https://callbacks.example.com/recordings
      register: result
    - name: Assert
      ansible.builtin.assert:
        that:
          - result is changed
          - result.operation == "AddLiveRecordNotifyConfig"
"""


def copy_of_the_checkout(target: Path) -> None:
    """Copy what git knows or would add, so that nothing else can get into the artefact."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


@nox.session(name="installed-artefact")
def installed_artefact(session: nox.Session) -> None:
    """Build the artefact, install it elsewhere, and use it there, with ansible-core alone."""
    # No requests on purpose: check mode has to do without.
    session.install(f"ansible-core=={CORES['2.19'].release}")
    with tempfile.TemporaryDirectory(prefix="apsaravideo-live-") as name:
        place = Path(name)
        copy_of_the_checkout(place / "source")
        with session.chdir(place / "source"):
            session.run("ansible-galaxy", "collection", "build", "--output-path", str(place))
        (artefact,) = place.glob("*.tar.gz")
        with tarfile.open(artefact) as tar:
            session.log(f"{artefact.name} holds: {' '.join(sorted({n.split('/')[0] for n in tar.getnames()}))}")
        collections = place / "collections"
        env = {"ANSIBLE_COLLECTIONS_PATH": str(collections), "ANSIBLE_LOCALHOST_WARNING": "false"}
        session.run(
            "ansible-galaxy", "collection", "install", "--offline", "-p", str(collections), str(artefact), env=env
        )
        playbook = place / "playbook.yml"
        playbook.write_text(PLAYBOOK, encoding="utf-8")
        with session.chdir(place):
            for module in ("record_notify_config", "record_notify_config_info"):
                shown = session.run("ansible-doc", "-t", "module", f"apsaravideo.live.{module}", env=env, silent=True)
                if f"apsaravideo.live.{module}" not in str(shown) or str(collections) not in str(shown):
                    session.error(f"ansible-doc does not show {module} of the installed collection:\n{shown}")
            session.run("ansible-playbook", "--check", str(playbook), env=env)


@nox.session(name="docs", default=False)
def docs(session: nox.Session) -> None:
    """Build the documentation as HTML, into build/docs/build/html."""
    session.install("antsibull-docs==2.28.0", f"ansible-core=={CORES['2.19'].release}")
    with tempfile.TemporaryDirectory(prefix="apsaravideo-live-") as name:
        copy_of_the_checkout(Path(name, "ansible_collections", "apsaravideo", "live"))
        env = {"ANSIBLE_COLLECTIONS_PATH": name}
        site = ROOT / "build" / "docs"
        shutil.rmtree(site, ignore_errors=True)
        # antsibull-docs refuses a folder that others may write to.
        site.mkdir(mode=0o755)
        session.run(
            "antsibull-docs", "sphinx-init", "--use-current", "--squash-hierarchy", "--lenient",
            "--dest-dir", str(site), "apsaravideo.live", env=env,
        )  # fmt: skip
        session.install("-r", str(site / "requirements.txt"))
        with session.chdir(site):
            session.run("./build.sh", env=env, external=True)
