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

# Seconds before each reading of a task that has to read again: because another administrator has changed the config
# between a reading and a write, or because readings lag behind changes, by how much is not documented.
_PAUSES = (0.0, 0.5, 1.0, 2.0)


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


def intend(desired: Desired, client: LiveClient | None) -> Outcome:
    """What a run would do, without doing it. Without a client nothing is read: then it is what would be tried first."""
    found = read(client, desired.domain_name) if client else None
    plan = record_notify.plan(desired, found)
    return _outcome(desired, plan, plan.after, found.request_id if found else None)


def converge(desired: Desired, client: LiveClient, *, diff_mode: bool) -> Outcome:
    """Bring a domain to what is wanted of it.

    Raises :class:`TaskError` (its ``done`` names a change that was made all the same) when that is not reached.
    """
    if desired.state == "absent":
        return _delete(desired, client, read(client, desired.domain_name) if diff_mode else None)
    for pause in _PAUSES:
        _pause(client, pause)
        found = read(client, desired.domain_name) if desired.on_existing != "keep" else None
        plan = record_notify.plan(desired, found)
        if plan.operation is None:
            return _outcome(desired, plan, plan.after, found.request_id if found else None)
        outcome = (_add if plan.operation == ADD else _update)(desired, plan, client, found)
        if outcome is not None:
            return outcome
    raise TaskError(
        f"{desired.domain_name}: the config was there for one call and not for the next, {len(_PAUSES)} times. Either "
        "something else manages it as well, or what the service shows lags behind. Run the task again; the task itself "
        "changed nothing."
    )


def _pause(client: LiveClient, seconds: float) -> None:
    if seconds:
        client.sleep(seconds)


def _add(desired: Desired, plan: Plan, client: LiveClient, found: Found | None) -> Outcome | None:
    reply = client.call(ADD, record_notify.parameters(desired.domain_name, plan), expected=_EXISTS)
    if reply.code is None:
        return _outcome(desired, plan, plan.after, reply.request_id)
    if found is not None:
        return None  # none was there a moment ago: read again
    # Nothing more is known than that there is one: what the task wants has not been read.
    known = Config(desired.domain_name)
    return _outcome(desired, Plan(None, known, known), known, reply.request_id)


def _update(desired: Desired, plan: Plan, client: LiveClient, found: Found | None) -> Outcome | None:
    try:
        reply = client.call(UPDATE, record_notify.parameters(desired.domain_name, plan), expected=_MISSING)
    except LiveError as error:
        if record_notify.clears_on_demand_url(plan) and (error.code or "").startswith(("Invalid", "Missing")):
            error.message += f" It may be the empty on_demand_url that is not taken. {_CLEAR_BY_HAND}"
        raise
    if reply.code is not None:  # it is gone for certain, whatever was read
        return _add(desired, Plan(ADD, None, desired.config), client, found)
    return _read_back(desired, plan, client, reply.request_id)


_CLEAR_BY_HAND = (
    "To clear on_demand_url by hand, delete the config (state: absent) and add it again without on_demand_url."
)


_KEY_NOT_READ_BACK = (
    "notify_auth_key was sent and accepted. The service does not show the callback key, so it could not be read back."
)


def _read_back(desired: Desired, plan: Plan, client: LiveClient, request_id: str | None) -> Outcome:
    sent = t.cast("Config", plan.after)
    try:
        for pause in _PAUSES:
            _pause(client, pause)
            kept = read(client, desired.domain_name).config
            words = record_notify.not_kept(sent, kept)
            if not words and kept is not None:
                unseen = record_notify.key_is_compared(kept, sent) and not kept.notify_auth_key
                warnings = (f"{desired.domain_name}: {_KEY_NOT_READ_BACK}",) if unseen else ()
                return _outcome(desired, plan._replace(warnings=warnings), kept, request_id)
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


def _delete(desired: Desired, client: LiveClient, found: Found | None) -> Outcome:
    """Delete at once. A reading before it serves the diff alone: it may lag, the answer to Delete is certain."""
    current = found.config if found else None
    plan = Plan(DELETE, current or Config(desired.domain_name), None)
    reply = client.call(DELETE, record_notify.parameters(desired.domain_name, plan), expected=_MISSING)
    if reply.code is not None:
        plan = Plan(None, None, None)
    return _outcome(desired, plan, None, reply.request_id)


def _outcome(desired: Desired, plan: Plan, result: Config | None, request_id: str | None) -> Outcome:
    return Outcome(
        changed=plan.operation is not None,
        operation=plan.operation,
        result=record_notify.serialize(desired.domain_name, result),
        request_id=request_id,
        diff=record_notify.diff(plan),
        warnings=plan.warnings,
    )
