# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the client share: clients, loopback servers, a CA, and a call that has to fail."""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import ssl
import threading
import time
import traceback
import typing as t
from pathlib import Path

import pytest
import trustme
from ansible_collections.apsaravideo.live.plugins.module_utils import _arguments
from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient, Settings
from ansible_collections.apsaravideo.live.plugins.module_utils._credentials import Credentials
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError

from emulator import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, Emulator

DOMAIN = "live.example.com"
ADD = "AddLiveRecordNotifyConfig"
URL = "https://callbacks.example.com/recordings"
CALLBACK_KEY = "abcDEF0123456789"
PERHAPS_DONE = " The change may have been made all the same: run the task again, and it takes up from there."
PROXIED_HOST = "live.example.test"

_OPEN_FILES = Path("/proc/self/fd")
_SETTLE_SECONDS = 3.0


def _in_use() -> tuple[int, int]:
    """How many file descriptors and threads there are; the former only where it can be counted."""
    return len(list(_OPEN_FILES.iterdir())) if _OPEN_FILES.is_dir() else 0, threading.active_count()


def _settles(before: tuple[int, int]) -> bool:
    """Whether no more is in use than before, once threads and servers have ended and rings of references are gone."""
    end = time.monotonic() + _SETTLE_SECONDS
    while any(now > then for now, then in zip(_in_use(), before)):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
        gc.collect()
    return True


@pytest.fixture
def _no_leftovers() -> t.Iterator[None]:
    before = _in_use()
    yield
    assert _settles(before), f"file descriptors and threads: {before} before, {_in_use()} after"


@pytest.fixture
def client_of(_no_leftovers: None) -> t.Iterator[t.Callable[..., LiveClient]]:
    """Make a client of an endpoint; keyword arguments are settings, or what is injected."""
    clients: list[LiveClient] = []

    def make(endpoint: str, **changes: t.Any) -> LiveClient:
        settings = Settings(
            endpoint=_arguments.endpoint("endpoint", endpoint),
            credentials=Credentials(EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, None, "options"),
            signature_method="ACS3-HMAC-SHA256",
            timeout=10,
            validate_certs=True,
            ca_path=None,
            rate_limit_share=1.0,
        )
        of_settings = {name: value for name, value in changes.items() if name in Settings._fields}
        injected = {name: value for name, value in changes.items() if name not in of_settings}
        client = LiveClient(settings._replace(**of_settings), **injected)
        clients.append(client)
        return client

    yield make
    for client in clients:
        client._adapter.close()


@pytest.fixture
def fails() -> t.Callable[..., LiveError]:
    """Make a call (an Add) that has to fail with a LiveError, which may not show the request, and return it."""

    def call(client: LiveClient) -> LiveError:
        sent = {"DomainName": DOMAIN, "NotifyUrl": URL, "NotifyAuthKey": CALLBACK_KEY}
        with pytest.raises(LiveError) as caught:
            client.call(ADD, sent)
        error = caught.value
        assert (error.__cause__, error.__context__) == (None, None)
        shown = [str(error), repr(error), repr(error.args), repr(error.details())]
        shown += traceback.format_exception(type(error), error, error.__traceback__)
        for text in ("NotifyUrl=", "/recordings", "%2F", CALLBACK_KEY, EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, "/?"):
            assert text not in "\n".join(shown)
        return error

    return call


@pytest.fixture
def runs_out(fails: t.Callable[..., LiveError]) -> t.Callable[..., None]:
    """Make a call whose time has to run out: when it is up, not much later, and with nothing left behind."""

    def call(client: LiveClient, endpoint: str, sent: bool) -> None:
        seconds = client._settings.timeout
        before = _in_use()
        began = time.monotonic()
        error = fails(client)
        took = time.monotonic() - began
        assert seconds * 0.9 < took < 2
        assert error.message == (
            f"{ADD} for {DOMAIN} got no answer: {endpoint} did not answer within {seconds:g} seconds. "
            f"Look at the network, or raise timeout.{PERHAPS_DONE if sent else ''}"
        )
        assert (error.may_have_happened, error.can_repeat, error.throttled) == (sent, True, False)
        del error
        client._adapter.close()  # of an idle connection that it may keep
        assert _settles(before), f"file descriptors and threads: {before} before, {_in_use()} after"

    return call


@pytest.fixture
def serve(_no_leftovers: None) -> t.Iterator[t.Callable[[t.Callable[[socket.socket], None]], str]]:
    """Listen on a port of its own, give each connection to a function, and return host and port."""
    listeners: list[socket.socket] = []
    connections: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def start(target: t.Callable[..., None], *arguments: object) -> None:
        threads.append(threading.Thread(target=target, args=arguments, daemon=True))
        threads[-1].start()

    def handle(answer: t.Callable[[socket.socket], None], connection: socket.socket) -> None:
        # The client, or the end of the test, may take the connection away at any time.
        with contextlib.suppress(OSError, ValueError), connection:
            answer(connection)

    def accept(listener: socket.socket, answer: t.Callable[[socket.socket], None]) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = listener.accept()
                connections.append(connection)
                start(handle, answer, connection)

    def listen(answer: t.Callable[[socket.socket], None]) -> str:
        listeners.append(socket.create_server(("127.0.0.1", 0)))
        start(accept, listeners[-1], answer)
        return f"127.0.0.1:{listeners[-1].getsockname()[1]}"

    yield listen
    for one in (*listeners, *connections):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
    for thread in threads:
        thread.join(_SETTLE_SECONDS)


@pytest.fixture
def pump() -> t.Callable[..., None]:
    """Hand on what comes from one socket to another, and then its end; with a pause, byte by byte."""

    def hand_on(source: socket.socket, target: socket.socket, pause: float = 0.0) -> None:
        how = socket.SHUT_RDWR  # after an error nobody would ever end the way back
        with contextlib.suppress(OSError):
            for data in iter(lambda: source.recv(1 if pause else 65536), b""):
                time.sleep(pause)
                target.sendall(data)
            how = socket.SHUT_WR
        for one in (target,) if how == socket.SHUT_WR else (target, source):
            with contextlib.suppress(OSError):
                one.shutdown(how)

    return hand_on


@pytest.fixture(scope="session")
def _authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(_authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file with the CA that signed the certificates of the servers."""
    path = str(tmp_path_factory.mktemp("ca") / "ca.pem")
    _authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="session")
def other_ca_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file with a CA that signed nothing."""
    path = str(tmp_path_factory.mktemp("ca") / "other.pem")
    trustme.CA().cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="session")
def _one_secure_emulator(_authority: trustme.CA) -> t.Iterator[Emulator]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _authority.issue_cert("localhost", PROXIED_HOST).configure_cert(context)
    with Emulator(ssl_context=context) as emulator:
        yield emulator


@pytest.fixture
def secure_emulator(_one_secure_emulator: Emulator) -> Emulator:
    """An emulator behind HTTPS, as new; its certificate is for localhost and for the name of the proxied host."""
    _one_secure_emulator.reset()
    _one_secure_emulator.add_domain(DOMAIN)
    return _one_secure_emulator


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert os.path.expanduser("~") == str(tmp_path)  # noqa: PTH111  # as requests asks for it
    return tmp_path
