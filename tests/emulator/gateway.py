# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way of a call: fault, checks, operation, answer, log."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from emulator.faults import BEFORE, Fault
from emulator.model import Call, State
from emulator.replies import JSON_TYPE, Answer, ApiError, Reply, new_request_id, page, render
from emulator.rules import OPERATIONS, read_parameters
from emulator.service import perform
from emulator.signatures import read_claim

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.incoming import Incoming
    from emulator.keys import Key

VERSION = "2016-11-01"


class Gateway:
    """Answers the calls of the API.

    :ivar state: what is known; a reset puts another in its place.
    :ivar lock: held whenever the state is read or changed; never while waiting.
    :ivar latency: seconds that each answer waits.
    """

    def __init__(self, state: State, sleep: Callable[[float], object], latency: float = 0.0) -> None:
        """Make a gateway.

        :param sleep: waits so many seconds, or less when the emulator stops.
        """
        self.state = state
        self.lock = threading.RLock()
        self.latency = latency
        self._sleep = sleep

    def now(self) -> float:
        """Return seconds since the epoch, by the emulator's clock."""
        return time.time() + self.state.clock_offset

    def answer(self, incoming: Incoming) -> Reply:
        """Answer one call and log it."""
        domain_name = incoming.parameters.get("DomainName")
        with self.lock:
            fault = self.state.faults.take(incoming.operation, domain_name)
        if fault is not None and fault.kind == "delay" and fault.details["when"] == "before":
            self._sleep(fault.seconds())
        request_id = new_request_id()
        with self.lock:
            if fault is not None and fault.kind in BEFORE:
                code = fault.text("code") if fault.kind == "error" else None
                reply = _reply_of_fault(fault, incoming, request_id)
            else:
                reply, code = self._reply(incoming, request_id)
                if fault is not None:
                    reply = _spoil(reply, fault, incoming)
            self._log(incoming, reply, code, request_id, fault)
        return replace(reply, wait=reply.wait + self.latency)

    def _reply(self, incoming: Incoming, request_id: str) -> tuple[Reply, str | None]:
        """Return the service's answer, and its error code if it is a refusal."""
        as_json = incoming.wants_json
        try:
            members = self._checked_answer(incoming)
        except ApiError as error:
            answer = error.answer(request_id, incoming.host)
            return render(error.status, answer, "Error", as_json, error.headers), error.code
        root = f"{incoming.operation}Response"
        answer = {"RequestId": request_id, **members}
        if as_json and self.state.world.wrapped:
            answer = {root: answer}
        return render(200, answer, root, as_json), None

    def _checked_answer(self, incoming: Incoming) -> Answer:
        """Check a call in full, then do it.

        :raises ApiError: any refusal.
        """
        _check_form(incoming)
        now = self.now()
        claim = read_claim(incoming)
        key = self.state.keys.check(claim, now)
        if not self.state.nonces.use(claim.nonce, now):
            raise ApiError("SignatureNonceUsed", 400, "Specified signature nonce was used already.")
        self._check_rate(incoming)
        _check_permission(incoming.operation, key)
        sent = incoming.business_parameters
        # The older official SDK sends RegionId with every V1 call, whether the operation has it or not.
        values = read_parameters(incoming.operation, sent, ignored=() if incoming.is_v3 else ("RegionId",))
        return perform(self.state, incoming.operation, values, sent, now)

    def _check_rate(self, incoming: Incoming) -> None:
        """Count the call.

        :raises ApiError: the world's throttling code.
        """
        if self.state.rates.admit(incoming.operation, incoming.received_at):
            return
        world = self.state.world
        hint = {} if world.throttle_hint_ms is None else {"x-acs-retry-after": str(world.throttle_hint_ms)}
        messages = {
            "Throttling.User": "Request was denied due to user flow control.",
            "Throttling.Api": "Request was denied due to api flow control.",
            "Throttling": "Request was denied due to request throttling.",
        }
        message = messages[world.throttle_code]
        raise ApiError(world.throttle_code, world.throttle_status, message, headers=hint)

    def _log(self, incoming: Incoming, reply: Reply, code: str | None, request_id: str, fault: Fault | None) -> None:
        """Log before the answer is sent: a client that has it finds its call in the log."""
        self.state.log.append(
            Call(
                operation=incoming.operation,
                parameters=incoming.business_parameters,
                http_method=incoming.http_method,
                status=None if reply.delivery in ("closed", "reset") else reply.status,
                code=code,
                request_id=request_id,
                signature_method=incoming.signature_method,
                access_key_id=incoming.access_key_id,
                received_at=incoming.received_at,
                headers=dict(incoming.headers),
                query=incoming.query,
                host=incoming.host,
                client_port=incoming.client_port,
                fault=None if fault is None else fault.kind,
            )
        )


def _check_form(incoming: Incoming) -> None:
    """Check what can be checked without knowing who calls.

    :raises ApiError: InvalidParameter, UnsupportedHTTPMethod, MissingVersion, MissingAction, InvalidVersion.NotFound
        or InvalidApi.NotFound.
    """
    if incoming.problem is not None:
        raise incoming.problem
    if incoming.http_method not in ("GET", "POST"):
        raise ApiError("UnsupportedHTTPMethod", 400, "This http method is not supported.")
    for name, value in (("Version", incoming.version), ("Action", incoming.operation)):
        if not value:
            raise ApiError(f"Missing{name}", 400, f"{name} is mandatory for this action.")
    if incoming.version != VERSION:
        raise ApiError("InvalidVersion.NotFound", 404, "Specified parameter Version is not valid.")
    if incoming.path != "/" or incoming.operation not in OPERATIONS:
        raise ApiError("InvalidApi.NotFound", 404, "Specified api is not found, please check your url and method.")


def _check_permission(operation: str, key: Key) -> None:
    """Check that RAM does not refuse the operation to the key.

    :raises ApiError: Forbidden.RAM, with the details that a denied call may carry.
    """
    if operation not in key.denied:
        return
    detail = {
        "AuthAction": f"live:{operation}",
        "AuthPrincipalDisplayName": "emulated-user",
        "AuthPrincipalOwnerId": "123456789012",
        "AuthPrincipalType": "SubUser",
        "EncodedDiagnosticMessage": "AQEAAAAAemulated",
        "NoPermissionType": "ImplicitDeny",
        "PolicyType": "AccountLevelIdentityBasedPolicy",
    }
    message = "User not authorized to operate on the specified resource, or this API doesn't support RAM."
    raise ApiError("Forbidden.RAM", 403, message, details={"AccessDeniedDetail": detail})


def _reply_of_fault(fault: Fault, incoming: Incoming, request_id: str) -> Reply:
    """Return the answer of a fault that stands in place of the service."""
    if fault.kind == "error":
        message = fault.text("message").replace("{query}", incoming.query)
        error = ApiError(fault.text("code"), fault.number("status"), message)
        answer = error.answer(request_id, incoming.host)
        return render(error.status, answer, "Error", incoming.wants_json, fault.headers())
    if fault.kind == "html":
        return page(fault.number("status"), fault.text("body").replace("{query}", incoming.query), fault.headers())
    if fault.kind == "reset":
        return Reply(0, delivery="reset")
    if fault.kind == "redirect":
        return Reply(fault.number("status"), headers={"Location": fault.text("location")})
    body = fault.text("body").replace("{query}", incoming.query).encode() if fault.kind == "stranger" else b""
    return Reply(200, body, {"Content-Type": JSON_TYPE})


def _spoil(reply: Reply, fault: Fault, incoming: Incoming) -> Reply:
    """Return what a fault makes of an answer after the call was done."""
    if fault.kind == "lost":
        return replace(reply, delivery="closed")
    if fault.kind == "lost_html":
        return page(fault.number("status"), fault.text("body").replace("{query}", incoming.query))
    if fault.kind == "trickle":
        return replace(reply, delivery="trickled", pause=fault.seconds(), part=fault.text("part"))
    if fault.kind == "cut":
        return replace(reply, body=reply.body[: len(reply.body) // 2])
    late = fault.seconds() if fault.details["when"] == "after" else 0.0
    return replace(reply, wait=reply.wait + late)
