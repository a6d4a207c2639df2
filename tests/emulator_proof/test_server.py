# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server: connections that stay open, threads, TLS, clocks, and a clean end."""

from __future__ import annotations

import http.client
import socket
import ssl
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest
import requests
import trustme

from emulator import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, Emulator, Fault
from emulator_proof.callers import ADD, DESCRIBE, DOMAIN, DOMAINS, URL, Caller

if TYPE_CHECKING:
    from pathlib import Path


def request(connection: http.client.HTTPConnection, caller: Caller) -> int:
    """Make one call on a given connection; return the status."""
    query, headers, body = caller.make_v3(DOMAINS, {})
    connection.request("POST", f"/?{query}", body, headers)
    response = connection.getresponse()
    response.read()
    return response.status


def test_two_calls_on_one_connection(emulator: Emulator, v3: Caller) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=5)
    assert request(connection, v3) == 200
    port = connection.sock.getsockname()[1]
    assert request(connection, v3) == 200
    assert connection.sock.getsockname()[1] == port
    connection.close()


def test_a_session_of_requests_keeps_its_connection(emulator: Emulator, v3: Caller) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for _number in range(3):
            query, headers, _body = v3.make_v3(DOMAINS, {})
            assert session.post(f"{emulator.url}/?{query}", headers=headers, timeout=5).status_code == 200
    assert len({call.client_port for call in emulator.log}) == 1


def test_a_call_costs_about_a_millisecond(emulator: Emulator, v3: Caller) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=5)
    times = []
    for _number in range(40):
        start = time.monotonic()
        request(connection, v3)
        times.append(time.monotonic() - start)
    connection.close()
    # Ten times what it takes: 40 ms, the price of a forgotten TCP_NODELAY, would show.
    assert statistics.median(times) < 0.01


def test_many_callers_at_once(emulator: Emulator) -> None:
    for number in range(30):
        emulator.add_domain(f"d{number}.example.com")
    callers = [Caller(emulator) for _number in range(30)]

    def add(number: int) -> int:
        return callers[number](ADD, DomainName=f"d{number}.example.com", NotifyUrl=URL).status

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(add, range(30))) == {200}
    assert all(emulator.config(f"d{number}.example.com") for number in range(30))
    assert len(emulator.log) == 30


def test_latency() -> None:
    with Emulator(latency=0.1) as emulator:
        start = time.monotonic()
        assert Caller(emulator)(DOMAINS).status == 200
        assert 0.1 <= time.monotonic() - start < 1.0


@pytest.mark.parametrize("offset", [0.0, -3600.0, 86_400.0])
def test_the_date_header_tells_the_emulators_clock(emulator: Emulator, v3: Caller, offset: float) -> None:
    emulator.clock_offset = offset
    answer = v3(DOMAINS)
    assert answer.code == (None if offset == 0 else "InvalidTimeStamp.Expired")
    told = parsedate_to_datetime(answer.headers["date"]).timestamp()
    assert abs(told - time.time() - offset) < 2


def test_head_has_no_body(emulator: Emulator) -> None:
    answer = requests.head(emulator.url, timeout=5)
    assert (answer.status_code, answer.content) == (400, b"")


def raw(emulator: Emulator, text: bytes) -> bytes:
    """Send bytes and read to the end."""
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=5) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(4096), b""))


def test_bodies(emulator: Emulator) -> None:
    chunked = (
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\na=1\r\n0\r\n\r\n"
    )
    assert b"A body must be of the type" in raw(emulator, chunked)
    assert raw(emulator, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\na=1") == b""
    assert raw(emulator, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n") == b""
    assert len(emulator.log) == 1


def test_stopping_ends_idle_connections_and_threads() -> None:
    before = threading.active_count()
    with Emulator() as emulator:
        connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=5)
        assert request(connection, Caller(emulator)) == 200
        port = emulator.port
        start = time.monotonic()
    assert time.monotonic() - start < 1.0
    assert threading.active_count() <= before
    assert connection.sock.recv(1) == b""
    connection.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_an_emulator_starts_once() -> None:
    emulator = Emulator()
    with pytest.raises(RuntimeError, match="listen"):
        assert emulator.port
    with emulator, pytest.raises(RuntimeError, match="once"):
        emulator.start()
    emulator.stop()


def test_a_fresh_emulator_has_one_key_and_no_domains() -> None:
    with Emulator() as emulator:
        answer = Caller(emulator, key_id=EMULATOR_KEY_ID, secret=EMULATOR_KEY_SECRET)(DOMAINS)
        assert answer.json()["TotalCount"] == 0


def test_reset_forgets_all(emulator: Emulator, v3: Caller) -> None:
    emulator.set_config(DOMAIN, NotifyUrl=URL)
    emulator.add_key("more", "secret")
    emulator.world.wrapped = True
    emulator.clock_offset = 5
    emulator.inject(Fault("reset"))
    emulator.reset()
    assert (emulator.log, emulator.faults, emulator.world.wrapped, emulator.clock_offset) == ([], [], False, 0.0)
    assert v3(DESCRIBE, DomainName=DOMAIN).code == "InvalidDomain.NotFound"
    assert Caller(emulator, key_id="more", secret="secret")(DOMAINS).code == "InvalidAccessKeyId.NotFound"


@pytest.fixture
def tls(tmp_path: Path) -> tuple[ssl.SSLContext, str]:
    """Give a server's context and the path of the authority that vouches for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return context, str(tmp_path / "ca.pem")


def test_tls(tls: tuple[ssl.SSLContext, str]) -> None:
    context, authority = tls
    with Emulator(ssl_context=context) as emulator:
        # A client that connects and says nothing must hold up nobody.
        silent = socket.create_connection(("127.0.0.1", emulator.port), timeout=5)
        assert requests.get(f"{emulator.url}/_emulator/log", verify=authority, timeout=5).json() == {"calls": []}
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(f"{emulator.url}/_emulator/log", timeout=5)
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(emulator.url.replace("https:", "http:"), timeout=5)
        start = time.monotonic()
        emulator.stop()
        silent.close()
    assert time.monotonic() - start < 1.0


@pytest.mark.parametrize("kind", ["reset", "lost"])
def test_faults_over_tls(tls: tuple[ssl.SSLContext, str], kind: str) -> None:
    context, authority = tls
    with Emulator(ssl_context=context) as emulator:
        emulator.inject(Fault(kind))
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(emulator.url, verify=authority, timeout=5)
        assert requests.get(emulator.url, verify=authority, timeout=5).status_code == 400
