# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When the client uses a proxy, what goes through it, and proxies that do not do what they should."""

from __future__ import annotations

import base64
import socket
import threading
import time
import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError

if t.TYPE_CHECKING:
    from emulator import Emulator

DOMAIN = "live.example.com"
HOST = "live.example.test"  # of the certificate; only the proxy knows where it is
ADD = "AddLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"
SECONDS = 0.3

ClientOf = t.Callable[..., LiveClient]
Fails = t.Callable[[LiveClient], LiveError]
Pump = t.Callable[..., None]
RunsOut = t.Callable[[LiveClient, str, bool], None]
Serve = t.Callable[[t.Callable[[socket.socket], None]], str]


class Proxy(t.NamedTuple):
    """A proxy that leads every CONNECT to the one server; ``asked`` are the heads of the requests to it."""

    host: str
    asked: list[str]


@pytest.fixture
def proxy(serve: Serve, secure_emulator: Emulator, pump: Pump) -> Proxy:
    asked: list[str] = []

    def connect(connection: socket.socket) -> None:
        asked.append(connection.recv(65536).decode())
        with socket.create_connection(("127.0.0.1", secure_emulator.port)) as onward:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=pump, args=(onward, connection), daemon=True)
            back.start()
            pump(connection, onward)
            back.join()

    return Proxy(serve(connect), asked)


def works(client: LiveClient) -> bool:
    return client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"]).code is not None


class TestUse:
    @pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
    def test_as_the_environment_says(
        self,
        secure_emulator: Emulator,
        proxy: Proxy,
        client_of: ClientOf,
        ca_file: str,
        monkeypatch: pytest.MonkeyPatch,
        variable: str,
    ) -> None:
        monkeypatch.setenv(variable, f"http://{proxy.host}")
        client = client_of(HOST, ca_path=ca_file)

        assert works(client)
        assert works(client)

        assert [call.host for call in secure_emulator.log] == [HOST, HOST]
        assert len(proxy.asked) == 1
        assert proxy.asked[0].startswith(f"CONNECT {HOST}:443 HTTP/1.")
        for secret in (DOMAIN, "Authorization", "Signature", "x-acs"):
            assert secret not in proxy.asked[0]

    def test_with_a_port(
        self, proxy: Proxy, client_of: ClientOf, ca_file: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.host}")

        assert works(client_of(f"{HOST}:8443", ca_path=ca_file))

        assert proxy.asked[0].startswith(f"CONNECT {HOST}:8443 ")

    def test_with_user_and_password(
        self,
        secure_emulator: Emulator,
        proxy: Proxy,
        client_of: ClientOf,
        ca_file: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("HTTPS_PROXY", f"http://someone:ses%40me@{proxy.host}")

        assert works(client_of(HOST, ca_path=ca_file))

        token = base64.b64encode(b"someone:ses@me").decode()
        assert f"Proxy-Authorization: Basic {token}\r\n" in proxy.asked[0]
        assert "proxy-authorization" not in secure_emulator.log[0].headers
        assert secure_emulator.log[0].headers["authorization"].startswith("ACS3-")

    @pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
    @pytest.mark.parametrize("value", [HOST, ".example.test", "example.org,example.test", "*"])
    def test_unless_it_says_not_to(
        self,
        proxy: Proxy,
        client_of: ClientOf,
        fails: Fails,
        monkeypatch: pytest.MonkeyPatch,
        variable: str,
        value: str,
    ) -> None:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.host}")
        monkeypatch.setenv(variable, value)

        assert f"the name {HOST} (or that of the proxy) could not be resolved" in fails(client_of(HOST)).message
        assert proxy.asked == []

    @pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
    def test_never_for_this_machine_itself(
        self,
        emulator: Emulator,
        secure_emulator: Emulator,
        proxy: Proxy,
        client_of: ClientOf,
        ca_file: str,
        monkeypatch: pytest.MonkeyPatch,
        variable: str,
    ) -> None:
        monkeypatch.setenv(variable, f"http://{proxy.host}")

        assert works(client_of(emulator.url))
        assert works(client_of(f"http://localhost:{emulator.port}"))
        assert works(client_of(secure_emulator.url, ca_path=ca_file))
        assert proxy.asked == []

    def test_of_a_certificate_that_is_not_trusted(
        self,
        secure_emulator: Emulator,
        proxy: Proxy,
        client_of: ClientOf,
        fails: Fails,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.host}")

        error = fails(client_of(HOST))

        assert f"the certificate of {HOST} was not accepted" in error.message
        assert (error.may_have_happened, error.can_repeat) == (False, False)
        assert secure_emulator.log == []


PAGE = "<html><title>Blocked</title></html>"
PAGE_HEAD = f"Content-Type: text/html\r\nContent-Length: {len(PAGE)}\r\n\r\n{PAGE}"


class TestRefusal:
    @pytest.mark.parametrize(
        ("answer", "seen"),
        [
            (f"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n{PAGE_HEAD}", "407"),
            (f"HTTP/1.1 403 Forbidden\r\n{PAGE_HEAD}", "403"),
            (f"HTTP/1.1 502\r\n{PAGE_HEAD}", "502"),
            (f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/?sesame\r\n{PAGE_HEAD}", "302"),
            (PAGE, ""),
            ("", ""),
        ],
        ids=["407", "403", "502", "302", "a bare page", "nothing"],
    )
    def test_is_told_and_nothing_was_sent(
        self, serve: Serve, client_of: ClientOf, fails: Fails, monkeypatch: pytest.MonkeyPatch, answer: str, seen: str
    ) -> None:
        asked: list[bytes] = []

        def refuse(connection: socket.socket) -> None:
            asked.append(connection.recv(65536))
            connection.sendall(answer.encode())

        monkeypatch.setenv("HTTPS_PROXY", f"http://someone:sesame@{serve(refuse)}")

        error = fails(client_of(HOST))

        assert error.message.startswith(f"{ADD} for {DOMAIN} got no answer: no connection to {HOST} (")
        assert error.message.endswith("). Check endpoint, HTTPS_PROXY, NO_PROXY and firewalls.")
        assert seen in error.message
        assert "OSError" not in error.message
        assert "sesame" not in repr(vars(error))
        assert (error.may_have_happened, error.can_repeat, error.http_status) == (False, True, None)
        assert len(asked) == 1

    def test_to_connect_at_all(self, client_of: ClientOf, fails: Fails, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.create_server(("127.0.0.1", 0)) as bound:
            dead = f"127.0.0.1:{bound.getsockname()[1]}"
        monkeypatch.setenv("HTTPS_PROXY", f"http://someone:sesame@{dead}")

        error = fails(client_of(HOST))

        assert error.message == (
            f"{ADD} for {DOMAIN} got no answer: no connection to {HOST} (Connection refused). "
            "Check endpoint, HTTPS_PROXY, NO_PROXY and firewalls."
        )
        assert (error.may_have_happened, error.can_repeat) == (False, True)

    def test_to_be_found(self, client_of: ClientOf, fails: Fails, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTPS_PROXY", "http://someone:sesame@proxy.invalid:3128")

        error = fails(client_of(HOST))

        assert "(or that of the proxy) could not be resolved" in error.message
        assert "sesame" not in error.message
        assert error.may_have_happened is False

    @pytest.mark.parametrize(
        "url",
        [
            "gopher://someone:sesame@127.0.0.1:1",
            "http://someone:sesame@127.0.0.1:port",
            "http://someone:ses/ame@127.0.0.1:1",
            "http://someone:sesame@[::1",
            "http://",
        ],
    )
    def test_of_what_is_no_proxy(
        self, client_of: ClientOf, fails: Fails, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        monkeypatch.setenv("HTTPS_PROXY", url)

        error = fails(client_of(HOST))

        assert error.message.startswith(f"{ADD} for {DOMAIN} got no answer: no connection to {HOST}")
        assert "HTTPS_PROXY" in error.message
        assert "ses" not in repr(vars(error))
        assert error.may_have_happened is False


class TestTime:
    @pytest.mark.parametrize("beginning", ["", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nX-Detail: "])
    def test_is_bounded_where_the_proxy_trickles(
        self, serve: Serve, client_of: ClientOf, runs_out: RunsOut, monkeypatch: pytest.MonkeyPatch, beginning: str
    ) -> None:
        def trickle(connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(beginning.encode())
            for _byte in range(200):
                time.sleep(0.04)
                connection.sendall(b"0")

        monkeypatch.setenv("HTTPS_PROXY", f"http://someone:sesame@{serve(trickle)}")

        runs_out(client_of(HOST, timeout=SECONDS), HOST, False)

    @pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 Connection established\r\n\r\n"])
    def test_is_bounded_where_the_proxy_is_silent(
        self, serve: Serve, client_of: ClientOf, runs_out: RunsOut, monkeypatch: pytest.MonkeyPatch, answer: bytes
    ) -> None:
        def fall_silent(connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(answer)
            while connection.recv(65536):
                pass

        monkeypatch.setenv("HTTPS_PROXY", f"http://{serve(fall_silent)}")

        runs_out(client_of(HOST, timeout=SECONDS), HOST, False)
