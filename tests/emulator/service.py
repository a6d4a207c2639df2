# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The six operations, on the emulator's state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator import listings
from emulator.model import Config, Domain, State
from emulator.replies import Answer, ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.world import World

MASKED_KEY = "******"

Values = dict[str, object]


def perform(state: State, operation: str, values: Values, sent: dict[str, str], now: float) -> Answer:
    """Do what an operation does, and return the members of its answer, without the request id.

    :param values: the parameters, checked.
    :param sent: the parameters, as sent.
    :param now: seconds since the epoch, by the emulator's clock.
    :raises ApiError: the operation's own refusals.
    """
    if operation == "DescribeLiveUserDomains":
        return listings.list_domains(state, values, sent)
    domain = _streaming_domain(state, str(values["DomainName"]))
    if operation == "DescribeLiveRecordNotifyRecords":
        return listings.list_records(state, values, now)
    return _OPERATIONS[operation](domain, state.world, values)


def _streaming_domain(state: State, name: str) -> Domain:
    """Return a domain that can have a recording callback.

    :raises ApiError: InvalidDomain.NotFound, or IllegalOperation for an ingest domain.
    """
    domain = state.domains.get(name)
    if domain is None:
        raise ApiError("InvalidDomain.NotFound", 404, "The domain provided does not exist in our records.")
    if domain.live_domain_type != "liveVideo":
        raise ApiError("IllegalOperation", 403, "Illegal domain, operation is not permitted.")
    return domain


def _no_config() -> ApiError:
    return ApiError("InvalidConfig.NotFound", 404, "Config does not exist.")


def _add(domain: Domain, world: World, values: Values) -> Answer:
    if domain.config is not None:
        # A wrong set of fields is refused first, as it is for a domain that has no config.
        _merge(Config(), world, values)
        raise ApiError("ConfigAlreadyExists", 400, "Config has already exist.")
    domain.change(_merge(Config(), world, values), world.read_lag)
    return {}


def _update(domain: Domain, world: World, values: Values) -> Answer:
    if domain.config is None:
        raise _no_config()
    base = domain.config if world.update_left_out == "kept" else Config()
    domain.change(_merge(base, world, values), world.read_lag)
    return {}


def _delete(domain: Domain, world: World, _values: Values) -> Answer:
    if domain.config is None:
        raise _no_config()
    domain.change(None, world.read_lag)
    return {}


def _describe(domain: Domain, world: World, _values: Values) -> Answer:
    config = domain.read()
    if config is not None:
        return {"LiveRecordNotifyConfig": _shown(domain.domain_name, config, world)}
    if world.missing_config == "not_found":
        raise _no_config()
    return {"LiveRecordNotifyConfig": {}} if world.missing_config == "empty_object" else {}


_OPERATIONS: dict[str, Callable[[Domain, World, Values], Answer]] = {
    "AddLiveRecordNotifyConfig": _add,
    "UpdateLiveRecordNotifyConfig": _update,
    "DeleteLiveRecordNotifyConfig": _delete,
    "DescribeLiveRecordNotifyConfig": _describe,
}


def _merge(base: Config, world: World, values: Values) -> Config:
    """Return the config that a write makes of the one there was.

    :raises ApiError: InvalidNotifyUrl.Malformed for an empty OnDemandUrl in a world that refuses it,
        MissingNotifyAuthKey when authentication is on and there is no key.
    """
    fields: dict[str, object] = dict(base.to_api())
    for name, value in values.items():
        if name == "OnDemandUrl" and value == "" and world.empty_on_demand_url != "clears":
            if world.empty_on_demand_url == "refused":
                raise ApiError("InvalidNotifyUrl.Malformed", 400, "Specified NotifyUrl is invalid.")
            continue
        if name in fields:
            fields[name] = value
    if fields["NotifyReqAuth"] and not fields["NotifyAuthKey"]:
        raise ApiError("MissingNotifyAuthKey", 400, "NotifyAuthKey is mandatory when NotifyReqAuth is true.")
    if not fields["NotifyReqAuth"] and world.key_when_auth_off == "cleared":
        fields["NotifyAuthKey"] = ""
    return Config.from_api(fields)


def _shown(domain_name: str, config: Config, world: World) -> Answer:
    """Return a config as Describe shows it in this world."""
    fields: Answer = {"DomainName": domain_name, **config.to_api()}
    if world.unset_fields == "missing":
        fields = {name: value for name, value in fields.items() if value not in ("", False)}
    if "NotifyReqAuth" in fields:
        fields["NotifyReqAuth"] = _shown_auth(config.notify_req_auth, world.auth_spelling)
    if world.key_shown == "missing":
        fields.pop("NotifyAuthKey", None)
    elif config.notify_auth_key:
        fields["NotifyAuthKey"] = _shown_key(config.notify_auth_key, world.key_shown)
    return fields


def _shown_auth(value: bool, spelling: str) -> bool | str:
    if spelling == "yes_no":
        return "yes" if value else "no"
    if spelling == "string":
        return "true" if value else "false"
    return value


def _shown_key(key: str, how: str) -> str | int:
    if how == "masked":
        return MASKED_KEY
    return int(key) if how == "number" and key.isdigit() else key
