"""Where no next link is told, the page number goes up to the last page and no further."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from support.api_client import client_of

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.api.lenient_json import Repairs
from tap_ringcentral.api.pages import Page, numbered
from tap_ringcentral.api.request import Request

if TYPE_CHECKING:
    from support.loopback import Loopback

PATH = "/restapi/v1.0/account/~/directory/entries"


def walk(server: Loopback) -> list[str]:
    """Ask for all pages; return the queries."""
    read = partial(Page.from_answer, repairs=Repairs("directory_entry"))
    request = Request(PATH, "directory_entry", query={"perPage": 2}, tries=1)
    list(client_of(server.url).pages(request, read, numbered()))
    return [received.path.partition("?")[2] for received in server.received]


def page(*ids: str, **paging: int) -> dict[str, Any]:
    return {"records": [{"id": key} for key in ids], "paging": paging}


THREE = ["perPage=2", "perPage=2&page=2", "perPage=2&page=3"]


@pytest.mark.parametrize("name", ["totalPages", "total"])
def test_walk_ends_with_the_last_page(server: Loopback, name: str) -> None:
    for ids in (("1", "2"), ("3", "4"), ("5",)):
        server.answer(page(*ids, **{name: 3}))
    assert walk(server) == THREE


def test_empty_page_ends_the_walk_where_no_number_of_pages_is_told(server: Loopback) -> None:
    for ids in (("1", "2"), ("3", "4"), ()):
        server.answer(page(*ids))
    assert walk(server) == THREE


def test_empty_page_in_the_middle_hides_none_of_the_later_ones(server: Loopback) -> None:
    for ids in (("1", "2"), (), ("5",)):
        server.answer(page(*ids, totalPages=3))
    assert walk(server) == THREE


def test_page_that_comes_for_every_number_ends_the_walk_with_an_error(server: Loopback) -> None:
    for _ in range(2):
        server.answer(page("1", "2"))
    with pytest.raises(RingCentralError, match=r"directory_entry: .* the same page twice"):
        walk(server)


@pytest.mark.parametrize("answer", [page(), page(totalPages=0), page("1", totalPages=1)])
def test_single_page_takes_one_request(server: Loopback, answer: dict[str, Any]) -> None:
    server.answer(answer)
    assert walk(server) == THREE[:1]
