# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes wrong between client and service: whole messages, and what an error says of the request's fate."""

from __future__ import annotations

import socket
import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError

from emulator import Emulator, Fault

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"
ADD = "AddLiveRecordNotifyConfig"
PERHAPS_DONE = " The change may have been made all the same: run the task again, and it takes up from there."
_MEBIBYTE = 1024 * 1024

ClientOf = t.Callable[..., LiveClient]
Fails = t.Callable[[LiveClient], LiveError]
Serve = t.Callable[[t.Callable[[socket.socket], None]], str]


@pytest.fixture
def client(client_of: ClientOf, emulator: Emulator) -> LiveClient:
    return client_of(emulator.url)


class TestNoConnection:
    def test_because_it_is_refused(self, client_of: ClientOf, fails: Fails) -> None:
        with socket.create_server(("127.0.0.1", 0)) as bound:
            host = f"127.0.0.1:{bound.getsockname()[1]}"

        error = fails(client_of(f"http://{host}"))

        assert error.message == (
            f"{ADD} for {DOMAIN} got no answer: no connection to {host} (Connection refused). "
            "Check endpoint, HTTPS_PROXY, NO_PROXY and firewalls."
        )
        assert (error.may_have_happened, error.can_repeat) == (False, True)
        assert (error.code, error.http_status, error.request_id) == (None, None, None)

    def test_because_the_name_is_unknown(self, client_of: ClientOf, fails: Fails) -> None:
        error = fails(client_of("live.example.invalid"))

        assert error.message == (
            f"{ADD} for {DOMAIN} got no answer: the name live.example.invalid (or that of the proxy) could not be "
            "resolved. Check the option endpoint and the DNS."
        )
        assert (error.may_have_happened, error.can_repeat) == (False, True)

    def test_to_the_first_address_leads_to_the_next(
        self, client_of: ClientOf, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as bound:
            refused = bound.getsockname()
        family = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda *_of: [(*family, refused), (*family, ("127.0.0.1", emulator.port))]
        )

        client_of("http://two.localhost").call(ADD, {"DomainName": DOMAIN, "NotifyUrl": URL})

        assert emulator.calls() == [ADD]


class TestNoAnswer:
    @pytest.mark.parametrize(("kind", "done"), [("reset", False), ("lost", True)])
    def test_because_the_connection_broke(
        self, emulator: Emulator, client: LiveClient, fails: Fails, kind: str, done: bool
    ) -> None:
        emulator.inject(Fault(kind))

        error = fails(client)

        assert error.message == (
            f"{ADD} for {DOMAIN} got no answer: the connection to 127.0.0.1:{emulator.port} broke before the answer "
            f"was complete.{PERHAPS_DONE}"
        )
        assert (error.may_have_happened, error.can_repeat) == (True, True)
        assert (emulator.config(DOMAIN) is not None) is done

    def test_on_a_connection_that_was_in_use_before(self, emulator: Emulator, client: LiveClient, fails: Fails) -> None:
        client.call("DescribeLiveRecordNotifyConfig", {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])
        emulator.inject(Fault("reset"))

        error = fails(client)

        assert "broke before the answer was complete" in error.message
        assert error.may_have_happened is True
        assert len({call.client_port for call in emulator.log}) == 1

    @pytest.mark.parametrize("head", ["Content-Length: 100", "Transfer-Encoding: chunked"])
    def test_because_it_was_cut(self, serve: Serve, client_of: ClientOf, fails: Fails, head: str) -> None:
        def answer(connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(f'HTTP/1.1 200 OK\r\n{head}\r\n\r\n{{"RequestId":'.encode())

        error = fails(client_of(f"http://{serve(answer)}"))

        # Without the word of urllib3 2, that it was shorter than announced, it is at least not taken for one.
        assert "broke before the answer was complete" in error.message or "not one of the API" in error.message
        assert (error.may_have_happened, error.can_repeat) == (True, True)

    @pytest.mark.parametrize(
        "said",
        ["", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 OK\r\n\r\n", "\x00\xff" * 70000],
        ids=["nothing", "SSH", "no status", "noise"],
    )
    def test_because_it_is_not_http(self, serve: Serve, client_of: ClientOf, fails: Fails, said: str) -> None:
        def answer(connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(said.encode("latin-1"))

        host = serve(answer)
        error = fails(client_of(f"http://{host}"))

        assert error.message.endswith(f": the connection to {host} broke before the answer was complete.{PERHAPS_DONE}")
        assert error.may_have_happened is True


class TestAnswerOfAnother:
    @pytest.mark.parametrize(
        ("fault", "seen"),
        [
            (Fault("html"), "HTTP 502, text/html, 86 bytes, titled 'Bad gateway'"),
            (Fault("html", status=200, body="<p>Log in</p>"), "HTTP 200, text/html, 13 bytes"),
            (Fault("lost_html", body=""), "HTTP 504, text/html, 0 bytes"),
            (Fault("empty"), "HTTP 200, application/json, 0 bytes"),
            (Fault("stranger"), "HTTP 200, application/json, 15 bytes"),
            (Fault("stranger", body="[1]"), "HTTP 200, application/json, 3 bytes"),
            (Fault("cut"), "HTTP 200, application/json, 26 bytes"),
        ],
        ids=lambda value: value.kind if isinstance(value, Fault) else "",
    )
    def test_is_described(self, emulator: Emulator, client: LiveClient, fails: Fails, fault: Fault, seen: str) -> None:
        emulator.inject(fault)

        error = fails(client)

        assert error.message == (
            f"{ADD} for {DOMAIN} got an answer that is not one of the API ({seen}). Something in between answered: "
            f"check the option endpoint, HTTPS_PROXY and NO_PROXY.{PERHAPS_DONE}"
        )
        assert error.http_status == int(seen[5:8])
        assert (error.code, error.may_have_happened, error.can_repeat) == (None, True, True)

    def test_is_redacted(self, emulator: Emulator, client: LiveClient) -> None:
        emulator.inject(Fault("html", body="<title>No {query}</title>"))

        with pytest.raises(LiveError) as caught:
            client.call(ADD, {"DomainName": DOMAIN, "NotifyAuthKey": "abcDEF0123456789"})

        assert f"titled 'No DomainName={DOMAIN}&NotifyAuthKey=***'" in caught.value.message


class TestRedirect:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_is_not_followed(self, emulator: Emulator, client: LiveClient, fails: Fails, status: int) -> None:
        with Emulator() as elsewhere:
            place = f"http://user:sesame@127.0.0.1:{elsewhere.port}"
            emulator.inject(Fault("redirect", location=f"{place}/?NotifyUrl=https%3A%2F%2F", status=status))

            error = fails(client)

            assert elsewhere.log == []
        assert error.message == (
            f"{ADD} for {DOMAIN} got an answer that is not one of the API (HTTP {status}, no content type, 0 bytes, "
            f"a redirect to http://127.0.0.1:{elsewhere.port}, which is not followed). Something in between answered: "
            f"check the option endpoint, HTTPS_PROXY and NO_PROXY.{PERHAPS_DONE}"
        )
        assert (error.http_status, error.may_have_happened, error.can_repeat) == (status, True, False)

    @pytest.mark.parametrize(
        "location", ["http://[broken", "//", "/login", "gopher://old.example.com/", "\xff\xfe", ""]
    )
    def test_is_one_wherever_it_leads(
        self, emulator: Emulator, client: LiveClient, fails: Fails, location: str
    ) -> None:
        emulator.inject(Fault("redirect", location=location))

        error = fails(client)

        assert error.message.startswith(
            f"{ADD} for {DOMAIN} got an answer that is not one of the API (HTTP 302, no content type, 0 bytes, "
            "a redirect to "
        )
        assert error.can_repeat is False


@pytest.mark.parametrize("status", [200, 302, 502])
def test_an_endless_answer_is_not_read_to_its_end(serve: Serve, client_of: ClientOf, fails: Fails, status: int) -> None:
    sent = [0]

    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        head = f"HTTP/1.1 {status} Whatever\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: {64 * _MEBIBYTE}"
        connection.sendall(f"{head}\r\n\r\n".encode())
        for _part in range(64):
            connection.sendall(b"x" * _MEBIBYTE)
            sent[0] += _MEBIBYTE

    error = fails(client_of(f"http://{serve(answer)}"))

    assert f"HTTP {status}" in error.message
    assert sent[0] < 24 * _MEBIBYTE  # what the system holds in between counts as sent
    assert error.may_have_happened is True
