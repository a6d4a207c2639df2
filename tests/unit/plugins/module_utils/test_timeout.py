# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The timeout bounds a whole attempt, whatever it waits for, and leaves neither threads nor connections behind."""

from __future__ import annotations

import contextlib
import socket
import time
import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient

from emulator import Emulator, Fault

DOMAIN = "live.example.com"
DESCRIBE = "DescribeLiveRecordNotifyConfig"
SECONDS = 0.3
SLOW = 0.04  # between two bytes: far below the timeout, so that no single wait exceeds it

ClientOf = t.Callable[..., LiveClient]
RunsOut = t.Callable[[LiveClient, str, bool], None]
Serve = t.Callable[[t.Callable[[socket.socket], None]], str]


def silent(connection: socket.socket) -> None:
    """Take whatever comes, and say nothing."""
    while connection.recv(65536):
        pass


def trickle(beginning: bytes, part: bytes) -> t.Callable[[socket.socket], None]:
    """Once the client has spoken, say the beginning at once, and then the part again and again, byte by byte."""

    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(beginning)
        for byte in part * 100:
            time.sleep(SLOW)
            connection.sendall(bytes([byte]))

    return answer


class TestBefore:
    """Nothing was sent."""

    def test_a_server_that_never_shakes_hands(self, serve: Serve, client_of: ClientOf, runs_out: RunsOut) -> None:
        host = serve(silent)

        runs_out(client_of(f"https://{host}", timeout=SECONDS), host, False)

    def test_a_server_whose_handshake_trickles(self, serve: Serve, client_of: ClientOf, runs_out: RunsOut) -> None:
        # The head of a TLS record of 16 KiB, and then its content.
        host = serve(trickle(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", b"\x03"))

        runs_out(client_of(f"https://{host}", timeout=SECONDS), host, False)

    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_addresses_that_are_all_dead(
        self, client_of: ClientOf, runs_out: RunsOut, monkeypatch: pytest.MonkeyPatch, scheme: str
    ) -> None:
        with contextlib.ExitStack() as stack:
            addresses = [stack.enter_context(full_house()) for _number in range(2)]
            monkeypatch.setattr(
                socket,
                "getaddrinfo",
                lambda *_of: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses],
            )

            runs_out(client_of(f"{scheme}://dead.localhost", timeout=SECONDS), "dead.localhost", False)

    def test_an_address_that_is_dead_leaves_time_for_the_next(
        self, emulator: Emulator, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with full_house() as dead:
            monkeypatch.setattr(
                socket,
                "getaddrinfo",
                lambda *_of: [
                    (socket.AF_INET, socket.SOCK_STREAM, 6, "", address)
                    for address in (dead, ("127.0.0.1", emulator.port))
                ],
            )
            client = client_of(f"http://half-dead.localhost:{emulator.port}", timeout=SECONDS * 4)

            reply = client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])

        assert reply.code == "InvalidConfig.NotFound"


@contextlib.contextmanager
def full_house() -> t.Iterator[tuple[str, int]]:
    """An address whose queue is full, so that attempts to connect get no answer."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _waiting in range(16):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        time.sleep(0.05)
        probe = stack.enter_context(socket.socket())
        probe.settimeout(0.1)
        try:
            probe.connect(listener.getsockname())
        except socket.timeout:
            yield listener.getsockname()
        else:
            pytest.fail("this system takes connections beyond the queue")


class TestAfter:
    """The request was sent."""

    def test_a_server_that_never_answers(self, serve: Serve, client_of: ClientOf, runs_out: RunsOut) -> None:
        host = serve(silent)

        runs_out(client_of(f"http://{host}", timeout=SECONDS), host, True)

    @pytest.mark.parametrize("part", ["headers", "body"])
    @pytest.mark.parametrize("secure", [False, True])
    def test_an_answer_that_trickles(
        self,
        emulator: Emulator,
        secure_emulator: Emulator,
        ca_file: str,
        client_of: ClientOf,
        runs_out: RunsOut,
        part: str,
        secure: bool,
    ) -> None:
        server = secure_emulator if secure else emulator
        server.inject(Fault("trickle", seconds=SLOW, part=part))
        client = client_of(server.url, timeout=SECONDS, ca_path=ca_file)

        runs_out(client, server.url.partition("://")[2], True)

        assert server.config(DOMAIN) is not None
        assert client.call(DESCRIBE, {"DomainName": DOMAIN}).code is None

    @pytest.mark.parametrize(
        ("beginning", "part"),
        [
            (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
            (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n", b"x"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n", b"1\r\nx\r\n"),
            (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", b"\x00"),
            (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
            (b"HTTP/1.0 200 OK\r\n\r\n", b"x"),
            (b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", b"x"),
        ],
        ids=[
            "continue",
            "headers",
            "length",
            "length, then close",
            "chunks",
            "chunks, then close",
            "gzip",
            "until it closes",
            "HTTP 1.0",
            "redirect",
        ],
    )
    def test_an_answer_without_an_end(
        self, serve: Serve, client_of: ClientOf, runs_out: RunsOut, beginning: bytes, part: bytes
    ) -> None:
        host = serve(trickle(beginning, part))

        runs_out(client_of(f"http://{host}", timeout=SECONDS), host, True)

    def test_a_connection_that_goes_silent_when_it_is_used_again(
        self, serve: Serve, client_of: ClientOf, runs_out: RunsOut
    ) -> None:
        seen: list[bytes] = []

        def answer(connection: socket.socket) -> None:
            seen.append(connection.recv(65536))
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"RequestId":"1"}')
            seen.append(connection.recv(65536))
            silent(connection)

        host = serve(answer)
        client = client_of(f"http://{host}", timeout=SECONDS)
        client.call(DESCRIBE, {"DomainName": DOMAIN})

        runs_out(client, host, True)

        assert [request[:7] for request in seen] == [b"POST /?", b"POST /?"]

    def test_a_secure_connection_that_goes_silent_when_it_is_used_again(
        self, secure_emulator: Emulator, ca_file: str, client_of: ClientOf, runs_out: RunsOut
    ) -> None:
        secure_emulator.inject(Fault("delay", after=1, seconds=1))
        client = client_of(secure_emulator.url, timeout=SECONDS, ca_path=ca_file)
        client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])

        runs_out(client, secure_emulator.url.partition("://")[2], True)

        assert len({call.client_port for call in secure_emulator.log}) == 1


class TestElsewhere:
    @pytest.mark.parametrize("secure", [False, True])
    def test_name_resolution_is_not_counted(
        self,
        emulator: Emulator,
        secure_emulator: Emulator,
        ca_file: str,
        client_of: ClientOf,
        monkeypatch: pytest.MonkeyPatch,
        secure: bool,
    ) -> None:
        resolve = socket.getaddrinfo

        def resolve_late(*of: t.Any, **more: t.Any) -> t.Any:
            time.sleep(SECONDS + 0.1)
            return resolve(*of, **more)

        server = secure_emulator if secure else emulator
        client = client_of(server.url, timeout=SECONDS, ca_path=ca_file)
        monkeypatch.setattr(socket, "getaddrinfo", resolve_late)

        reply = client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])

        assert reply.code == "InvalidConfig.NotFound"

    def test_each_attempt_has_its_whole_time(self, emulator: Emulator, client_of: ClientOf) -> None:
        emulator.inject(Fault("delay", times=3, seconds=SECONDS * 0.6))
        client = client_of(emulator.url, timeout=SECONDS)

        for _call in range(3):
            client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])

        assert len({call.client_port for call in emulator.log}) == 1

    def test_an_attempt_that_is_over_ends_no_later_one(self, emulator: Emulator, client_of: ClientOf) -> None:
        client = client_of(emulator.url, timeout=SECONDS)
        for pause in (0.0, SECONDS * 0.8, SECONDS * 0.8):
            time.sleep(pause)
            client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])

        assert len({call.client_port for call in emulator.log}) == 1
