# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each fault, as a client meets it."""

from __future__ import annotations

import http.client
import time
from typing import TYPE_CHECKING, Any

import pytest

from emulator import Emulator, Fault
from emulator_proof.callers import ADD, DELETE, DESCRIBE, DOMAIN, DOMAINS, KEY, URL, Answer, Caller

if TYPE_CHECKING:
    from collections.abc import Callable

LOCATION = "http://192.0.2.1/elsewhere"


def add(caller: Caller) -> Answer:
    """Make the call that the faults strike."""
    return caller(ADD, DomainName=DOMAIN, NotifyUrl=URL, NotifyAuthKey=KEY)


def last_fault(emulator: Emulator) -> tuple[str | None, int | None]:
    """Tell which fault struck the last call, and the status in its log."""
    return emulator.log[-1].fault, emulator.log[-1].status


def test_error(emulator: Emulator, caller: Caller) -> None:
    emulator.inject(
        Fault("error", code="ServiceUnavailable", status=503, message="Seen: {query}", headers={"x-more": "1"})
    )
    answer = add(caller)
    assert (answer.status, answer.code, answer.headers["x-more"]) == (503, "ServiceUnavailable", "1")
    assert KEY in answer.json()["Message"]
    assert emulator.config(DOMAIN) is None
    assert last_fault(emulator) == ("error", 503)
    assert emulator.log[-1].code == "ServiceUnavailable"
    assert add(caller).status == 200


def test_html(emulator: Emulator, v3: Caller) -> None:
    emulator.inject(Fault("html", status=403, body="<html>no {query}</html>"))
    answer = add(v3)
    assert (answer.status, answer.headers["content-type"]) == (403, "text/html;charset=utf-8")
    assert answer.body.startswith(b"<html>no DomainName=")
    assert emulator.config(DOMAIN) is None


def test_reset(emulator: Emulator, v3: Caller) -> None:
    emulator.inject(Fault("reset"))
    with pytest.raises(ConnectionResetError):
        add(v3)
    assert emulator.config(DOMAIN) is None
    assert last_fault(emulator) == ("reset", None)


def test_lost(emulator: Emulator, v3: Caller) -> None:
    emulator.inject(Fault("lost"))
    with pytest.raises(http.client.RemoteDisconnected):
        add(v3)
    assert emulator.config(DOMAIN) is not None
    assert last_fault(emulator) == ("lost", None)


def test_lost_html(emulator: Emulator, v3: Caller) -> None:
    emulator.inject(Fault("lost_html"))
    answer = add(v3)
    assert (answer.status, answer.headers["content-type"]) == (504, "text/html;charset=utf-8")
    assert emulator.config(DOMAIN) is not None


@pytest.mark.parametrize("when", ["after", "before"])
def test_delay(emulator: Emulator, v3: Caller, when: str) -> None:
    emulator.inject(Fault("delay", seconds=0.2, when=when))
    start = time.monotonic()
    assert add(v3).status == 200
    assert 0.2 <= time.monotonic() - start < 1.0


def test_a_late_answer_is_of_a_call_that_was_done_at_once(emulator: Emulator, v3: Caller) -> None:
    emulator.inject(Fault("delay", seconds=60))
    query, headers, _body = v3.make_v3(ADD, {"DomainName": DOMAIN, "NotifyUrl": URL})
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=0.2)
    connection.request("POST", f"/?{query}", b"", headers)
    with pytest.raises(TimeoutError):
        connection.getresponse()
    connection.close()
    assert emulator.config(DOMAIN) is not None
    assert last_fault(emulator) == ("delay", 200)


@pytest.mark.parametrize("part", ["body", "headers"])
def test_trickle(emulator: Emulator, v3: Caller, part: str) -> None:
    emulator.inject(Fault("trickle", seconds=0.002, part=part))
    start = time.monotonic()
    answer = add(v3)
    assert (answer.status, list(answer.json())) == (200, ["RequestId"])
    assert time.monotonic() - start >= 0.002 * len(answer.body)


def test_cut(emulator: Emulator, v3: Caller) -> None:
    emulator.inject(Fault("cut"))
    answer = add(v3)
    assert (answer.status, answer.headers["content-length"]) == (200, str(len(answer.body)))
    with pytest.raises(ValueError, match="Unterminated"):
        answer.json()
    assert emulator.config(DOMAIN) is not None


def test_empty_redirect_stranger(emulator: Emulator, v3: Caller) -> None:
    for fault in (Fault("empty"), Fault("redirect", location=LOCATION, status=307), Fault("stranger")):
        emulator.inject(fault)
    empty, redirect, stranger = add(v3), add(v3), add(v3)
    assert (empty.status, empty.body) == (200, b"")
    assert (redirect.status, redirect.headers["location"]) == (307, LOCATION)
    assert (stranger.status, stranger.json()) == (200, {"status": "ok"})
    assert emulator.config(DOMAIN) is None
    assert [call.fault for call in emulator.log] == ["empty", "redirect", "stranger"]


def test_a_fault_chooses_its_calls(emulator: Emulator, v3: Caller) -> None:
    emulator.add_domain("other.example.com")
    emulator.inject(Fault("error", operation=DESCRIBE, domain_name=DOMAIN, times=2, after=1, code="InternalError"))
    assert v3(DESCRIBE, DomainName="other.example.com").code == "InvalidConfig.NotFound"
    assert v3(DELETE, DomainName=DOMAIN).code == "InvalidConfig.NotFound"
    codes = [v3(DESCRIBE, DomainName=DOMAIN).code for _number in range(4)]
    assert codes == ["InvalidConfig.NotFound", "InternalError", "InternalError", "InvalidConfig.NotFound"]
    assert emulator.faults == []


def test_faults_strike_in_their_order(emulator: Emulator, v3: Caller) -> None:
    emulator.inject(Fault("error", after=1, code="B"))
    emulator.inject(Fault("error", times=None, code="A"))
    assert [v3(DOMAINS).code for _number in range(4)] == ["A", "B", "A", "A"]
    assert [fault.kind for fault in emulator.faults] == ["error"]
    emulator.reset()
    assert v3(DOMAINS).status == 200


def test_a_lost_answer_is_lost_for_a_refused_call_too(emulator: Emulator, v3: Caller) -> None:
    emulator.inject(Fault("lost"))
    with pytest.raises(http.client.RemoteDisconnected):
        v3(DELETE, DomainName=DOMAIN)
    assert emulator.log[-1].code == "InvalidConfig.NotFound"


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (lambda: Fault("explode"), "explode"),
        (lambda: Fault("error"), "code"),
        (lambda: Fault("error", code=1), "code"),
        (lambda: Fault("error", code="A", status=99), "status"),
        (lambda: Fault("error", code="A", headers={"a": 1}), "headers"),
        (lambda: Fault("error", code="A", seconds=1), "seconds"),
        (lambda: Fault("lost", status=500), "status"),
        (lambda: Fault("delay"), "seconds"),
        (lambda: Fault("delay", seconds=-1), "seconds"),
        (lambda: Fault("trickle", seconds=0.1, part="tail"), "part"),
        (lambda: Fault("redirect"), "location"),
        (lambda: Fault("reset", times=0), "times"),
        (lambda: Fault("reset", after=-1), "after"),
        (lambda: Fault("reset", operation="AddSomething"), "AddSomething"),
    ],
)
def test_faults_are_validated(make: Callable[[], Any], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        make()


@pytest.mark.parametrize(
    "fault", [Fault("delay", seconds=60), Fault("delay", seconds=60, when="before"), Fault("trickle", seconds=60)]
)
def test_waits_end_when_the_emulator_stops(fault: Fault) -> None:
    with Emulator() as emulator:
        emulator.inject(fault)
        connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=10)
        query, headers, _body = Caller(emulator).make_v3(DOMAINS, {})
        connection.request("POST", f"/?{query}", b"", headers)
        time.sleep(0.05)
        start = time.monotonic()
    assert time.monotonic() - start < 1.0
    connection.close()
