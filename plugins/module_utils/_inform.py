# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The work of record_notify_config_info: what is configured."""

from __future__ import annotations

import typing as t

from ansible_collections.apsaravideo.live.plugins.module_utils import _arguments, _domains
from ansible_collections.apsaravideo.live.plugins.module_utils._converge import read
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError, TaskError
from ansible_collections.apsaravideo.live.plugins.module_utils._record_notify import serialize

if t.TYPE_CHECKING:
    from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient
    from ansible_collections.apsaravideo.live.plugins.module_utils._runner import Result, Run

_NAMED_IN_MESSAGE = 10


def inform(run: Run) -> Result:
    """Read the configs of the named or selected domains. All are tried; then, if one can't be read, the run fails."""
    names, parameters = run.params["domain_names"], _domains.filters(run.params["select"])
    if names is not None:
        names = [_arguments.domain_name(f"domain_names[{at}]", name) for at, name in enumerate(names)]
    client = run.client()
    if names is None:
        names = _domains.list_domains(client, parameters)
    rows: list[Result] = []
    run.partial = {"record_notify_configs": rows}
    errors = {}
    for name in dict.fromkeys(names):  # each once, in the order given
        row, error = _row(client, name)
        rows.append(row)
        if error is not None:
            errors[name] = error
    if errors:
        raise _summary(errors, len(rows))
    return {"changed": False, "record_notify_configs": rows}


def _row(client: LiveClient, domain_name: str) -> tuple[Result, LiveError | None]:
    try:
        return serialize(domain_name, read(client, domain_name).config), None
    except LiveError as error:
        return {"domain_name": domain_name, "error": error.details()}, error


def _summary(errors: t.Mapping[str, LiveError], tried: int) -> TaskError:
    """One failure for all that could not be read, with the first as its example."""
    named = ", ".join(list(errors)[:_NAMED_IN_MESSAGE])
    more = f" and {len(errors) - _NAMED_IN_MESSAGE} more" if len(errors) > _NAMED_IN_MESSAGE else ""
    first = next(iter(errors.values()))
    return LiveError(
        f"{len(errors)} of {tried} domains could not be read: {named}{more}. The first error: {first.message}",
        code=first.code,
        http_status=first.http_status,
        request_id=first.request_id,
        recommend=first.recommend,
    )
