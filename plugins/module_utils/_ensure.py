# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The work of record_notify_config: one domain."""

from __future__ import annotations

import typing as t

from ansible_collections.apsaravideo.live.plugins.module_utils import _arguments
from ansible_collections.apsaravideo.live.plugins.module_utils._converge import converge, intend
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError
from ansible_collections.apsaravideo.live.plugins.module_utils._record_notify import Config, Desired

if t.TYPE_CHECKING:
    from ansible_collections.apsaravideo.live.plugins.module_utils._runner import Result, Run


def ensure(run: Run) -> Result:
    """Bring one domain to what the task says or, in check mode, tell what would be done."""
    desired, warnings = desired_from(run.params)
    run.warnings.extend(warnings)
    query = run.params["query_in_check_mode"]
    read = not run.check_mode or query
    client = run.client() if read else None
    if run.check_mode or client is None:
        outcome = intend(desired, client)
        told: Result = {
            "before": outcome.diff["before"],
            "prediction": "verified" if read else "unverified",
        }
    else:
        outcome = converge(desired, client, diff_mode=run.diff_mode)
        told = {}
    run.warnings.extend(outcome.warnings)
    told.update(
        changed=outcome.changed,
        operation=outcome.operation,
        request_id=outcome.request_id,
        record_notify_config=outcome.result,
    )
    if run.diff_mode:
        header = desired.domain_name if read else f"{desired.domain_name} (not read)"
        told["diff"] = {"before_header": header, "after_header": desired.domain_name, **outcome.diff}
    return told


def desired_from(params: t.Mapping[str, t.Any]) -> tuple[Desired, list[str]]:
    """What the options want, and warnings about them. Raises :class:`InputError`, which names the option."""
    domain_name = _arguments.domain_name("domain_name", params["domain_name"])
    warnings: list[str] = []
    for option in ("notify_url", "on_demand_url"):
        if params[option] is not None and not (option == "on_demand_url" and params[option] == ""):
            warnings.extend(_arguments.callback_url(option, params[option]))
    if params["notify_auth_key"] is not None:
        _arguments.auth_key("notify_auth_key", params["notify_auth_key"])
    elif params["notify_req_auth"] and params["state"] == "present":
        raise InputError(
            "notify_auth_key: it is needed with notify_req_auth: true. Give the key that signs the callbacks."
        )
    config = Config(
        domain_name,
        notify_url=params["notify_url"],
        on_demand_url=params["on_demand_url"],
        need_status_notify=params["need_status_notify"],
        notify_req_auth=params["notify_req_auth"],
        notify_auth_key=params["notify_auth_key"],
        notify_auth_key_set=True if params["notify_auth_key"] is not None else None,
    )
    return Desired(config, params["state"], params["on_existing"]), warnings
