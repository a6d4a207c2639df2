# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations that list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from emulator_proof.callers import DOMAIN, DOMAINS, INGEST, RECORDS, Caller, utc

if TYPE_CHECKING:
    from emulator import Emulator


@pytest.fixture
def account(emulator: Emulator) -> Emulator:
    """Give an account with domains that differ in everything."""
    emulator.reset()
    emulator.add_domain("a.example.com", tags={"env": "prod", "team": "one"})
    emulator.add_domain("b.example.com", live_domain_status="offline", tags={"env": "test"})
    emulator.add_domain("a.example.org", region_name="ap-southeast-1", resource_group_id="rg-2", tags={"env": "prod"})
    emulator.add_domain("push.example.com", live_domain_type="liveEdge", live_domain_status="configuring")
    return emulator


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "a.example.com b.example.com a.example.org push.example.com"),
        ({"DomainName": "a.ex"}, "a.example.com a.example.org"),
        (
            {"DomainName": "example.com", "DomainSearchType": "fuzzy_match"},
            "a.example.com b.example.com push.example.com",
        ),
        ({"DomainName": "a.", "DomainSearchType": "pre_match"}, "a.example.com a.example.org"),
        ({"DomainName": ".org", "DomainSearchType": "suf_match"}, "a.example.org"),
        ({"DomainName": "a.example", "DomainSearchType": "full_match"}, ""),
        ({"DomainName": "a.example.com", "DomainSearchType": "full_match"}, "a.example.com"),
        ({"DomainStatus": "online"}, "a.example.com a.example.org"),
        ({"DomainStatus": "configuring"}, "push.example.com"),
        ({"LiveDomainType": "liveVideo"}, "a.example.com b.example.com a.example.org"),
        ({"LiveDomainType": "liveEdge"}, "push.example.com"),
        ({"RegionName": "ap-southeast-1"}, "a.example.org"),
        ({"ResourceGroupId": "rg-2"}, "a.example.org"),
        ({"Tag.1.Key": "env"}, "a.example.com b.example.com a.example.org"),
        ({"Tag.1.Key": "env", "Tag.1.Value": "prod"}, "a.example.com a.example.org"),
        ({"Tag.1.Key": "env", "Tag.1.Value": "prod", "Tag.2.Key": "team", "Tag.2.Value": "one"}, "a.example.com"),
        ({"Tag.1.Key": "none"}, ""),
    ],
)
def test_filters(account: Emulator, filters: dict[str, str], found: str) -> None:
    answer = Caller(account)(DOMAINS, **filters).json()
    assert [row["DomainName"] for row in answer["Domains"]["PageData"]] == found.split()
    assert answer["TotalCount"] == len(found.split())


def test_a_domain_has_the_documented_members(v3: Caller) -> None:
    row = v3(DOMAINS).json()["Domains"]["PageData"][0]
    assert row == {
        "DomainName": DOMAIN,
        "LiveDomainType": "liveVideo",
        "LiveDomainStatus": "online",
        "RegionName": "cn-shanghai",
        "Cname": f"{DOMAIN}.w.alikunlun.com",
        "GmtCreated": "2026-01-01T00:00:00Z",
        "GmtModified": "2026-01-01T00:00:00Z",
        "Description": "",
        "ResourceGroupId": "rg-emulator",
    }


def test_pages(emulator: Emulator, v3: Caller) -> None:
    emulator.reset()
    for number in range(45):
        emulator.add_domain(f"d{number:02}.example.com")

    def page(**parameters: str) -> list[Any]:
        answer = v3(DOMAINS, **parameters).json()
        assert answer["TotalCount"] == 45
        return [row["DomainName"][:3] for row in answer["Domains"]["PageData"]]

    assert len(page()) == 20
    assert page(PageNumber="3") == ["d40", "d41", "d42", "d43", "d44"]
    assert page(PageNumber="2", PageSize="44") == ["d44"]
    assert page(PageNumber="100000", PageSize="50") == []


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"PageSize": "51"}, "InvalidPageSize"),
        ({"PageSize": "0"}, "InvalidPageSize"),
        ({"PageSize": ""}, "InvalidPageSize"),
        ({"PageNumber": "100001"}, "InvalidPageNumber"),
        ({"PageNumber": "one"}, "InvalidPageNumber"),
        ({"DomainSearchType": "exact"}, "InvalidDomainSearchType"),
        ({"DomainStatus": "Online"}, "InvalidDomainStatus"),
        ({"LiveDomainType": "video"}, "InvalidLiveDomainType"),
        ({"Tag.1.Value": "prod"}, "InvalidTag"),
        ({"Tag.0.Key": "env"}, "InvalidParameter"),
        ({"Tags": "env"}, "InvalidParameter"),
    ],
)
def test_wrong_filters(v3: Caller, parameters: dict[str, str], code: str) -> None:
    answer = v3(DOMAINS, **parameters)
    assert (answer.status, answer.code) == (400, code)


def ask(start: str, end: str, **parameters: str) -> dict[str, str]:
    """Return the parameters of a question for records."""
    return {"DomainName": DOMAIN, "StartTime": start, "EndTime": end, "PageNumber": "1", "PageSize": "20", **parameters}


def test_records(emulator: Emulator, v3: Caller) -> None:
    emulator.add_record(DOMAIN, stream_name="late", notify_time=utc(-60), notify_header="ALI-LIVE-SIGNATURE:x")
    emulator.add_record(DOMAIN, stream_name="early", notify_time=utc(-7200), notify_result="failed", storage_type="vod")
    emulator.add_record(DOMAIN, stream_name="older", notify_time=utc(-200_000))
    emulator.add_record("other.example.com", stream_name="other")

    def streams(**parameters: str) -> list[Any]:
        answer = v3(RECORDS, **ask(utc(-86_400), utc(60), **parameters)).json()
        assert (answer["Code"], answer["Msg"]) == (200, "OK")
        return [row["StreamName"] for row in answer["CallbackList"]]

    assert streams() == ["early", "late"]
    assert streams(Status="failed") == ["early"]
    assert streams(StorageType="oss") == ["late"]
    assert streams(StorageType="all", AppName="live") == ["early", "late"]
    assert streams(StreamName="late") == ["late"]
    assert streams(AppName="other") == []
    row = v3(RECORDS, **ask(utc(-86_400), utc(60), StreamName="late")).json()["CallbackList"][0]
    assert set(row) == {
        *("DomainName", "AppName", "StreamName", "NotifyType", "NotifyTime", "NotifyUrl", "NotifyHeader"),
        *("NotifyContent", "NotifyResponse", "NotifyResult", "Description", "StorageType"),
    }


def test_pages_of_records(emulator: Emulator, v3: Caller) -> None:
    for number in range(5):
        emulator.add_record(DOMAIN, stream_name=f"s{number}", notify_time=utc(-60))
    answer = v3(RECORDS, **ask(utc(-3600), utc(), PageNumber="3", PageSize="2")).json()
    assert [answer[name] for name in ("PageNum", "PageSize", "TotalNum", "TotalPage")] == [3, 2, 5, 3]
    assert [row["StreamName"] for row in answer["CallbackList"]] == ["s4"]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (-7 * 86_400, 0, None),
        (-7 * 86_400 - 120, -60, "InvalidStartTime"),
        (-7 * 86_400, 60, "InvalidStartTime"),
        (0, 0, "InvalidEndTime"),
        (0, -60, "InvalidEndTime"),
    ],
)
def test_the_span_of_records(v3: Caller, start: float, end: float, code: str | None) -> None:
    answer = v3(RECORDS, **ask(utc(start), utc(end)))
    assert answer.code == ("200" if code is None else code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"StartTime": ""}, "MissingStartTime"),
        ({"PageSize": ""}, "MissingPageSize"),
        ({"StartTime": "2026-01-01"}, "InvalidStartTime"),
        ({"PageSize": "501"}, "InvalidPageSize"),
        ({"Status": "ok"}, "InvalidStatus"),
        ({"StorageType": "nas"}, "InvalidStorageType"),
        ({"DomainName": INGEST}, "IllegalOperation"),
    ],
)
def test_wrong_questions_for_records(v3: Caller, change: dict[str, str], code: str) -> None:
    assert v3(RECORDS, **ask(utc(-3600), utc(), **change)).code == code
