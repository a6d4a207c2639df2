# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client against the emulator: what it sends."""

from __future__ import annotations

import re
import socket
import time
import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient
from ansible_collections.apsaravideo.live.plugins.module_utils._credentials import Credentials
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError

from emulator import EMULATOR_KEY_ID, Emulator, Fault

if t.TYPE_CHECKING:
    from pathlib import Path

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"
ADD = "AddLiveRecordNotifyConfig"
DELETE = "DeleteLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"
METHODS = ("ACS3-HMAC-SHA256", "HMAC-SHA1")
ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"RequestId":"1"}'
SAID = 1767323045.0  # 2026-01-02T03:04:05Z

ClientOf = t.Callable[..., LiveClient]
Fails = t.Callable[[LiveClient], LiveError]
Serve = t.Callable[[t.Callable[[socket.socket], None]], str]


@pytest.fixture
def client(client_of: ClientOf, emulator: Emulator) -> LiveClient:
    return client_of(emulator.url)


class TestRequest:
    def test_is_a_post_with_the_headers_that_are_ours(self, emulator: Emulator, client: LiveClient) -> None:
        client.call(ADD, {"DomainName": DOMAIN, "NotifyUrl": URL})

        call = emulator.log[0]
        assert (call.http_method, call.host) == ("POST", f"127.0.0.1:{emulator.port}")
        assert call.headers["accept"] == "application/json"
        assert call.headers["user-agent"] == "apsaravideo.live (Ansible collection)"
        assert call.headers["content-length"] == "0"
        assert call.headers["x-acs-action"] == ADD
        assert call.headers["x-acs-version"] == "2016-11-01"
        assert "cookie" not in call.headers
        assert "x-acs-security-token" not in call.headers

    def test_names_what_it_signs(self, emulator: Emulator, client: LiveClient) -> None:
        client.call(ADD, {"DomainName": DOMAIN, "NotifyUrl": URL})

        names = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version"
        assert re.fullmatch(
            rf"ACS3-HMAC-SHA256 Credential={EMULATOR_KEY_ID},SignedHeaders={names},Signature=[0-9a-f]{{64}}",
            emulator.log[0].headers["authorization"],
        )

    def test_has_its_query_as_it_was_signed_byte_for_byte(self, serve: Serve, client_of: ClientOf) -> None:
        seen: list[bytes] = []

        def answer(connection: socket.socket) -> None:
            seen.append(connection.recv(65536))
            connection.sendall(ANSWER)

        url = "https://cb.example.com/a%20b/~x;y*('!')?q=1&r=%2F+%2f#z,$@:[]|^`\"<>\\\u00e9\U0001f3a5 "
        client_of(f"http://{serve(answer)}").call(ADD, {"OnDemandUrl": "", "NotifyUrl": url, "DomainName": DOMAIN})

        assert seen[0].split(b"\r\n")[0].decode() == (
            f"POST /?DomainName={DOMAIN}"
            "&NotifyUrl=https%3A%2F%2Fcb.example.com%2Fa%2520b%2F~x%3By%2A%28%27%21%27%29%3Fq%3D1%26r%3D%252F%2B%252f"
            "%23z%2C%24%40%3A%5B%5D%7C%5E%60%22%3C%3E%5C%C3%A9%F0%9F%8E%A5%20&OnDemandUrl= HTTP/1.1"
        )

    @pytest.mark.parametrize("method", METHODS)
    def test_is_understood_and_believed(self, emulator: Emulator, client_of: ClientOf, method: str) -> None:
        url = "https://cb.example.com/a%20b/~x;y*('!')?q=1&r=%2F+%2f&s=$@:[]|"

        client_of(emulator.url, signature_method=method).call(ADD, {"DomainName": DOMAIN, "NotifyUrl": url})

        assert emulator.log[0].signature_method == method
        assert (emulator.config(DOMAIN) or {})["NotifyUrl"] == url

    def test_of_the_older_signature_has_all_in_its_query(self, emulator: Emulator, client_of: ClientOf) -> None:
        client = client_of(emulator.url, signature_method="HMAC-SHA1", clock=lambda: SAID, nonce=lambda: "a+/=b")
        emulator.clock_offset = SAID - time.time()

        client.call(ADD, {"DomainName": DOMAIN, "NotifyUrl": URL})

        call = emulator.log[0]
        assert re.sub("&Signature=[^&]+", "&Signature=", call.query) == (
            f"AccessKeyId={EMULATOR_KEY_ID}&Action={ADD}&DomainName={DOMAIN}&Format=JSON"
            "&NotifyUrl=https%3A%2F%2Fcallbacks.example.com%2Frecordings&Signature=&SignatureMethod=HMAC-SHA1"
            "&SignatureNonce=a%2B%2F%3Db&SignatureVersion=1.0&Timestamp=2026-01-02T03%3A04%3A05Z&Version=2016-11-01"
        )
        assert not [name for name in call.headers if name == "authorization" or name.startswith("x-acs-")]

    @pytest.mark.parametrize("method", METHODS)
    def test_carries_the_token_of_a_temporary_key(self, emulator: Emulator, client_of: ClientOf, method: str) -> None:
        emulator.add_key("STS.Id", "secret+/=", security_token="token+/=%")
        key = Credentials("STS.Id", "secret+/=", "token+/=%", "options")

        client_of(emulator.url, credentials=key, signature_method=method).call(
            ADD, {"DomainName": DOMAIN, "NotifyUrl": URL}
        )

        call = emulator.log[0]
        if method == "HMAC-SHA1":
            assert "&SecurityToken=token%2B%2F%3D%25&" in call.query
        else:
            assert call.headers["x-acs-security-token"] == "token+/=%"
            assert "x-acs-security-token" in call.headers["authorization"]

    @pytest.mark.parametrize("method", METHODS)
    def test_is_made_anew_for_each_call(self, emulator: Emulator, client_of: ClientOf, method: str) -> None:
        times = iter([SAID, SAID + 1.9])
        client = client_of(emulator.url, signature_method=method, clock=lambda: next(times))
        emulator.clock_offset = SAID - time.time()

        for _call in range(2):
            client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])

        queries = "&".join(call.query for call in emulator.log)
        headers = [call.headers for call in emulator.log]
        if method == "HMAC-SHA1":
            nonces = re.findall("SignatureNonce=([^&]*)", queries)
            dates = [date.replace("%3A", ":") for date in re.findall("Timestamp=([^&]*)", queries)]
        else:
            nonces = [one["x-acs-signature-nonce"] for one in headers]
            dates = [one["x-acs-date"] for one in headers]
        assert all(re.fullmatch("[0-9a-f]{32}", nonce) for nonce in nonces)
        assert len(set(nonces)) == 2
        assert dates == ["2026-01-02T03:04:05Z", "2026-01-02T03:04:06Z"]

    def test_takes_nonces_from_whom_it_is_told(self, emulator: Emulator, client_of: ClientOf, fails: Fails) -> None:
        client = client_of(emulator.url, nonce=lambda: "always-the-same")
        client.call(ADD, {"DomainName": DOMAIN, "NotifyUrl": URL})

        assert fails(client).code == "SignatureNonceUsed"

    def test_never_sends_cookies(self, emulator: Emulator, client: LiveClient, fails: Fails) -> None:
        emulator.inject(Fault("error", code="LockFail", headers={"Set-Cookie": "session=abc; Path=/"}))
        fails(client)

        client.call(ADD, {"DomainName": DOMAIN, "NotifyUrl": URL})

        assert "cookie" not in emulator.log[1].headers

    @pytest.mark.parametrize("method", METHODS)
    @pytest.mark.parametrize("variable", ["HOME", "NETRC"])
    def test_is_signed_whatever_netrc_says(
        self,
        emulator: Emulator,
        client_of: ClientOf,
        home: Path,
        monkeypatch: pytest.MonkeyPatch,
        method: str,
        variable: str,
    ) -> None:
        netrc = home / (".netrc" if variable == "HOME" else "elsewhere")
        netrc.write_text("machine 127.0.0.1 login somebody password sesame\ndefault login any password sesame\n")
        if variable == "NETRC":
            monkeypatch.setenv("NETRC", str(netrc))

        client_of(emulator.url, signature_method=method).call(ADD, {"DomainName": DOMAIN, "NotifyUrl": URL})

        authorization = emulator.log[0].headers.get("authorization", "ACS3- is not for the older signature")
        assert authorization.startswith("ACS3-")

    def test_shares_its_connection_with_the_next(self, emulator: Emulator, client: LiveClient) -> None:
        for operation in (DESCRIBE, DESCRIBE, DELETE):
            client.call(operation, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])

        assert len({call.client_port for call in emulator.log}) == 1

    def test_gets_a_new_connection_where_the_service_has_closed_the_old_one(
        self, serve: Serve, client_of: ClientOf
    ) -> None:
        connections = []

        def answer(connection: socket.socket) -> None:
            connections.append(connection.recv(65536))
            connection.sendall(ANSWER)  # and that is all on this connection

        client = client_of(f"http://{serve(answer)}")
        for _call in range(2):
            client.call(DESCRIBE, {"DomainName": DOMAIN})
            time.sleep(0.05)

        assert len(connections) == 2
