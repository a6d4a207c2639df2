# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the client makes of answers: what it returns, what it raises, what it counts."""

from __future__ import annotations

import sys
import time
import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils import _transport
from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient, Reply
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError, TaskError

from emulator import Emulator, Fault

DOMAIN = "live.example.com"
URL = "https://callbacks.example.com/recordings"
ADD = "AddLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"

ClientOf = t.Callable[..., LiveClient]
Fails = t.Callable[[LiveClient], LiveError]


@pytest.fixture
def client(client_of: ClientOf, emulator: Emulator) -> LiveClient:
    return client_of(emulator.url)


def test_no_text_of_a_reply_shows_a_key() -> None:
    reply = Reply({"LiveRecordNotifyConfig": {"NotifyAuthKey": "abcDEF0123456789"}}, "1-2")

    assert f"{reply} {reply!r}" == "Reply(request_id='1-2', code=None) Reply(request_id='1-2', code=None)"


class TestAnswer:
    def test_of_the_service_is_returned(self, emulator: Emulator, client: LiveClient) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL)

        reply = client.call(DESCRIBE, {"DomainName": DOMAIN})

        assert reply.fields["LiveRecordNotifyConfig"]["NotifyUrl"] == URL
        assert (reply.request_id, reply.code) == (emulator.log[0].request_id, None)

    def test_that_was_expected_is_returned_with_its_code(self, emulator: Emulator, client: LiveClient) -> None:
        reply = client.call(
            DESCRIBE, {"DomainName": DOMAIN}, expected=["ConfigAlreadyExists", "InvalidConfig.NotFound"]
        )

        assert (reply.code, reply.request_id) == ("InvalidConfig.NotFound", emulator.log[0].request_id)

    def test_that_was_not_expected_is_raised(self, emulator: Emulator, client: LiveClient, fails: Fails) -> None:
        emulator.set_config(DOMAIN, NotifyUrl=URL)

        error = fails(client)

        request_id = emulator.log[0].request_id
        assert error.message == (
            f"{ADD} for {DOMAIN} was refused: ConfigAlreadyExists: Config has already exist. "
            f"The domain has a config already. (HTTP 400, request id {request_id})"
        )
        assert (error.code, error.http_status, error.request_id) == ("ConfigAlreadyExists", 400, request_id)
        assert error.recommend == "https://api.aliyun.com/troubleshoot?q=ConfigAlreadyExists&product=live"
        assert (error.can_repeat, error.may_have_happened, error.throttled) == (False, False, False)

    @pytest.mark.parametrize(
        ("code", "status", "flags"),
        [
            ("Throttling.User", 400, (True, False, True)),
            ("Rejected.Throttling", 429, (True, False, True)),
            ("LockFail", 400, (True, False, False)),
            ("SignatureNonceUsed", 400, (True, True, False)),
            ("ServiceUnavailable", 503, (True, True, False)),
            ("InternalError", 500, (True, True, False)),
            ("SomethingNew", 500, (True, True, False)),
            ("InvalidDomain.NotFound", 404, (False, False, False)),
        ],
    )
    def test_tells_whether_to_repeat_and_whether_it_may_have_happened(
        self,
        emulator: Emulator,
        client: LiveClient,
        fails: Fails,
        code: str,
        status: int,
        flags: tuple[bool, bool, bool],
    ) -> None:
        emulator.inject(Fault("error", code=code, status=status))

        error = fails(client)

        assert (error.code, error.http_status) == (code, status)
        assert (error.can_repeat, error.may_have_happened, error.throttled) == flags

    def test_that_echoes_the_request_is_redacted(self, emulator: Emulator, client: LiveClient) -> None:
        emulator.inject(Fault("error", code="InvalidParams", status=400, message="Bad: {query}"))

        with pytest.raises(LiveError) as caught:
            client.call(ADD, {"DomainName": DOMAIN, "NotifyAuthKey": "abcDEF0123456789"})

        said = f"Bad: DomainName={DOMAIN}&NotifyAuthKey=***."
        assert caught.value.message.startswith(f"{ADD} for {DOMAIN} was refused: InvalidParams: {said} ")


class TestCounts:
    def test_begin_at_nothing(self, client: LiveClient) -> None:
        assert client.api == {"calls": 0, "retries": 0, "throttled": 0, "seconds_waited": 0.0}

    def test_have_calls_of_every_fate_and_throttled_ones(
        self, emulator: Emulator, client: LiveClient, fails: Fails
    ) -> None:
        emulator.inject(Fault("error", code="Throttling.Api", status=400))
        emulator.inject(Fault("error", code="Anything", status=429))
        emulator.inject(Fault("reset"))
        emulator.inject(Fault("html"))
        for _call in range(4):
            fails(client)
        client.call(ADD, {"DomainName": DOMAIN, "NotifyUrl": URL})
        client.call(DESCRIBE, {"DomainName": DOMAIN})

        assert len(emulator.log) == 6
        waited = client.api.pop("seconds_waited")
        assert client.api == {"calls": 6, "retries": 0, "throttled": 2}
        assert 0 < waited < 5 / 28

    def test_have_the_time_waited_which_is_spent_as_told(self, emulator: Emulator, client_of: ClientOf) -> None:
        pauses: list[float] = []
        client = client_of(emulator.url, monotonic=lambda: 100.0, sleep=pauses.append, rate_limit_share=0.1)

        began = time.monotonic()
        for _call in range(3):
            client.call(DESCRIBE, {"DomainName": DOMAIN}, expected=["InvalidConfig.NotFound"])

        assert time.monotonic() - began < 0.2
        assert [0.2 < pause / turn < 0.21 for turn, pause in enumerate(pauses, start=1)] == [True, True]
        assert client.api["seconds_waited"] == sum(pauses)


class TestSettings:
    def test_without_requests_name_the_interpreter(self, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_transport, "REQUESTS_ERROR", ImportError("No module named 'requests'"))

        with pytest.raises(TaskError) as caught:
            client_of("live.example.com")

        assert str(caught.value) == (
            f"The Python library requests is needed to call ApsaraVideo Live, and {sys.executable} on this host cannot "
            f"import it (No module named 'requests'). Install it there ({sys.executable} -m pip install requests), or "
            "let ansible_python_interpreter name a Python that has it."
        )
