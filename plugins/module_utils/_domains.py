# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The live domains of the account."""

from __future__ import annotations

import typing as t

from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError, LiveError

if t.TYPE_CHECKING:
    from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient

LIST = "DescribeLiveUserDomains"

# Source: https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describeliveuserdomains
_PAGE_SIZE = 50
_LAST_PAGE = 100_000

_FILTERS = {
    "domain_name": "DomainName",
    "domain_status": "DomainStatus",
    "region_name": "RegionName",
    "resource_group_id": "ResourceGroupId",
}


def filters(select: t.Mapping[str, t.Any] | None) -> dict[str, str]:
    """The parameters for a ``select`` option; None selects all streaming domains.

    Raises :class:`InputError` if it selects nothing in particular without saying ``all``.
    """
    parameters = {"LiveDomainType": "liveVideo"}  # the playback domain: recording callbacks sit on no other
    if select is None:
        return parameters
    given = {name: value for name, value in select.items() if value and name not in ("all", "domain_search_type")}
    if bool(given) == bool(select["all"]):
        problem = "all: true takes no filter beside it" if given else "is empty"
        raise InputError(f"select: {problem}. Give either one filter or more, or all: true for every streaming domain.")
    parameters.update({_FILTERS[name]: value for name, value in given.items() if name in _FILTERS})
    if "domain_name" in given:
        parameters["DomainSearchType"] = select["domain_search_type"]
    for number, (key, value) in enumerate(sorted((select["tags"] or {}).items()), start=1):
        parameters[f"Tag.{number}.Key"] = key
        parameters[f"Tag.{number}.Value"] = str(value)
    return parameters


def list_domains(client: LiveClient, parameters: t.Mapping[str, str]) -> list[str]:
    """The names of all domains that match, each once, sorted. Raises :class:`LiveError` if any page can't be read."""
    names: set[str] = set()
    for number in range(1, _LAST_PAGE + 1):
        page = {**parameters, "PageNumber": str(number), "PageSize": str(_PAGE_SIZE)}
        reply = client.call(LIST, page)
        rows = _rows(reply.fields)
        names.update(rows)
        if not rows or number * _PAGE_SIZE >= int(reply.fields["TotalCount"]):
            break
    return sorted(names)


def _rows(fields: t.Mapping[str, t.Any]) -> list[str]:
    try:
        int(fields["TotalCount"])
        rows = (fields["Domains"] or {}).get("PageData") or []
        # An answer in XML does not tell one row from a list of one.
        return [str(row["DomainName"]) for row in (rows if isinstance(rows, list) else [rows])]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise LiveError(
            f"{LIST} got an answer without a list of domains. Check the option endpoint.",
            request_id=fields.get("RequestId"),
        ) from None
