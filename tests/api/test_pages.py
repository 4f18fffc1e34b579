"""The page walk ends where RingCentral says so, and only there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from support.api_client import client_of

from tap_ringcentral.api.errors import RequestFailedError, RingCentralError
from tap_ringcentral.api.lenient_json import Repairs
from tap_ringcentral.api.pages import Page, next_link
from tap_ringcentral.api.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.loopback import Loopback

    from tap_ringcentral.api.answer_body import Answer

PATH = "/restapi/v1.0/account/~/call-log"


def walk(server: Loopback) -> Iterator[Page]:
    """Ask for the first page and then for each that the last one names, each once."""
    read = partial(Page.from_answer, repairs=Repairs("call_log"))
    request = Request(PATH, "call_log", tries=1)
    return client_of(server.url).pages(request, read, next_link)


def listing(server: Loopback, *ids: str, page: int | None = None) -> dict[str, Any]:
    """A page as RingCentral writes it, with the number of the next."""
    navigation: dict[str, Any] = {"firstPage": {"uri": server.url + PATH}}
    if page:
        navigation["nextPage"] = {"uri": f"{server.url}{PATH}?page={page}&perPage=2"}
    return {
        "uri": server.url + PATH,
        "records": [{"id": key} for key in ids],
        "paging": {"page": 1, "perPage": 2},
        "navigation": navigation,
    }


def test_next_links_are_followed_to_the_end(server: Loopback) -> None:
    server.answer(listing(server, "1", "2", page=2))
    server.answer(listing(server, "3", "4", page=3))
    server.answer(listing(server, "5"))
    found = [record["id"] for page in walk(server) for record in page.records]
    assert found == ["1", "2", "3", "4", "5"]
    assert [request.path for request in server.received] == [
        PATH,
        f"{PATH}?page=2&perPage=2",
        f"{PATH}?page=3&perPage=2",
    ]


def test_short_or_empty_page_that_names_a_next_one_is_not_the_last(server: Loopback) -> None:
    server.answer(listing(server, page=2))
    server.answer(listing(server, "1", page=3))
    server.answer(listing(server, page=4))
    server.answer(listing(server, "2"))
    assert [len(page.records) for page in walk(server)] == [0, 1, 0, 1]


def test_full_page_without_a_next_one_is_the_last(server: Loopback) -> None:
    server.answer(listing(server, "1", "2"))
    assert len(list(walk(server))) == 1


def test_link_that_comes_again_ends_the_walk_with_an_error(server: Loopback) -> None:
    for page in (2, 3, 2):
        server.answer(listing(server, "1", page=page))
    with pytest.raises(RingCentralError, match="call_log: RingCentral gave the same page twice"):
        list(walk(server))
    assert len(server.received) == 3


@pytest.mark.parametrize(
    "navigation",
    [None, {}, {"nextPage": None}, {"nextPage": {}}, {"nextPage": {"uri": None}}],
    ids=str,
)
def test_navigation_without_a_link_is_the_end(server: Loopback, navigation: Any) -> None:
    server.answer({"records": [{"id": "1"}], "navigation": navigation})
    assert list(walk(server)) == [Page([{"id": "1"}], None)]


def test_single_object_is_a_page_of_one(server: Loopback) -> None:
    server.answer({"id": "1", "name": "Support", "status": "Enabled"})
    (page,) = walk(server)
    assert page.records == [{"id": "1", "name": "Support", "status": "Enabled"}]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"records": [{"id": "1", "from": {"phoneNumber": "+16505550100"}',
        b"<html><body>Ann Smith: sign in to the guest network</body></html>",
        b'{"records": [{"name": "\xff\xfe"}',
        b'{"records": {"id": "1"}}',
        b'{"records": ["Ann Smith"]}',
        b'["Ann Smith"]',
        b"null",
    ],
    ids=repr,
)
def test_answer_that_is_no_page_is_an_error_worth_another_try(
    server: Loopback, body: bytes
) -> None:
    server.answer(body)
    with pytest.raises(RequestFailedError, match=f"answer for {PATH} is not the JSON") as caught:
        list(walk(server))
    assert "Ann Smith" not in str(caught.value)
    assert "650555" not in str(caught.value)


def test_answer_is_parsed_once_for_all_who_ask(server: Loopback) -> None:
    parsed = []

    def read(answer: Answer) -> Page:
        parsed.append(answer.url)
        return Page.from_answer(answer, Repairs("call_log"))

    server.answer(listing(server, "1", page=2))
    server.answer(listing(server, "2"))
    pages = client_of(server.url).pages(Request(PATH, "call_log"), read, next_link)
    assert [page.records for page in pages] == [[{"id": "1"}], [{"id": "2"}]]
    assert parsed == [server.url + PATH, f"{server.url}{PATH}?page=2&perPage=2"]
