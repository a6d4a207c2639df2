# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""From what a task wants of one domain to what was done: read, plan, apply, read back."""

from __future__ import annotations

import typing as t

from ansible_collections.apsaravideo.live.plugins.module_utils import _record_notify as record_notify
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError, TaskError
from ansible_collections.apsaravideo.live.plugins.module_utils._record_notify import (
    ADD,
    DELETE,
    DESCRIBE,
    UPDATE,
    Config,
    Desired,
    Found,
    Plan,
)

if t.TYPE_CHECKING:
    from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient

_EXISTS = frozenset(["ConfigAlreadyExists", "CodeConfigAlreadyExists"])
_MISSING = frozenset(["InvalidConfig.NotFound", "CodeConfigNotFound"])

# Another administrator can change the config between a reading and a write; then it is read and planned anew.
_ROUNDS = 3

# Seconds before each reading back: how long readings lag behind an Update is not documented.
_READ_BACK_PAUSES = (0.0, 0.5, 1.0, 2.0)


class Outcome(t.NamedTuple):
    """What became of one domain: ``result`` is what is known of it now, as it may be shown."""

    changed: bool
    operation: str | None
    result: dict[str, t.Any]
    request_id: str | None
    diff: dict[str, t.Any]
    warnings: tuple[str, ...]


def read(client: LiveClient, domain_name: str) -> Found:
    """Read the config of a domain. The service tells of a missing one by an error or by an empty answer."""
    reply = client.call(DESCRIBE, {"DomainName": domain_name}, expected=_MISSING)
    return Found(record_notify.from_api(domain_name, reply.fields), reply.request_id)


def reads_first(desired: Desired, diff_mode: bool) -> bool:
    """Whether a run has to read before it writes: under ``keep``, and for ``absent``, the first write tells all."""
    return diff_mode if desired.state == "absent" else desired.on_existing != "keep"


def intend(desired: Desired, client: LiveClient | None) -> Outcome:
    """What a run would do, without doing it. Without a client nothing is read: then it is what would be tried first."""
    found = read(client, desired.domain_name) if client else None
    plan = record_notify.plan(desired, found)
    return _outcome(desired, plan, plan.after, found.request_id if found else None)


def converge(desired: Desired, client: LiveClient, *, diff_mode: bool) -> Outcome:
    """Bring a domain to what is wanted of it.

    Raises :class:`TaskError` (its ``done`` names a change that was made all the same) when that is not reached.
    """
    for _round in range(_ROUNDS):
        found = read(client, desired.domain_name) if reads_first(desired, diff_mode) else None
        plan = record_notify.plan(desired, found)
        if plan.operation is None:
            return _outcome(desired, plan, plan.after, found.request_id if found else None)
        outcome = _APPLY[plan.operation](desired, plan, client, found)
        if outcome is not None:
            return outcome
    raise TaskError(
        f"{desired.domain_name}: the config appeared and vanished {_ROUNDS} times while this task ran. Something else "
        "manages it as well; let one of the two do it. The task itself changed nothing."
    )


def _add(desired: Desired, plan: Plan, client: LiveClient, found: Found | None) -> Outcome | None:
    reply = client.call(ADD, record_notify.parameters(desired.domain_name, plan), expected=_EXISTS)
    if reply.code is None:
        return _outcome(desired, plan, plan.after, reply.request_id)
    if found is not None:
        return None  # none was there a moment ago: read again
    # Nothing more is known than that there is one: what the task wants has not been read.
    known = Config(desired.domain_name)
    return _outcome(desired, Plan(None, known, known), known, reply.request_id)


def _update(desired: Desired, plan: Plan, client: LiveClient, _found: Found | None) -> Outcome | None:
    try:
        reply = client.call(UPDATE, record_notify.parameters(desired.domain_name, plan), expected=_MISSING)
    except LiveError as error:
        if record_notify.clears_on_demand_url(plan) and (error.code or "").startswith(("Invalid", "Missing")):
            error.message += f" It may be the empty on_demand_url that is not taken. {_CLEAR_BY_HAND}"
        raise
    if reply.code is not None:
        return None  # somebody deleted it: read again
    return _read_back(desired, plan, client, reply.request_id)


_CLEAR_BY_HAND = (
    "To clear on_demand_url by hand, delete the config (state: absent) and add it again without on_demand_url."
)


def _read_back(desired: Desired, plan: Plan, client: LiveClient, request_id: str | None) -> Outcome:
    sent = t.cast("Config", plan.after)
    try:
        for pause in _READ_BACK_PAUSES:
            if pause:
                client.sleep(pause)
            kept = read(client, desired.domain_name).config
            words = record_notify.not_kept(sent, kept)
            if not words and kept is not None:
                unseen = record_notify.key_is_unseen(kept, sent)
                return _outcome(desired, plan._replace(warnings=(unseen,) if unseen else ()), kept, request_id)
    except LiveError as error:
        error.done = UPDATE
        error.message = f"{UPDATE} was accepted, but reading it back failed. {error.message}"
        raise
    by_hand = f" {_CLEAR_BY_HAND}" if record_notify.clears_on_demand_url(plan) and kept and kept.on_demand_url else ""
    failure = TaskError(
        f"{desired.domain_name}: {UPDATE} was accepted (request id {request_id}), but the service shows something "
        f"else: {'; '.join(words)}.{by_hand}"
    )
    failure.done = UPDATE
    raise failure


def _delete(desired: Desired, plan: Plan, client: LiveClient, _found: Found | None) -> Outcome | None:
    reply = client.call(DELETE, record_notify.parameters(desired.domain_name, plan), expected=_MISSING)
    if reply.code is not None:
        plan = Plan(None, None, None)
    return _outcome(desired, plan, None, reply.request_id)


_APPLY = {ADD: _add, UPDATE: _update, DELETE: _delete}


def _outcome(desired: Desired, plan: Plan, result: Config | None, request_id: str | None) -> Outcome:
    return Outcome(
        changed=plan.operation is not None,
        operation=plan.operation,
        result=record_notify.serialize(desired.domain_name, result),
        request_id=request_id,
        diff=record_notify.diff(plan),
        warnings=plan.warnings,
    )
