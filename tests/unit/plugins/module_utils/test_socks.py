# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A SOCKS proxy: it is used, and attempts through it end in time and know whether anything was sent."""

from __future__ import annotations

import socket
import threading
import typing as t

import pytest

from emulator import Fault

if t.TYPE_CHECKING:
    from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient
    from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError

    from emulator import Emulator

DOMAIN = "live.example.com"
HOST = "live.example.test"  # of the certificate; only the proxy knows where it is
DESCRIBE = "DescribeLiveRecordNotifyConfig"
SECONDS = 0.3

ClientOf = t.Callable[..., "LiveClient"]
Fails = t.Callable[["LiveClient"], "LiveError"]
Pump = t.Callable[..., None]
RunsOut = t.Callable[["LiveClient", str, bool], None]
Serve = t.Callable[[t.Callable[[socket.socket], None]], str]


def socks_to(port: int, pump: Pump, pause: float) -> t.Callable[[socket.socket], None]:
    """A SOCKS 5 proxy that leads to one port of this machine; with a pause, answers trickle back."""

    def serve_one(connection: socket.socket) -> None:
        connection.recv(65536)  # the ways to authenticate
        connection.sendall(b"\x05\x00")
        request = connection.recv(65536)
        assert HOST.encode() in request
        with socket.create_connection(("127.0.0.1", port)) as onward:
            connection.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
            back = threading.Thread(target=pump, args=(onward, connection, pause), daemon=True)
            back.start()
            pump(connection, onward)
            back.join()

    return serve_one


@pytest.fixture
def through(
    serve: Serve,
    secure_emulator: Emulator,
    ca_file: str,
    client_of: ClientOf,
    pump: Pump,
    monkeypatch: pytest.MonkeyPatch,
) -> t.Callable[..., LiveClient]:
    """A client that reaches the emulator through a SOCKS proxy."""

    def make(timeout: float, pause: float = 0.0) -> LiveClient:
        proxy = serve(socks_to(secure_emulator.port, pump, pause))
        monkeypatch.setenv("HTTPS_PROXY", f"socks5h://{proxy}")
        return client_of(f"https://{HOST}", timeout=timeout, ca_path=ca_file)

    return make


def test_is_used(secure_emulator: Emulator, through: t.Callable[..., LiveClient]) -> None:
    client = through(timeout=5)

    reply = client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])

    assert reply.code == "InvalidConfig.NotFound"
    assert [call.host for call in secure_emulator.log] == [HOST]


def test_that_trickles_is_bounded(through: t.Callable[..., LiveClient], runs_out: RunsOut) -> None:
    runs_out(through(timeout=SECONDS, pause=0.02), HOST, False)  # it does not get through the handshake


def test_that_loses_an_answer_leaves_open_what_happened(
    secure_emulator: Emulator, through: t.Callable[..., LiveClient], fails: Fails
) -> None:
    client = through(timeout=5)
    secure_emulator.inject(Fault("lost"))

    error = fails(client)

    assert (error.may_have_happened, error.can_repeat) == (True, True)
    assert secure_emulator.config(DOMAIN) is not None
