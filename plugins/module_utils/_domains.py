# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The live domains of the account."""

from __future__ import annotations

import typing as t

from ansible_collections.apsaravideo.live.plugins.module_utils import _answers
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError, LiveError

if t.TYPE_CHECKING:
    from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient

LIST = "DescribeLiveUserDomains"

# Source: https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describeliveuserdomains
_PAGE_SIZE = 50
_LAST_PAGE = 100_000
_READINGS = 3

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
        problem = "all: true takes no filter beside it" if given else "it has no filter"
        raise InputError(f"select: {problem}. Give either one filter or more, or all: true for every streaming domain.")
    parameters.update({_FILTERS[name]: value for name, value in given.items() if name in _FILTERS})
    if "domain_name" in given:
        parameters["DomainSearchType"] = select["domain_search_type"]
    for number, (key, value) in enumerate(sorted((select["tags"] or {}).items()), start=1):
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            raise InputError(f"select.tags: the value of {key!r} must be a text. Quote it in YAML.")
        parameters[f"Tag.{number}.Key"] = str(key)
        parameters[f"Tag.{number}.Value"] = str(value)
    return parameters


def list_domains(client: LiveClient, parameters: t.Mapping[str, str]) -> list[str]:
    """The names of all domains that match, each once, sorted.

    A domain that comes or goes between two pages moves others from page to page, so that one may be missed. Then the
    number of domains differs from page to page, or from what was listed, and the list is read again. Raises
    :class:`LiveError` if a page can't be read, or if the list does not come to rest.
    """
    for _reading in range(_READINGS):
        names, totals = _read_pages(client, parameters)
        if totals == {len(names)}:
            return sorted(names)
    raise LiveError(
        f"{LIST} listed {len(names)} domains and told of {max(totals)}, {_READINGS} times over. If domains are "
        "being added or removed just now, run the task again later."
    )


def _read_pages(client: LiveClient, parameters: t.Mapping[str, str]) -> tuple[set[str], set[int]]:
    """The names on all pages, and the numbers of domains that the pages tell of."""
    names: set[str] = set()
    totals: set[int] = set()
    for number in range(1, _LAST_PAGE + 1):
        page = {**parameters, "PageNumber": str(number), "PageSize": str(_PAGE_SIZE)}
        total, rows = _read_page(client.call(LIST, page).fields)
        names.update(rows)
        totals.add(total)
        if not rows or number * _PAGE_SIZE >= total:
            break
    return names, totals


def _read_page(fields: t.Mapping[str, t.Any]) -> tuple[int, list[str]]:
    try:
        rows = (fields["Domains"] or {}).get("PageData") or []
        # An answer in XML does not tell one row from a list of one.
        names = [str(row["DomainName"]) for row in (rows if isinstance(rows, list) else [rows])]
        return int(fields["TotalCount"]), names
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise LiveError(
            f"{LIST} got an answer without a list of domains. Check the option endpoint.",
            request_id=_answers.request_id(dict(fields)),
        ) from None
