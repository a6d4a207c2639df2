# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors of calls: what they say, and what a caller may conclude from them."""

from __future__ import annotations

import json

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._answers import Answer
from ansible_collections.apsaravideo.live.plugins.module_utils._refusals import Request, bad_answer

ADD = "AddLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"
DOMAIN = "live.example.com"
HOST = "live.aliyuncs.com"
ID = "16A96B9A-F203-4EC5-8E43-CB92E68F4CD8"
SECRET = "S3cret+/=Canary"

WRITE = Request(ADD, DOMAIN, HOST, (SECRET,))
READ = WRITE._replace(operation=DESCRIBE)
LATER = "The fault is on the side of the service. Try again later; if it stays, quote the request id to its support."
OPEN = " The change may have been made all the same: run the task again, and it takes up from there."


def refused(code: str, message: str | None = "It was so.", status: int = 400, **fields: object) -> Answer:
    """A refusal by the API."""
    told = {} if message is None else {"Message": message}
    return Answer(status, {}, json.dumps({"RequestId": ID, "Code": code, **told, **fields}).encode())


def page(body: bytes = b"", status: int = 200, **headers: str) -> Answer:
    """An answer of something else."""
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


class TestConclusions:
    @pytest.mark.parametrize(
        ("status", "code", "can_repeat", "may_have_happened", "throttled"),
        [
            (400, "Throttling", True, False, True),
            (400, "Throttling.User", True, False, True),
            (400, "Throttling.Api", True, False, True),
            (403, "Rejected.Throttling", True, False, True),
            (503, "Throttling.User", True, False, True),
            (200, "Throttling.User", True, False, True),
            (429, "Other", True, False, True),
            (400, "LockFail", True, False, False),
            (503, "ServiceUnavailable", True, True, False),
            (400, "ServiceUnavailable", True, True, False),
            (500, "InternalError", True, True, False),
            (200, "InternalError", True, True, False),
            (500, "UnknownError", True, True, False),
            (500, "Other", True, True, False),
            (599, "InvalidNotifyUrl.Unsafe", True, True, False),
            (400, "InvalidNotifyUrl.Unsafe", False, False, False),
            (403, "Forbidden.RAM", False, False, False),
            (404, "InvalidDomain.NotFound", False, False, False),
            (400, "SignatureDoesNotMatch", False, False, False),
            (200, "IllegalOperation", False, False, False),
        ],
    )
    def test_of_a_refusal(
        self, status: int, code: str, can_repeat: bool, may_have_happened: bool, throttled: bool
    ) -> None:
        error = bad_answer(WRITE, refused(code, status=status))

        assert (error.can_repeat, error.may_have_happened, error.throttled) == (
            can_repeat,
            may_have_happened,
            throttled,
        )
        assert (error.code, error.http_status, error.request_id) == (code, status, ID)
        assert error.message.endswith(f" (HTTP {status}, request id {ID}){OPEN if may_have_happened else ''}")

    def test_a_nonce_that_was_used_can_be_replaced(self) -> None:
        error = bad_answer(WRITE, refused("SignatureNonceUsed"))

        # A copy of the request has come before it, and may have been carried out.
        assert (error.can_repeat, error.may_have_happened, error.throttled) == (True, True, False)

    @pytest.mark.parametrize(
        ("status", "can_repeat"), [(200, True), (403, True), (404, True), (502, True), (504, True), (302, False)]
    )
    def test_of_an_answer_of_something_else(self, status: int, can_repeat: bool) -> None:
        error = bad_answer(WRITE, page(b"<html></html>", status))

        assert (error.can_repeat, error.may_have_happened, error.throttled) == (can_repeat, True, False)
        assert (error.code, error.http_status, error.request_id, error.recommend) == (None, status, None, None)

    def test_a_read_changes_nothing(self) -> None:
        for answer in (refused("InternalError", status=500), page(status=502)):
            assert OPEN not in bad_answer(READ, answer).message


class TestRefusal:
    def test_in_full(self) -> None:
        error = bad_answer(
            WRITE,
            refused(
                "InvalidNotifyUrl.Unsafe", "The URL is not safe", Recommend="https://api.aliyun.com/troubleshoot?q=1"
            ),
        )

        assert error.message == (
            f"{ADD} for {DOMAIN} was refused: InvalidNotifyUrl.Unsafe: The URL is not safe. The host of notify_url and "
            f"on_demand_url must have a public address. (HTTP 400, request id {ID})"
        )
        assert error.details() == {
            "code": "InvalidNotifyUrl.Unsafe",
            "message": error.message,
            "http_status": 400,
            "request_id": ID,
            "recommend": "https://api.aliyun.com/troubleshoot?q=1",
        }

    @pytest.mark.parametrize(
        ("said", "shown"),
        [("No", ": No."), ("No.", ": No."), ("No!", ": No!"), ("Why?", ": Why?"), ("", "."), (None, ".")],
    )
    def test_is_a_sentence(self, said: str | None, shown: str) -> None:
        message = bad_answer(WRITE, refused("Other", said)).message

        assert message == f"{ADD} for {DOMAIN} was refused: Other{shown} (HTTP 400, request id {ID})"

    def test_without_domain_and_request_id(self) -> None:
        request = WRITE._replace(operation="DescribeLiveUserDomains", domain_name=None)

        error = bad_answer(request, Answer(500, {}, b'{"Code": "InternalError", "Message": "Oh"}'))

        assert error.message == f"DescribeLiveUserDomains was refused: InternalError: Oh. {LATER} (HTTP 500)"
        assert error.request_id is None

    def test_as_xml(self) -> None:
        body = f"<Error><RequestId>{ID}</RequestId><Code>InternalError</Code><Message>Oh</Message></Error>"

        error = bad_answer(READ, Answer(500, {}, body.encode()))

        assert error.message == (
            f"{DESCRIBE} for {DOMAIN} was refused: InternalError: Oh. {LATER} (HTTP 500, request id {ID})"
        )

    def test_by_ram_names_what_to_grant(self) -> None:
        detail = {"NoPermissionType": "ImplicitDeny", "EncodedDiagnosticMessage": "AQIBIAAAAABXcanary"}

        message = bad_answer(WRITE, refused("Forbidden.RAM", "No.", 403, AccessDeniedDetail=detail)).message

        assert message == (
            f"{ADD} for {DOMAIN} was refused: Forbidden.RAM: No. Grant the RAM user or role the action live:{ADD} on "
            f"the resource acs:cdn:*:<account id>:domain/{DOMAIN}. (HTTP 403, request id {ID})"
        )

    def test_by_a_policy_that_denies_tells_so(self) -> None:
        answer = refused("NoPermission", "No.", 403, AccessDeniedDetail={"NoPermissionType": "ExplicitDeny"})

        assert (
            "A policy denies it explicitly, which outweighs any grant: find and change that policy."
            in bad_answer(WRITE, answer).message
        )

    @pytest.mark.parametrize("detail", [None, "", [], "ExplicitDeny", {}, {"NoPermissionType": None}])
    def test_with_a_detail_of_another_form(self, detail: object) -> None:
        message = bad_answer(WRITE, refused("NoPermission", "No.", 403, AccessDeniedDetail=detail)).message

        assert "explicitly" not in message

    def test_shows_no_secret_and_no_echo(self) -> None:
        answer = refused(
            f"Bad.{SECRET}",
            f"The key {SECRET} or S3cret%2B%2F%3DCanary is wrong. server string to sign is:POST&x",
            Recommend=f"https://help/?k={SECRET}",
        )

        error = bad_answer(WRITE, answer)

        assert error.message == (
            f"{ADD} for {DOMAIN} was refused: Bad.***: The key *** or *** is wrong. (HTTP 400, request id {ID})"
        )
        assert (error.code, error.recommend) == ("Bad.***", "https://help/?k=***")

    def test_the_request_shows_no_secret(self) -> None:
        assert repr(WRITE) == f"Request({ADD} for {DOMAIN})"
        assert str(WRITE._replace(domain_name=None)) == ADD


class TestSomethingElse:
    @pytest.mark.parametrize(
        ("answer", "seen"),
        [
            (page(), "HTTP 200, no content type, 0 bytes"),
            (page(b"oops", 502, Content_Type="text/plain"), "HTTP 502, text/plain, 4 bytes"),
            (
                page(b"<html><TITLE class='x'> Log\n in </TITLE>", 200, Content_Type="text/html; charset=utf-8"),
                "HTTP 200, text/html, 40 bytes, titled 'Log in'",
            ),
            (page(b"<title>caf\xe9</title>", 403), "HTTP 403, no content type, 19 bytes, titled 'caf\ufffd'"),
            (
                page(b"", 302, Location="https://user:pw@login.example.com:8443/a?NotifyAuthKey=x#y"),
                (
                    "HTTP 302, no content type, 0 bytes, a redirect to https://login.example.com:8443, which is not "
                    "followed"
                ),
            ),
            (
                page(b"", 307, Location="http://[::1"),
                "HTTP 307, no content type, 0 bytes, a redirect to a place that is not a URL, which is not followed",
            ),
        ],
    )
    def test_in_full(self, answer: Answer, seen: str) -> None:
        assert bad_answer(READ, answer).message == (
            f"{DESCRIBE} for {DOMAIN} got an answer that is not one of the API ({seen}). Something in between "
            "answered: check the option endpoint, HTTPS_PROXY and NO_PROXY."
        )

    @pytest.mark.parametrize("headers", [{}, {"Location": ""}, {"Location": "/login?NotifyAuthKey=x"}])
    def test_a_redirect_to_no_host_names_none(self, headers: dict[str, str]) -> None:
        message = bad_answer(READ, Answer(302, headers, b"")).message

        assert "NotifyAuthKey" not in message
        assert "a redirect to ://" not in message
        assert ", which is not followed)" in message

    def test_shows_no_secret(self) -> None:
        answer = page(
            f"<title>{SECRET}</title>".encode(), 302, Content_Type=SECRET, Location=f"https://{SECRET}.example.com/"
        )

        assert SECRET not in bad_answer(READ, answer).message
        assert "Canary" not in bad_answer(READ, answer).message

    @pytest.mark.parametrize("length", range(180, 205))
    def test_shows_no_part_of_a_secret_in_a_long_title(self, length: int) -> None:
        answer = page(f"<title>{'x' * length}{SECRET}</title>".encode())

        assert "S3cr" not in bad_answer(READ, answer).message
