# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The errors of calls, in words for a person. Loaded only when something went wrong."""

from __future__ import annotations

import os
import re
import socket
import ssl
import typing as t
from urllib.parse import urlsplit

from ansible_collections.apsaravideo.live.plugins.module_utils import _answers
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError
from ansible_collections.apsaravideo.live.plugins.module_utils._hints import hint
from ansible_collections.apsaravideo.live.plugins.module_utils._redaction import redact

try:
    from requests import Timeout

    # In older releases it is not the one of ssl.
    from urllib3.connection import CertificateError  # type: ignore[attr-defined]  # there in 1.26 and in 2
except ImportError:
    if not t.TYPE_CHECKING:  # see _transport.py
        CertificateError = Timeout = OSError

if t.TYPE_CHECKING:
    from ansible_collections.apsaravideo.live.plugins.module_utils._transport import Attempt

# Faults that pass. The service did not carry out a call that it answers with one of the first two groups. It may have
# carried out the first copy of one whose nonce it has seen: ours are new, so something on the way has doubled it.
_THROTTLED = ("Throttling", "Rejected.Throttling")
_NOT_DONE = (*_THROTTLED, "LockFail")
_PERHAPS_DONE = ("SignatureNonceUsed", "ServiceUnavailable", "InternalError", "UnknownError")


class Request(t.NamedTuple):
    """What an answer belongs to, as far as a message may tell.

    ``secrets`` are masked in whatever the answer says. ``authorities`` are what names the certificates that are trusted
    in place of the usual ones, and their path.
    """

    operation: str
    domain_name: str | None
    host: str
    secrets: tuple[str, ...]
    authorities: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.operation} for {self.domain_name}" if self.domain_name else self.operation

    def __repr__(self) -> str:
        return f"Request({self})"

    def outcome(self, *, may_have_happened: bool) -> str:
        """What to say of a write whose outcome is open."""
        if not may_have_happened or self.operation.startswith("Describe"):
            return ""
        return " The change may have been made all the same: run the task again, and it takes up from there."

    def clean(self, value: t.Any) -> str:
        """A text of the answer, fit to be shown."""
        return redact(str(value), self.secrets)


def bad_answer(request: Request, answer: _answers.Answer) -> LiveError:
    """The error for an answer that is not the one that was hoped for."""
    fields = _answers.read(request.operation, answer)
    return _no_answer(request, answer) if fields is None else _refusal(request, answer, fields)


def _refusal(request: Request, answer: _answers.Answer, fields: _answers.Fields) -> LiveError:
    code, said = request.clean(fields["Code"]), request.clean(fields.get("Message", ""))
    request_id = _answers.request_id(fields)
    passing = code.startswith(_NOT_DONE + _PERHAPS_DONE) or answer.status == 429 or answer.status >= 500
    may_have_happened = passing and not code.startswith(_NOT_DONE) and answer.status != 429
    parts = [
        f"{request} was refused: {code}{': ' if said else ''}{said}{'' if said.endswith(('.', '!', '?')) else '.'}",
        hint(code, said, request.operation, request.domain_name),
        _denial(fields.get("AccessDeniedDetail")),
        f"(HTTP {answer.status}, request id {request_id})" if request_id else f"(HTTP {answer.status})",
    ]
    return LiveError(
        " ".join(filter(None, parts)) + request.outcome(may_have_happened=may_have_happened),
        code=code,
        http_status=answer.status,
        request_id=request_id,
        recommend=request.clean(fields["Recommend"]) if fields.get("Recommend") else None,
        throttled=code.startswith(_THROTTLED) or answer.status == 429,
        can_repeat=passing,
        may_have_happened=may_have_happened,
    )


def _denial(detail: t.Any) -> str:
    """What RAM tells beside a refusal: a grant does not help against a policy that denies."""
    explicit = isinstance(detail, dict) and detail.get("NoPermissionType") == "ExplicitDeny"
    return "A policy denies it explicitly, which outweighs any grant: find and change that policy." if explicit else ""


def _no_answer(request: Request, answer: _answers.Answer) -> LiveError:
    # Whether a write was carried out before something else answered is open.
    content_type = request.clean(answer.headers.get("Content-Type", "")).split(";")[0] or "no content type"
    seen = f"HTTP {answer.status}, {content_type}, {len(answer.body)} bytes"
    title = re.search(rb"<title[^>]*>([^<]+)", answer.body, re.IGNORECASE)
    if title:
        seen += f", titled {request.clean(title.group(1).decode('utf-8', 'replace'))!r}"
    redirected = 300 <= answer.status < 400
    if redirected:
        seen += f", a redirect to {_place(request.clean(answer.headers.get('Location', '')))}, which is not followed"
    return LiveError(
        f"{request} got an answer that is not one of the API ({seen}). Something in between answered: "
        f"check the option endpoint, HTTPS_PROXY and NO_PROXY.{request.outcome(may_have_happened=True)}",
        http_status=answer.status,
        throttled=answer.status == 429,
        can_repeat=not redirected,
        may_have_happened=True,
    )


def _place(url: str) -> str:
    """Scheme and host of a URL: the rest may repeat our parameters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "a place that is not a URL"
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}" if parts.scheme and host else "another page"


def no_connection(request: Request, attempt: Attempt) -> LiveError:
    """The error for an attempt without an answer, in words of its own: those of requests hold the URL."""
    host, problem = request.host, attempt.problem
    again = True
    if attempt.expired or isinstance(problem, (socket.timeout, Timeout)):
        cause = f"{host} did not answer within {attempt.seconds:g} seconds. Look at the network, or raise timeout."
    elif isinstance(problem, (ssl.SSLCertVerificationError, CertificateError)):
        again = False
        cause = (
            f"the certificate of {host} was not accepted ({getattr(problem, 'verify_message', problem)}). "
            "If it is signed by a CA of your own, name its file in ca_path."
        )
    elif not attempt.sent and request.authorities and not _hold_certificates(request.authorities[1]):
        again = False
        cause = f"no certificates can be read from {request.authorities[1]}, which {request.authorities[0]} names."
    elif isinstance(problem, socket.gaierror):
        cause = f"the name {host} (or that of the proxy) could not be resolved. Check the option endpoint and the DNS."
    elif attempt.sent:
        cause = f"the connection to {host} broke before the answer was complete."
    else:
        cause = f"no connection to {host} ({_reason(problem)}). Check endpoint, HTTPS_PROXY, NO_PROXY and firewalls."
    return LiveError(
        f"{request} got no answer: {cause}{request.outcome(may_have_happened=attempt.sent)}",
        can_repeat=again,
        may_have_happened=attempt.sent,
    )


def _hold_certificates(path: str) -> bool:
    try:
        ssl.create_default_context(cafile=None if os.path.isdir(path) else path)  # noqa: PTH112  # as in _client.py
    except (OSError, ValueError):  # OSError is also the base of what ssl raises
        return False
    return True


def _reason(problem: BaseException | None) -> str:
    """A cause in a few words, taken from where no URL can stand."""
    if isinstance(problem, ssl.SSLError):
        return f"TLS: {getattr(problem, 'reason', None) or type(problem).__name__}"
    tunnel = re.match(r"Tunnel connection failed: (\d+)", str(problem))  # so says http.client, and the proxy goes on
    if tunnel:
        return f"the proxy refused to connect, with HTTP {tunnel.group(1)}"
    if isinstance(problem, OSError) and problem.errno:
        return os.strerror(problem.errno)
    return type(problem).__name__
