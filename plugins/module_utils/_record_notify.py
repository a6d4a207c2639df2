# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The record notify config: what the API says of it, what a task wants of it, and the plan between the two.

Nothing here calls anything. Field meanings:
https://www.alibabacloud.com/help/en/live/developer-reference/api-addliverecordnotifyconfig
"""

from __future__ import annotations

import typing as t

from ansible_collections.apsaravideo.live.plugins.module_utils._arguments import is_auth_key
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import TaskError

ADD = "AddLiveRecordNotifyConfig"
UPDATE = "UpdateLiveRecordNotifyConfig"
DELETE = "DeleteLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"

# The fields that can be shown and compared as they are; the key is neither.
_OPEN_FIELDS = ("notify_url", "on_demand_url", "need_status_notify", "notify_req_auth")


class Config(t.NamedTuple):
    """A record notify config. None is a field that nothing is known of, or that a task does not manage.

    ``on_demand_url`` is empty when there is none. ``notify_auth_key`` is the key in clear, if it is known so;
    ``notify_auth_key_set`` tells whether there is one.
    """

    domain_name: str
    notify_url: str | None = None
    on_demand_url: str | None = None
    need_status_notify: bool | None = None
    notify_req_auth: bool | None = None
    notify_auth_key: str | None = None
    notify_auth_key_set: bool | None = None
    # A number has lost the zeros in front: such a key is good to compare with, and never sent.
    notify_auth_key_exact: bool = True

    def __repr__(self) -> str:
        return f"Config({serialize(self.domain_name, self)!r})"


class Found(t.NamedTuple):
    """What a reading found: the config, or None where there is none."""

    config: Config | None
    request_id: str | None


class Desired(t.NamedTuple):
    """What a task wants of one domain."""

    config: Config
    state: str
    on_existing: str

    @property
    def domain_name(self) -> str:
        return self.config.domain_name


class Plan(t.NamedTuple):
    """The change that leads to what is wanted: ``operation`` is None when there is nothing to do."""

    operation: str | None
    before: Config | None
    after: Config | None
    warnings: tuple[str, ...] = ()


def from_api(domain_name: str, fields: t.Mapping[str, t.Any]) -> Config | None:
    """Read the answer of Describe, as any version of the API gives it; None if it holds no config.

    Versions differ: fields that are not set may be missing, booleans may be words, and the key may be a number,
    masked or not shown. Whatever has not the form of a key counts as masked.
    """
    raw = fields.get("LiveRecordNotifyConfig")
    if not isinstance(raw, dict) or not any(raw.get(name) for name in ("NotifyUrl", "OnDemandUrl")):
        return None
    authenticated = _as_bool(raw.get("NotifyReqAuth"))
    shown = _as_text(raw.get("NotifyAuthKey"))
    return Config(
        domain_name,
        notify_url=_as_text(raw.get("NotifyUrl")),
        on_demand_url=_as_text(raw.get("OnDemandUrl")),
        need_status_notify=_as_bool(raw.get("NeedStatusNotify")),
        notify_req_auth=authenticated,
        notify_auth_key=shown if is_auth_key(shown) else None,
        # Authentication needs a key, so there is one even where it is not shown.
        notify_auth_key_set=bool(shown) or authenticated,
        notify_auth_key_exact=not isinstance(raw.get("NotifyAuthKey"), int),
    )


def _as_text(value: t.Any) -> str:
    return "" if value is None else str(value)


def _as_bool(value: t.Any) -> bool:
    return str(value).strip().lower() in ("true", "yes", "1", "on")


def parameters(domain_name: str, plan: Plan) -> dict[str, str]:
    """What the operation of a plan sends: each field of ``after`` that is known, and no other.

    An empty value is sent for one purpose only, to clear an ``OnDemandUrl`` that is there: what else the service
    makes of empty values is not documented.
    """
    sent = {"DomainName": domain_name}
    after = plan.after or Config(domain_name)
    for name, value in (
        ("NotifyUrl", after.notify_url),
        ("OnDemandUrl", after.on_demand_url),
        ("NeedStatusNotify", after.need_status_notify),
        ("NotifyReqAuth", after.notify_req_auth),
        ("NotifyAuthKey", after.notify_auth_key),
    ):
        if isinstance(value, bool):
            sent[name] = str(value).lower()
        elif value:
            sent[name] = value
    if clears_on_demand_url(plan):
        sent["OnDemandUrl"] = ""
    return sent


def clears_on_demand_url(plan: Plan) -> bool:
    """Whether a plan takes away an ``on_demand_url`` that is there."""
    return bool(plan.before and plan.before.on_demand_url and plan.after and plan.after.on_demand_url == "")


def serialize(domain_name: str, config: Config | None) -> dict[str, t.Any]:
    """A config as everything that shows one shows it. This is where the key is masked: only its presence is told."""
    shown: dict[str, t.Any] = {"domain_name": domain_name, "exists": config is not None}
    if config is not None:
        for name in (*_OPEN_FIELDS, "notify_auth_key_set"):
            if getattr(config, name) is not None:
                shown[name] = getattr(config, name)
    return shown


def diff(plan: Plan) -> dict[str, t.Any]:
    """Before and after of a plan, for diff mode. Of the key it tells whether it is set and whether it changes."""
    before, after = (serialize(side.domain_name, side) if side else {} for side in (plan.before, plan.after))
    if plan.operation == UPDATE and plan.before and plan.after and _key_changes(plan.before, plan.after):
        seen = plan.before.notify_auth_key or not plan.before.notify_auth_key_set
        after["notify_auth_key_changes"] = True if seen else "unknown"
    return {"before": before, "after": after}


def _key_changes(before: Config, after: Config) -> bool:
    return bool(after.notify_auth_key) and not _same_key(before.notify_auth_key, after.notify_auth_key)


def _same_key(shown: str | None, wanted: str | None) -> bool:
    """Whether two keys are one. A key that the API shows as a number has lost the zeros in front."""
    if not shown or not wanted:
        return False
    return shown == wanted or (wanted.isdigit() and shown == wanted.lstrip("0"))


def plan(desired: Desired, found: Found | None) -> Plan:
    """Decide what to do. ``found`` is None when nothing was read: then the plan is what is tried first.

    Raises :class:`TaskError` if a config exists that differs and the policy is to fail, or if it can't be changed
    without the callback key.
    """
    current = found.config if found else None
    if desired.state == "absent":
        return Plan(DELETE if found is None or current else None, current, None)
    if current is None:
        return Plan(ADD, None, desired.config)
    if desired.on_existing == "keep":
        return Plan(None, current, current)
    return _plan_existing(desired, current)


def _plan_existing(desired: Desired, current: Config) -> Plan:
    differing = differences(current, desired.config)
    unseen = key_is_unseen(current, desired.config)
    if not differing:
        return Plan(None, current, current, (unseen,) if unseen else ())
    told = _told(differing, current, desired.config)
    if desired.on_existing == "keep_and_fail":
        raise TaskError(
            f"{told} It was left as it is (on_existing: keep_and_fail). To bring it to what the task says, "
            "use on_existing: replace."
        )
    if desired.on_existing == "keep_and_warn":
        warnings = (f"{told} It was left as it is (on_existing: keep_and_warn).", *([unseen] if unseen else []))
        return Plan(None, current, current, warnings)
    return Plan(UPDATE, current, _merged(current, desired.config))


def differences(current: Config, wanted: Config) -> list[str]:
    """The fields that a task manages and that are not as it says; the key only if the task turns authentication on."""
    names = [
        name
        for name in _OPEN_FIELDS
        if getattr(wanted, name) is not None and getattr(wanted, name) != getattr(current, name)
    ]
    if key_is_compared(current, wanted) and current.notify_auth_key and _key_changes(current, wanted):
        names.append("notify_auth_key")
    return names


def key_is_compared(current: Config, wanted: Config) -> bool:
    """Whether a task's key counts: only if it turns authentication on, and that is on already."""
    return bool(wanted.notify_req_auth and wanted.notify_auth_key and current.notify_req_auth)


def key_is_unseen(current: Config, wanted: Config) -> str | None:
    """A warning, if a key that ought to be compared is not shown by the service; else None."""
    if not key_is_compared(current, wanted) or current.notify_auth_key:
        return None
    return (
        f"{wanted.domain_name}: the service does not show the callback key, so whether notify_auth_key differs "
        "can't be told. To set it for certain, delete the config and add it again."
    )


def _told(names: t.Sequence[str], current: Config, wanted: Config) -> str:
    def one(name: str) -> str:
        if name == "notify_auth_key":
            return "notify_auth_key is another one (not shown)"
        return f"{name} is {getattr(current, name)!r}, the task says {getattr(wanted, name)!r}"

    return f"{wanted.domain_name} has a config that differs from the task: {'; '.join(map(one, names))}."


def _merged(current: Config, wanted: Config) -> Config:
    """The whole state that an Update sends: whether the service keeps a field that is left out is not documented."""
    merged = current._replace(
        **{name: getattr(wanted, name) for name in _OPEN_FIELDS if getattr(wanted, name) is not None},
        notify_auth_key=wanted.notify_auth_key or (current.notify_auth_key if current.notify_auth_key_exact else None),
        notify_auth_key_exact=True,
    )
    if merged.notify_req_auth and not merged.notify_auth_key:
        raise TaskError(
            f"{current.domain_name}: callbacks are authenticated, and the service does not show their key for certain, "
            "so an update would lose it. Give notify_auth_key (with notify_req_auth: true), or notify_req_auth: false "
            "to turn authentication off. Nothing was changed."
        )
    # Whether the service keeps a key that is not in use is not documented either.
    stays = not current.notify_req_auth and bool(current.notify_auth_key_set) == bool(merged.notify_auth_key)
    certain = merged.notify_req_auth or stays
    return merged._replace(notify_auth_key_set=bool(merged.notify_auth_key) if certain else None)


def not_kept(sent: Config, found: Config | None) -> list[str]:
    """What a reading shows otherwise than it was sent, in words; empty if all is as sent."""
    if found is None:
        return ["the config is gone"]

    def one(name: str) -> str:
        if name == "notify_auth_key":
            return "notify_auth_key is not the one that was sent"
        return f"{name} was sent as {getattr(sent, name)!r} and is {getattr(found, name)!r}"

    return [one(name) for name in differences(found, sent)]
