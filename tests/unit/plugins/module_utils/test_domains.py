# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The domains of the account: the filters of select, and a listing that ends with each name once."""

from __future__ import annotations

import math
import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._client import Reply
from ansible_collections.apsaravideo.live.plugins.module_utils._domains import filters, list_domains
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError, LiveError

LIST = "DescribeLiveUserDomains"
NO_LIST = f"{LIST} got an answer without a list of domains. Check the option endpoint."

Row = dict[str, object]


def rows(*numbers: int) -> list[Row]:
    """Rows as the API gives them."""
    return [{"DomainName": f"live{number:04}.example.com", "LiveDomainType": "liveVideo"} for number in numbers]


def names(*numbers: int) -> list[str]:
    """The names in those rows."""
    return [f"live{number:04}.example.com" for number in numbers]


def page(total: object, data: object) -> dict[str, t.Any]:
    """The fields of an answer."""
    return {"RequestId": "1-2", "TotalCount": total, "Domains": {"PageData": data}}


class Client:
    """Gives out these pages, one after the other, and knows what it was asked for."""

    def __init__(self, *pages: dict[str, t.Any] | LiveError) -> None:
        self._pages = list(pages)
        self.asked: list[dict[str, str]] = []

    def call(self, operation: str, parameters: t.Mapping[str, str]) -> Reply:
        assert operation == LIST
        self.asked.append(dict(parameters))
        fields = self._pages[len(self.asked) - 1]
        if isinstance(fields, LiveError):
            raise fields
        return Reply(fields, fields.get("RequestId"))


def listed(client: Client, **parameters: str) -> list[str]:
    """What is listed with this client."""
    return list_domains(t.cast("t.Any", client), parameters)


class TestListing:
    def test_one_page(self) -> None:
        client = Client(page(2, rows(2, 1)))

        assert listed(client, LiveDomainType="liveVideo") == names(1, 2)
        assert client.asked == [{"LiveDomainType": "liveVideo", "PageNumber": "1", "PageSize": "50"}]

    @pytest.mark.parametrize("data", [[], None, ""])
    def test_none(self, data: object) -> None:
        client = Client(page(0, data))

        assert listed(client) == []
        assert len(client.asked) == 1

    @pytest.mark.parametrize("domains", [None, {}, ""])
    def test_none_without_a_list(self, domains: object) -> None:
        assert listed(Client({"RequestId": "1", "TotalCount": 0, "Domains": domains})) == []

    @pytest.mark.parametrize(("total", "pages"), [(49, 1), (50, 1), (51, 2), (100, 2), (101, 3), (150, 3)])
    def test_asks_for_each_page_once_and_for_no_more(self, total: int, pages: int) -> None:
        every = range(total)
        client = Client(*(page(total, rows(*every[at : at + 50])) for at in range(0, total, 50)))

        assert listed(client, DomainStatus="online") == names(*every)
        assert [asked["PageNumber"] for asked in client.asked] == [str(number + 1) for number in range(pages)]
        assert {(asked["PageSize"], asked["DomainStatus"]) for asked in client.asked} == {("50", "online")}

    def test_a_total_as_text(self) -> None:
        assert listed(Client(page("51", rows(*range(50))), page("51", rows(50)))) == names(*range(51))

    def test_rows_that_come_twice_are_one(self) -> None:
        client = Client(page(51, rows(*range(50))), page(51, rows(49, 50)))

        assert listed(client) == names(*range(51))
        assert len(client.asked) == 2

    def test_a_domain_that_went_between_two_pages_lets_it_read_again(self) -> None:
        # Domain 0 goes after the first page, and 50 moves to that page, unseen.
        client = Client(
            page(52, rows(*range(50))), page(51, rows(51)), page(51, rows(*range(1, 51))), page(51, rows(51))
        )

        assert listed(client) == names(*range(1, 52))

    def test_a_domain_that_came_between_two_pages_lets_it_read_again(self) -> None:
        client = Client(
            page(60, rows(*range(50))),
            page(101, rows(*range(50, 100))),
            page(101, rows(100)),
            *(page(101, rows(*range(at, min(at + 50, 101)))) for at in (0, 50, 100)),
        )
        assert listed(client) == names(*range(101))

    def test_fewer_rows_than_told_let_it_read_again(self) -> None:
        client = Client(page(200, rows(*range(50))), page(200, []), page(50, rows(*range(50))))

        assert listed(client) == names(*range(50))

    def test_a_list_that_does_not_come_to_rest_is_an_error(self) -> None:
        client = Client(*[page(3, rows(1, 2))] * 3)

        with pytest.raises(LiveError) as caught:
            listed(client)

        assert caught.value.message == (
            f"{LIST} listed 2 domains and told of 3, 3 times over. If domains are being added or removed just now, run "
            "the task again later."
        )

    def test_a_single_row_of_xml(self) -> None:
        assert listed(Client(page("1", {"DomainName": "live.example.com"}))) == ["live.example.com"]


class TestWhatIsNoListing:
    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"TotalCount": 1},
            {"Domains": {"PageData": []}},
            page(None, []),
            page("many", []),
            page([], []),
            page(math.inf, []),
            page(math.nan, []),
            page(1, ["live.example.com"]),
            page(1, [{}]),
            page(1, [None]),
            page(1, "live.example.com"),
            page(1, {"Name": "live.example.com"}),
            page(1, 7),
            {"TotalCount": 1, "Domains": [{"DomainName": "live.example.com"}]},
            {"TotalCount": 1, "Domains": "live.example.com"},
            {"TotalCount": 1, "Domains": 7},
        ],
    )
    def test_is_an_error(self, fields: dict[str, t.Any]) -> None:
        with pytest.raises(LiveError) as caught:
            listed(Client({**fields, "RequestId": "1-2"}))

        assert (caught.value.message, caught.value.request_id) == (NO_LIST, "1-2")
        assert caught.value.__context__ is None or caught.value.__suppress_context__

    def test_is_an_error_on_any_page(self) -> None:
        with pytest.raises(LiveError, match="without a list of domains"):
            listed(Client(page(51, rows(*range(50))), {"RequestId": "1"}))

    @pytest.mark.parametrize("request_id", [None, "", {}])
    def test_may_have_no_request_id(self, request_id: object) -> None:
        with pytest.raises(LiveError) as caught:
            listed(Client({"RequestId": request_id}))

        assert caught.value.request_id is None

    def test_an_error_of_a_page_is_that_of_the_listing(self) -> None:
        error = LiveError("no", code="Throttling")

        with pytest.raises(LiveError) as caught:
            listed(Client(page(51, rows(*range(50))), error))

        assert caught.value is error


class TestFilters:
    UNSET: t.ClassVar[dict[str, t.Any]] = {
        "all": False,
        "domain_name": None,
        "domain_search_type": "full_match",
        "domain_status": None,
        "region_name": None,
        "resource_group_id": None,
        "tags": None,
    }
    NEITHER = "Give either one filter or more, or all: true for every streaming domain."

    @pytest.mark.parametrize("select", [None, {**UNSET, "all": True}])
    def test_all_streaming_domains(self, select: dict[str, t.Any] | None) -> None:
        assert filters(select) == {"LiveDomainType": "liveVideo"}

    def test_every_filter(self) -> None:
        select = {
            "all": False,
            "domain_name": "example",
            "domain_search_type": "fuzzy_match",
            "domain_status": "online",
            "region_name": "cn-shanghai",
            "resource_group_id": "rg-1",
            "tags": {"stage": "prod", "env": 1, "live": "True"},
        }

        assert filters(select) == {
            "LiveDomainType": "liveVideo",
            "DomainName": "example",
            "DomainSearchType": "fuzzy_match",
            "DomainStatus": "online",
            "RegionName": "cn-shanghai",
            "ResourceGroupId": "rg-1",
            "Tag.1.Key": "env",
            "Tag.1.Value": "1",
            "Tag.2.Key": "live",
            "Tag.2.Value": "True",
            "Tag.3.Key": "stage",
            "Tag.3.Value": "prod",
        }

    def test_the_kind_of_search_goes_with_the_name_alone(self) -> None:
        assert filters({**self.UNSET, "region_name": "cn-shanghai"}) == {
            "LiveDomainType": "liveVideo",
            "RegionName": "cn-shanghai",
        }

    @pytest.mark.parametrize("value", [None, True, ["prod"], {"a": "b"}])
    def test_a_tag_that_is_no_text_is_refused(self, value: object) -> None:
        with pytest.raises(InputError) as caught:
            filters({**self.UNSET, "tags": {"env": value}})

        assert caught.value.message == "select.tags: the value of 'env' must be a text. Quote it in YAML."

    @pytest.mark.parametrize("empty", [{}, {"domain_name": ""}, {"tags": {}}, {"domain_search_type": "pre_match"}])
    def test_an_empty_one_is_refused(self, empty: dict[str, t.Any]) -> None:
        with pytest.raises(InputError) as caught:
            filters({**self.UNSET, **empty})

        assert caught.value.message == f"select: it has no filter. {self.NEITHER}"

    def test_all_beside_a_filter_is_refused(self) -> None:
        with pytest.raises(InputError) as caught:
            filters({**self.UNSET, "all": True, "tags": {"env": "prod"}})

        assert caught.value.message == f"select: all: true takes no filter beside it. {self.NEITHER}"
