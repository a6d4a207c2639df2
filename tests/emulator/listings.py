# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two operations that list: the account's domains, and the callbacks that were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.clock import format_utc
from emulator.replies import Answer, ApiError
from emulator.rules import read_tags

if TYPE_CHECKING:
    from emulator.model import Domain, Record, State

DAY_SECONDS = 86_400
# A question for exactly the last 7 days is older than that when it arrives.
_ON_THE_WAY_SECONDS = 60
_DEFAULT_PAGE_SIZE = 20


def list_domains(state: State, values: dict[str, object], sent: dict[str, str]) -> Answer:
    """Answer DescribeLiveUserDomains; the domains stand in the order in which they were added.

    :raises ApiError: InvalidTag.
    """
    tags = read_tags(sent)
    found = [
        domain
        for domain in state.domains.values()
        if _name_matches(domain.domain_name, values) and _is_selected(domain, values) and _has_tags(domain, tags)
    ]
    number, size = _page(values)
    return {
        "PageNumber": number,
        "PageSize": size,
        "TotalCount": len(found),
        "Domains": {"PageData": [_shown_domain(domain) for domain in found[(number - 1) * size : number * size]]},
    }


def list_records(state: State, values: dict[str, object], now: float) -> Answer:
    """Answer DescribeLiveRecordNotifyRecords; the order of the records, oldest first, is not documented.

    :raises ApiError: InvalidStartTime or InvalidEndTime, for a span of more than 7 days or of earlier days.
    """
    start, end = _seconds(values, "StartTime"), _seconds(values, "EndTime")
    if end <= start:
        raise ApiError("InvalidEndTime", 400, "The specified EndTime is not later than StartTime.")
    if end - start > 7 * DAY_SECONDS or start < now - 7 * DAY_SECONDS - _ON_THE_WAY_SECONDS:
        raise ApiError("InvalidStartTime", 400, "The specified StartTime is not within the last 7 days.")
    found = [
        record
        for record in sorted(state.records, key=lambda record: record.notify_time)
        if start <= record.notify_time <= end and _is_wanted(record, values)
    ]
    number, size = _page(values)
    return {
        "Code": 200,
        "Msg": "OK",
        "PageNum": number,
        "PageSize": size,
        "TotalNum": len(found),
        "TotalPage": -(-len(found) // size),
        "CallbackList": [_shown_record(record) for record in found[(number - 1) * size : number * size]],
    }


def _page(values: dict[str, object]) -> tuple[int, int]:
    number, size = values.get("PageNumber", 1), values.get("PageSize", _DEFAULT_PAGE_SIZE)
    assert isinstance(number, int)
    assert isinstance(size, int)
    return number, size


def _seconds(values: dict[str, object], name: str) -> float:
    value = values[name]
    assert isinstance(value, float)
    return value


def _name_matches(domain_name: str, values: dict[str, object]) -> bool:
    wanted = str(values.get("DomainName", ""))
    how = values.get("DomainSearchType", "fuzzy_match")
    if not wanted:
        return True
    if how == "pre_match":
        return domain_name.startswith(wanted)
    if how == "suf_match":
        return domain_name.endswith(wanted)
    return domain_name == wanted if how == "full_match" else wanted in domain_name


def _is_selected(domain: Domain, values: dict[str, object]) -> bool:
    properties = {
        "DomainStatus": domain.live_domain_status,
        "LiveDomainType": domain.live_domain_type,
        "RegionName": domain.region_name,
        "ResourceGroupId": domain.resource_group_id,
    }
    return all(values.get(name, value) == value for name, value in properties.items())


def _has_tags(domain: Domain, tags: list[tuple[str, str | None]]) -> bool:
    return all(key in domain.tags and value in (None, domain.tags[key]) for key, value in tags)


def _shown_domain(domain: Domain) -> Answer:
    return {
        "DomainName": domain.domain_name,
        "LiveDomainType": domain.live_domain_type,
        "LiveDomainStatus": domain.live_domain_status,
        "RegionName": domain.region_name,
        "Cname": f"{domain.domain_name}.w.alikunlun.com",
        "GmtCreated": domain.created,
        "GmtModified": domain.created,
        "Description": domain.description,
        "ResourceGroupId": domain.resource_group_id,
    }


def _is_wanted(record: Record, values: dict[str, object]) -> bool:
    properties = {
        "DomainName": record.domain_name,
        "AppName": record.app_name,
        "StreamName": record.stream_name,
        "Status": record.notify_result,
    }
    storage = values.get("StorageType", "all")
    return storage in ("all", record.storage_type) and all(
        values.get(name, value) == value for name, value in properties.items()
    )


def _shown_record(record: Record) -> Answer:
    return {
        "DomainName": record.domain_name,
        "AppName": record.app_name,
        "StreamName": record.stream_name,
        "NotifyType": record.notify_type,
        "NotifyTime": format_utc(record.notify_time),
        "NotifyUrl": record.notify_url,
        "NotifyHeader": record.notify_header,
        "NotifyContent": record.notify_content,
        "NotifyResponse": record.notify_response,
        "NotifyResult": record.notify_result,
        "Description": record.description,
        "StorageType": record.storage_type,
    }
