# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control API under ``/_emulator/``: JSON, unsigned, for playbooks that set the stage and read the log.

============================================ =========================================================================
request                                      does
============================================ =========================================================================
``GET /_emulator/log``                       ``{"calls": [...]}``, oldest first
``GET /_emulator/state``                     ``{"domains": [...], "configs": {domain: config}, "world": {...}}``
``POST /_emulator/reset``                    back to the state in which the emulator started
``POST /_emulator/domains``                  adds a domain; the body holds the arguments of ``Stage.add_domain``
``PUT /_emulator/configs/<domain>``          sets a config; the body holds its fields under the API's names
``DELETE /_emulator/configs/<domain>``       removes a config
``PUT /_emulator/world``                     sets the switches that the body names
``PUT /_emulator/clock``                     ``{"offset": seconds}``
``POST /_emulator/faults``                   queues a fault; the body holds the arguments of ``Fault``
``POST /_emulator/keys``                     adds a key; the body holds the arguments of ``Stage.add_key``
``POST /_emulator/records``                  adds a record; the body holds the arguments of ``Stage.add_record``
``POST /_emulator/stop``                     ends the process that was started on the command line
============================================ =========================================================================

A body that is not understood is refused with 400 and ``{"error": why}``; nothing is changed then.
"""

from __future__ import annotations

import inspect
import json
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from emulator.faults import Fault
from emulator.replies import JSON_TYPE, Reply
from emulator.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.incoming import Incoming
    from emulator.stage import Stage

PREFIX = "/_emulator/"


class Control:
    """Answers the requests of the control API."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._routes: dict[tuple[str, str], Callable[..., object]] = {
            ("GET", "log"): self._get_log,
            ("GET", "state"): stage.snapshot,
            ("POST", "reset"): stage.reset,
            ("POST", "domains"): stage.add_domain,
            ("PUT", "world"): self._set_world,
            ("PUT", "clock"): self._set_clock,
            ("POST", "faults"): self._inject,
            ("POST", "keys"): stage.add_key,
            ("POST", "records"): stage.add_record,
            ("POST", "stop"): stage.stop_requested.set,
        }

    def answer(self, incoming: Incoming) -> Reply:
        """Answer one request: 200, or 400, 404 or 405 with the reason."""
        resource = incoming.path[len(PREFIX) :]
        action = self._action(incoming.http_method, resource)
        if action is None:
            known = any(self._action(method, resource) for method in ("GET", "POST", "PUT", "DELETE"))
            return _reply(405 if known else 404, {"error": f"there is no {incoming.http_method} {incoming.path}"})
        try:
            result = _call(action, _read_body(incoming.body))
        except (TypeError, ValueError) as error:
            return _reply(400, {"error": str(error)})
        return _reply(200, {} if result is None else result)

    def _action(self, method: str, resource: str) -> Callable[..., object] | None:
        """Return what a request does; its body holds the arguments."""
        name, _slash, domain_name = resource.partition("/")
        if name == "configs" and domain_name:
            if method == "PUT":
                return partial(self._stage.set_config, domain_name)
            return partial(self._stage.remove_config, domain_name) if method == "DELETE" else None
        return self._routes.get((method, resource))

    def _get_log(self) -> object:
        return {"calls": [asdict(call) for call in self._stage.log]}

    def _set_world(self, **switches: Any) -> None:
        # Tried on a copy: a wrong switch must not leave those before it set.
        world = World(**asdict(self._stage.world))
        for name, value in switches.items():
            setattr(world, name, value)
        self._stage.world = world

    def _set_clock(self, offset: float) -> None:
        self._stage.clock_offset = offset

    def _inject(self, kind: str, **arguments: Any) -> None:
        self._stage.inject(Fault(kind, **arguments))


def _read_body(body: bytes) -> dict[str, Any]:
    """Read a body as a JSON object; no body is an empty one.

    :raises ValueError: for anything else.
    """
    if not body:
        return {}
    try:
        value = json.loads(body)
    except ValueError as error:
        raise ValueError(f"the body is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ValueError("the body is not a JSON object")
    return value


def _call(function: Callable[..., object], body: dict[str, Any]) -> object:
    """Call a function with the members of a body as its arguments.

    :raises ValueError: for unknown and missing arguments, and what the function raises.
    """
    try:
        inspect.signature(function).bind(**body)
    except TypeError as error:
        raise ValueError(str(error)) from None
    return function(**body)


def _reply(status: int, answer: object) -> Reply:
    return Reply(status, json.dumps(answer).encode(), {"Content-Type": JSON_TYPE})
