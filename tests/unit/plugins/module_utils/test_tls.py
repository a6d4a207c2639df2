# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whom the client trusts, and who wins: the options, or the environment."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError, LiveError

if t.TYPE_CHECKING:
    from pathlib import Path

    from emulator import Emulator

DOMAIN = "live.example.com"
ADD = "AddLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")

ClientOf = t.Callable[..., LiveClient]
Fails = t.Callable[[LiveClient], LiveError]

# Certificates are not checked in these tests on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:Unverified HTTPS request")


def works(client: LiveClient) -> bool:
    return client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"]).code is not None


class TestCertificate:
    @pytest.mark.parametrize("ca", ["", "other_ca_file"], ids=["usual CAs", "another CA"])
    def test_of_an_unknown_authority_is_refused(
        self, secure_emulator: Emulator, client_of: ClientOf, fails: Fails, request: pytest.FixtureRequest, ca: str
    ) -> None:
        client = client_of(secure_emulator.url, ca_path=request.getfixturevalue(ca) if ca else None)

        error = fails(client)

        before, _said, after = error.message.replace("(", ")").split(")")
        assert before == (
            f"{ADD} for {DOMAIN} got no answer: the certificate of localhost:{secure_emulator.port} was not accepted "
        )
        assert after == ". If it is signed by a CA of your own, name its file in ca_path."
        assert "certificate" in _said
        assert (error.may_have_happened, error.can_repeat) == (False, False)
        assert secure_emulator.log == []

    def test_of_another_host_is_refused(
        self, secure_emulator: Emulator, client_of: ClientOf, fails: Fails, ca_file: str
    ) -> None:
        host = f"127.0.0.1:{secure_emulator.port}"

        error = fails(client_of(f"https://{host}", ca_path=ca_file))

        assert f"the certificate of {host} was not accepted (" in error.message
        assert "127.0.0.1" in error.message.partition("(")[2]
        assert (error.may_have_happened, error.can_repeat) == (False, False)
        assert secure_emulator.log == []

    def test_of_a_trusted_authority_is_accepted(
        self, secure_emulator: Emulator, client_of: ClientOf, ca_file: str
    ) -> None:
        client = client_of(secure_emulator.url, ca_path=ca_file)

        assert works(client)
        assert works(client)
        assert len({call.client_port for call in secure_emulator.log}) == 1

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
    def test_of_anybody_is_accepted_without_checks(
        self, secure_emulator: Emulator, client_of: ClientOf, host: str
    ) -> None:
        assert works(client_of(f"https://{host}:{secure_emulator.port}", validate_certs=False))


class TestEnvironment:
    @pytest.mark.parametrize("variable", VARIABLES)
    def test_counts_where_ca_path_is_not_given(
        self, secure_emulator: Emulator, client_of: ClientOf, ca_file: str, variable: str
    ) -> None:
        assert works(client_of(secure_emulator.url, environ={variable: ca_file}))

    def test_is_that_of_the_process(
        self, secure_emulator: Emulator, client_of: ClientOf, ca_file: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_file)

        assert works(client_of(secure_emulator.url))

    def test_has_the_order_of_requests(
        self, secure_emulator: Emulator, client_of: ClientOf, ca_file: str, other_ca_file: str
    ) -> None:
        assert works(client_of(secure_emulator.url, environ=dict(zip(VARIABLES, (ca_file, other_ca_file)))))

    @pytest.mark.parametrize("variable", VARIABLES)
    def test_that_is_empty_counts_as_unset(
        self, secure_emulator: Emulator, client_of: ClientOf, fails: Fails, variable: str
    ) -> None:
        assert "was not accepted" in fails(client_of(secure_emulator.url, environ={variable: ""})).message

    def test_loses_to_ca_path(
        self,
        secure_emulator: Emulator,
        client_of: ClientOf,
        fails: Fails,
        ca_file: str,
        other_ca_file: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", other_ca_file)
        assert works(client_of(secure_emulator.url, ca_path=ca_file))

        monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_file)
        assert "was not accepted" in fails(client_of(secure_emulator.url, ca_path=other_ca_file)).message

    @pytest.mark.parametrize("exists", [True, False])
    def test_loses_to_validate_certs(
        self,
        secure_emulator: Emulator,
        client_of: ClientOf,
        other_ca_file: str,
        monkeypatch: pytest.MonkeyPatch,
        exists: bool,
    ) -> None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", other_ca_file if exists else "/no/such/file")

        assert works(client_of(secure_emulator.url, validate_certs=False))


class TestFile:
    @pytest.mark.parametrize("variable", VARIABLES)
    def test_that_a_variable_names_must_exist(self, client_of: ClientOf, tmp_path: Path, variable: str) -> None:
        missing = str(tmp_path / "missing.pem")

        with pytest.raises(InputError) as caught:
            client_of("live.example.com", environ={variable: missing})

        assert str(caught.value) == f"{variable}: there is no file or directory {missing} on this host."

    def test_that_the_option_names_must_exist(self, client_of: ClientOf, tmp_path: Path, ca_file: str) -> None:
        missing = str(tmp_path / "missing.pem")

        with pytest.raises(InputError) as caught:
            client_of("live.example.com", ca_path=missing, environ={"REQUESTS_CA_BUNDLE": ca_file})

        assert str(caught.value) == f"ca_path: there is no file or directory {missing} on this host."

    @pytest.mark.parametrize("content", ["", "no certificate\n", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
    def test_without_a_certificate_is_named_as_the_cause(
        self, secure_emulator: Emulator, client_of: ClientOf, fails: Fails, tmp_path: Path, content: str
    ) -> None:
        path = tmp_path / "ca.pem"
        path.write_text(content)

        error = fails(client_of(secure_emulator.url, ca_path=str(path)))

        assert "ca_path" in error.message
        assert (error.may_have_happened, error.can_repeat) == (False, False)
        assert secure_emulator.log == []

    def test_is_not_looked_for_without_checks(self, secure_emulator: Emulator, client_of: ClientOf) -> None:
        assert works(client_of(secure_emulator.url, validate_certs=False, ca_path="/no/such/file"))

    def test_may_be_a_directory(
        self, secure_emulator: Emulator, client_of: ClientOf, fails: Fails, tmp_path: Path
    ) -> None:
        # Of hashed names, which OpenSSL's own command makes; an empty one has no CA that could be trusted.
        assert "was not accepted" in fails(client_of(secure_emulator.url, ca_path=str(tmp_path))).message


def test_plain_http_where_https_was_said(emulator: Emulator, client_of: ClientOf, fails: Fails) -> None:
    error = fails(client_of(f"https://127.0.0.1:{emulator.port}"))

    start = f"{ADD} for {DOMAIN} got no answer: no connection to 127.0.0.1:{emulator.port} (TLS: "
    assert error.message.startswith(start)
    assert error.message.endswith("). Check endpoint, HTTPS_PROXY, NO_PROXY and firewalls.")
    assert error.may_have_happened is False
    assert emulator.log == []
