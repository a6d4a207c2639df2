# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors of attempts without an answer: words of their own, since those of the libraries hold the URL."""

from __future__ import annotations

import errno
import socket
import ssl
import typing as t

import pytest
import requests
from ansible_collections.apsaravideo.live.plugins.module_utils._refusals import Request, no_connection
from ansible_collections.apsaravideo.live.plugins.module_utils._transport import Attempt

if t.TYPE_CHECKING:
    from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError

ADD = "AddLiveRecordNotifyConfig"
DOMAIN = "live.example.com"
HOST = "live.aliyuncs.com"
WRITE = Request(ADD, DOMAIN, HOST, ())
READ = WRITE._replace(operation="DescribeLiveRecordNotifyConfig")

OPEN = " The change may have been made all the same: run the task again, and it takes up from there."
LATE = f"{HOST} did not answer within 2.5 seconds. Look at the network, or raise timeout."
NO_NAME = f"the name {HOST} (or that of the proxy) could not be resolved. Check the option endpoint and the DNS."
BROKEN = f"the connection to {HOST} broke before the answer was complete."
UNREACHED = f"no connection to {HOST} (%s). Check endpoint, HTTPS_PROXY, NO_PROXY and firewalls."
UNTRUSTED = (
    f"the certificate of {HOST} was not accepted (%s). If it is signed by a CA of your own, name its file in ca_path."
)


class TestNoConnection:
    @pytest.mark.parametrize(
        ("problem", "sent", "expired", "cause", "can_repeat"),
        [
            (None, True, True, LATE, True),
            (OSError(), True, True, LATE, True),
            (socket.timeout(), False, False, LATE, True),
            (requests.ReadTimeout(), True, False, LATE, True),
            (socket.gaierror(-2, "https://url?key"), False, False, NO_NAME, True),
            (ConnectionResetError(), True, False, BROKEN, True),
            (requests.ConnectionError("https://url?key"), True, False, BROKEN, True),
            (
                ConnectionRefusedError(errno.ECONNREFUSED, "url?key"),
                False,
                False,
                UNREACHED % "Connection refused",
                True,
            ),
            (ssl.SSLError("https://url?key"), False, False, UNREACHED % "TLS: SSLError", True),
            (UnicodeError("https://url?key"), False, False, UNREACHED % "UnicodeError", True),
            (ssl.SSLCertVerificationError(1, "self signed"), False, False, UNTRUSTED % "self signed", False),
        ],
    )
    def test_in_full(self, problem: Exception | None, sent: bool, expired: bool, cause: str, can_repeat: bool) -> None:
        error = _failed(WRITE, problem, sent=sent, expired=expired)

        assert error.message == f"{ADD} for {DOMAIN} got no answer: {cause}{OPEN if sent else ''}"
        assert (error.can_repeat, error.may_have_happened, error.throttled) == (can_repeat, sent, False)
        assert (error.code, error.http_status, error.request_id) == (None, None, None)

    def test_a_certificate_with_its_reason(self) -> None:
        problem = ssl.SSLCertVerificationError(1, "long text")
        problem.verify_message = "unable to get local issuer certificate"

        assert (
            "was not accepted (unable to get local issuer certificate)." in _failed(READ, problem, sent=False).message
        )

    def test_tls_with_its_reason(self) -> None:
        problem = ssl.SSLError(1, "long text")
        problem.reason = "WRONG_VERSION_NUMBER"

        assert "(TLS: WRONG_VERSION_NUMBER)" in _failed(READ, problem, sent=False).message

    def test_a_read_changes_nothing(self) -> None:
        assert _failed(READ, ConnectionResetError(), sent=True).message.endswith(
            "broke before the answer was complete."
        )


def _failed(request: Request, problem: Exception | None, *, sent: bool, expired: bool = False) -> LiveError:
    """The error of an attempt that went wrong in this way."""
    attempt = Attempt(2.5)
    attempt.problem, attempt.sent, attempt.expired = problem, sent, expired
    return no_connection(request, attempt)
