# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The client of the API: sign, send, read, raise."""

from __future__ import annotations

import os
import sys
import time
import typing as t

from ansible_collections.apsaravideo.live.plugins.module_utils import _answers, _signature, _transport
from ansible_collections.apsaravideo.live.plugins.module_utils._arguments import existing_path
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError, TaskError
from ansible_collections.apsaravideo.live.plugins.module_utils._pacing import CALLS_PER_SECOND, Pacer
from ansible_collections.apsaravideo.live.plugins.module_utils._signature import Signing

if t.TYPE_CHECKING:
    from ansible_collections.apsaravideo.live.plugins.module_utils._arguments import Endpoint
    from ansible_collections.apsaravideo.live.plugins.module_utils._credentials import Credentials

try:
    import requests
    from requests.auth import AuthBase
    from urllib3.exceptions import HTTPError
except ImportError:
    if not t.TYPE_CHECKING:  # see _transport.py
        AuthBase = object

VERSION = "2016-11-01"
_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")  # in the order of requests
_LONGEST_ANSWER = 8 * 1024 * 1024  # bytes; a page of 50 domains has some 20 kB


class Settings(t.NamedTuple):
    """How to reach the API. ``timeout`` is seconds for one whole attempt, ``rate_limit_share`` a part of 1."""

    endpoint: Endpoint
    credentials: Credentials
    signature_method: str
    timeout: float
    validate_certs: bool
    ca_path: str | None
    rate_limit_share: float


class Reply(t.NamedTuple):
    """An answer of the API: its fields, and the code of a refusal that the caller had declared as expected."""

    fields: dict[str, t.Any]
    request_id: str | None
    code: str | None = None

    def __repr__(self) -> str:
        return f"Reply(request_id={self.request_id!r}, code={self.code!r})"


class SignedRequest(AuthBase):
    """Signs a request when it is prepared. As the ``auth`` of requests, so that no other can take its place."""

    def __init__(self, settings: Settings, operation: str, parameters: t.Mapping[str, str], signing: Signing) -> None:
        self._settings = settings
        self._operation = operation
        self._parameters = parameters
        self._signing = signing

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        endpoint = self._settings.endpoint
        if self._settings.signature_method == _signature.RPC:
            query = _signature.rpc_query(self._operation, self._parameters, self._signing)
        else:
            query = _signature.canonical_query(self._parameters)
            request.headers.update(_signature.acs3_headers(self._operation, query, endpoint.host, self._signing))
        # Set here, past the URL clean-up of requests: what is signed is what is sent.
        request.url = f"{endpoint.url}/?{query}"
        return request


class LiveClient:
    """Calls operations, each at the pace that the service allows, and counts what it did in ``api``."""

    def __init__(
        self,
        settings: Settings,
        *,
        environ: t.Mapping[str, str] | None = None,
        clock: t.Callable[[], float] = time.time,
        monotonic: t.Callable[[], float] = time.monotonic,
        sleep: t.Callable[[float], None] = time.sleep,
        nonce: t.Callable[[], str] = lambda: os.urandom(16).hex(),
    ) -> None:
        if _transport.REQUESTS_ERROR is not None:
            raise TaskError(_requests_missing(_transport.REQUESTS_ERROR))
        self._settings = settings
        self._clock = clock
        self._nonce = nonce
        self.sleep = sleep
        self._pacers = {
            operation: Pacer(limit * settings.rate_limit_share, monotonic, sleep)
            for operation, limit in CALLS_PER_SECOND.items()
        }
        self._adapter = _transport.BoundedAdapter()
        self._authorities = (
            _authorities(settings, os.environ if environ is None else environ) if settings.validate_certs else None
        )
        self._verify = self._authorities[1] if self._authorities else settings.validate_certs
        url = settings.endpoint.url
        self._proxies = {} if settings.endpoint.is_loopback else requests.utils.get_environ_proxies(url)
        self.api: dict[str, t.Any] = {"calls": 0, "retries": 0, "throttled": 0, "seconds_waited": 0.0}

    def call(self, operation: str, parameters: t.Mapping[str, str], expected: t.Container[str] = ()) -> Reply:
        """Call one operation of the API and return its answer.

        ``expected`` are codes of refusals that are an answer to the caller. Raises :class:`LiveError` for all others,
        and where no answer of the API came.
        """
        self.api["seconds_waited"] += self._pacers[operation].wait()
        self.api["calls"] += 1
        answer = self._send(operation, parameters)
        fields = _answers.read(operation, answer)
        code = _answers.refusal_code(answer, fields) if fields else None
        if fields is not None and (code is None or code in expected):
            return Reply(fields, _answers.request_id(fields), code)
        error = self._error(operation, parameters, answer)
        self.api["throttled"] += error.throttled
        raise error

    def _error(
        self, operation: str, parameters: t.Mapping[str, str], outcome: _answers.Answer | _transport.Attempt
    ) -> LiveError:
        # Only here: a good run is felt to be faster without the words for bad ones.
        from ansible_collections.apsaravideo.live.plugins.module_utils import _refusals  # noqa: PLC0415

        secrets = (*self._settings.credentials.secrets(), parameters.get("NotifyAuthKey", ""))
        host = self._settings.endpoint.host
        request = _refusals.Request(operation, parameters.get("DomainName"), host, secrets, self._authorities)
        if isinstance(outcome, _answers.Answer):
            return _refusals.bad_answer(request, outcome)
        return _refusals.no_connection(request, outcome)

    def _send(self, operation: str, parameters: t.Mapping[str, str]) -> _answers.Answer:
        date = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock()))
        signing = Signing(*self._settings.credentials[:3], date, self._nonce(), VERSION)
        signed = SignedRequest(self._settings, operation, parameters, signing)
        headers = {"Accept": "application/json", "User-Agent": "apsaravideo.live (Ansible collection)"}
        prepared = requests.Request("POST", self._settings.endpoint.url, headers=headers, auth=signed).prepare()
        with _transport.Attempt(self._settings.timeout) as attempt:
            try:
                answer = self._exchange(prepared, attempt)
            # OSError is also the base of what requests raises. Its texts hold the URL: only our own are shown.
            except (OSError, HTTPError, ValueError) as error:
                attempt.problem = attempt.problem or error
        if attempt.expired or attempt.problem is not None:
            raise self._error(operation, parameters, attempt)
        return answer

    def _exchange(self, prepared: requests.PreparedRequest, attempt: _transport.Attempt) -> _answers.Answer:
        with self._adapter.send(
            prepared,
            stream=True,
            timeout=self._settings.timeout,
            verify=self._verify,
            proxies=self._proxies,
        ) as response:
            body = b""
            for chunk in response.iter_content(65536):
                body += chunk
                if attempt.expired or len(body) > _LONGEST_ANSWER:
                    break  # what is left may have no end; cut, it is no answer of the API
            return _answers.Answer(response.status_code, response.headers, body)


def _authorities(settings: Settings, environ: t.Mapping[str, str]) -> tuple[str, str] | None:
    """The certificates to trust in place of the usual ones: what names them, and their path. Options come first."""
    for name, path in (("ca_path", settings.ca_path), *((name, environ.get(name)) for name in _CA_VARIABLES)):
        if path:
            return name, existing_path(name, path)
    return None


def _requests_missing(error: ImportError) -> str:
    """Which Python lacks the library, and how to mend it."""
    return (
        f"The Python library requests is needed to call ApsaraVideo Live, and {sys.executable} on this host cannot "
        f"import it ({error}). Install it there ({sys.executable} -m pip install requests), or let "
        "ansible_python_interpreter name a Python that has it."
    )
