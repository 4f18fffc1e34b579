"""An answer of the call log is read as far as order needs it, and refused by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tap_ringcentral.api.answer_body import Answer
from tap_ringcentral.api.errors import RequestFailedError, RingCentralError
from tap_ringcentral.calls.page import CallParser, SyncInfo

if TYPE_CHECKING:
    from support.loopback import Loopback

    from tap_ringcentral.calls.page import CallPage

CALL = {"id": "Ab1", "startTime": "2026-03-20T12:00:00.000Z", "from": {"name": "Ann Smith"}}


def parse(server: Loopback, body: Any, key: Any = "startTime") -> CallPage:
    server.answer(body)
    return CallParser("call_log", key)(Answer.from_response(requests.get(server.url, timeout=5)))


def test_call_is_kept_as_it_came(server: Loopback) -> None:
    page = parse(server, {"records": [CALL], "paging": {"perPage": 250}})
    (call,) = page.records
    assert (call.at, call.id) == (CALL["startTime"], "Ab1")
    assert json.loads(call.body) == CALL
    assert (page.size, page.next_url, page.sync) == (250, None, None)


def test_instants_of_another_offset_or_width_are_ordered_as_instants(server: Loopback) -> None:
    page = parse(server, {"records": [{"id": 7, "startTime": "2026-03-20T14:00:00+02:00"}]})
    assert [(call.at, call.id) for call in page.records] == [("2026-03-20T12:00:00.000Z", "7")]


def test_changes_are_ordered_by_modification(server: Loopback) -> None:
    call = CALL | {"lastModifiedTime": "2026-03-20T18:00:00.000Z"}
    info = {"syncToken": "t", "newerRecordsExist": True, "syncType": "FSync"}
    page = parse(server, {"records": [call], "syncInfo": info}, "lastModifiedTime")
    assert page.records[0].at == "2026-03-20T18:00:00.000Z"
    assert page.sync == SyncInfo("t", newer_records_exist=True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": None}, "a call without an id"),
        ({"id": ""}, "a call without an id"),
        ({"id": True}, "a call without an id"),
        ({"id": ["Ann Smith"]}, "a call without an id"),
        ({"startTime": None}, r"without startTime \(id Ab1\)"),
        ({"startTime": 1}, r"whose startTime is not a date and time \(id Ab1\)"),
        ({"startTime": ["x"] * 24}, r"whose startTime is not a date and time \(id Ab1\)"),
        ({"startTime": "soon"}, r"whose startTime is not a date and time \(id Ab1\)"),
    ],
)
def test_call_that_has_no_place_is_refused_by_name(
    server: Loopback, change: dict[str, Any], told: str
) -> None:
    with pytest.raises(RingCentralError, match=told) as caught:
        parse(server, {"records": [CALL | change]})
    assert str(caught.value).startswith("call_log: ")
    assert "Ann Smith" not in str(caught.value)


@pytest.mark.parametrize(
    "body", [{}, {"records": None}, {"records": {}}, [], b'{"records": [{"id": "1"'], ids=repr
)
def test_answer_that_is_no_list_of_calls_is_worth_another_try(server: Loopback, body: Any) -> None:
    with pytest.raises(RequestFailedError, match="is not the JSON that it should be"):
        parse(server, body)


@pytest.mark.parametrize("record", [None, "Ann Smith", 5, ["Ann Smith"]], ids=repr)
def test_record_that_is_no_object_is_never_left_out_silently(server: Loopback, record: Any) -> None:
    with pytest.raises(RingCentralError, match="not an object") as caught:
        parse(server, {"records": [record]})
    assert "Ann Smith" not in str(caught.value)
