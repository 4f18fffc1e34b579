"""The company's call log, over HTTP."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator
from ringcentral_simulator.calls.query import Query
from ringcentral_simulator.clock import to_milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from ringcentral_simulator.gateway.wire import Json
    from tests.conftest import Api

WEEK = datetime(2026, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)


@pytest.fixture
def api(lasting: Api) -> Api:
    return lasting


@pytest.fixture
def simulator(lasting: Api) -> Simulator:
    return lasting.simulator


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.mark.parametrize("view", ["Simple", "Detailed"])
def test_pages_put_together_are_all_that_happened(
    api: Api, simulator: Simulator, view: Literal["Simple", "Detailed"]
) -> None:
    found = api.records("call-log", view=view, dateFrom=stamp(WEEK), perPage=1000)
    assert len(found) > 5_000
    assert found[::-1] == list(simulator.truth.calls(WEEK, view=view))


def test_a_small_page_size_finds_the_same(api: Api, simulator: Simulator) -> None:
    start = NOW - timedelta(hours=4)
    found = api.records("call-log", dateFrom=stamp(start), perPage=7)
    assert found[::-1] == list(simulator.truth.calls(start, view="Simple"))


def test_without_a_range_it_is_the_last_day(api: Api, simulator: Simulator) -> None:
    found = api.records("call-log", perPage="max")
    assert found[::-1] == list(simulator.truth.calls(NOW - timedelta(days=1), view="Simple"))


def test_an_end_alone_means_the_day_before_it(api: Api, simulator: Simulator) -> None:
    found = api.records("call-log", dateTo=stamp(WEEK), perPage="max")
    day_before = simulator.truth.calls(WEEK - timedelta(days=1), WEEK, view="Simple")
    assert found[::-1] == list(day_before)


def test_both_ends_are_included_to_the_millisecond(api: Api) -> None:
    first, *_, last = api.records("call-log", perPage="max")[::-1]
    edges = {"dateFrom": first["startTime"], "dateTo": last["startTime"], "perPage": "max"}
    found = api.records("call-log", **edges)
    assert (found[-1], found[0]) == (first, last)
    inside = datetime.fromisoformat(first["startTime"]) + timedelta(milliseconds=1)
    assert first not in api.records("call-log", **{**edges, "dateFrom": stamp(inside)})


def test_an_offset_and_a_date_alone_are_understood(api: Api) -> None:
    by_offset = api.records("call-log", dateFrom="2026-03-10T02:00:00+02:00", perPage="max")
    assert by_offset == api.records("call-log", dateFrom="2026-03-10", perPage="max")


def test_a_simple_view_leaves_out_what_only_detailed_has(api: Api) -> None:
    simple, detailed = (
        api.get("call-log", view=view, perPage=100).json()["records"]
        for view in ("Simple", "Detailed")
    )
    only_detailed = {"legs", "lastModifiedTime", "billing"}
    assert not any(only_detailed & record.keys() for record in simple)
    assert all({"legs", "lastModifiedTime"} <= record.keys() for record in detailed)
    assert [r["id"] for r in simple] == [r["id"] for r in detailed]


def test_the_next_page_echoes_the_resolved_range(api: Api) -> None:
    page = api.get("call-log", view="Detailed", perPage=3).json()
    address = page["navigation"]["nextPage"]["uri"]
    assert address.startswith(api.simulator.url + "/restapi/v1.0/account/")
    assert parse_qs(urlsplit(address).query) == {
        "view": ["Detailed"],
        "perPage": ["3"],
        "page": ["2"],
        "dateFrom": ["2026-03-09T18:00:00.000Z"],
        "dateTo": ["2026-03-10T18:00:00.000Z"],
    }


def test_there_are_no_totals_and_no_last_page(api: Api) -> None:
    page = api.get("call-log", perPage=3, page=2).json()
    assert page["paging"] == {"page": 2, "perPage": 3, "pageStart": 3, "pageEnd": 5}
    assert set(page["navigation"]) == {"firstPage", "previousPage", "nextPage"}


def test_past_the_end_there_is_an_empty_page_without_numbers(api: Api) -> None:
    page = api.get("call-log", page=500).json()
    assert page["records"] == []
    assert page["paging"] == {"perPage": 100}
    assert "nextPage" not in page["navigation"]


def test_the_last_page_may_be_full_and_still_names_no_next(api: Api) -> None:
    exactly = len(api.records("call-log", perPage="max"))
    page = api.get("call-log", perPage=exactly).json()
    assert len(page["records"]) == exactly
    assert "nextPage" not in page["navigation"]


def test_a_page_size_over_the_limit_is_cut_down(api: Api) -> None:
    page = api.get("call-log", dateFrom=stamp(WEEK), perPage=5_000).json()
    assert len(page["records"]) == page["paging"]["perPage"] == 1_000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("perPage", "0"),
        ("perPage", "many"),
        ("page", "0"),
        ("page", "-1"),
        ("view", "Full"),
        ("dateFrom", "yesterday"),
        ("dateTo", "2026-03-10T18:00:00 00:00"),
    ],
)
def test_a_bad_value_is_refused_by_name(api: Api, name: str, value: str) -> None:
    answer = api.get("call-log", **{name: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["errorCode"] == "CMN-101"
    assert answer.json()["errors"][0]["parameterName"] == name


def test_what_is_older_than_the_history_is_not_returned_and_no_error(api: Api) -> None:
    oldest = NOW - timedelta(days=365)
    found = api.records(
        "call-log",
        dateFrom="2019-01-01",
        dateTo=stamp(oldest + timedelta(hours=1)),
        perPage="max",
    )
    assert found
    assert min(record["startTime"] for record in found) >= stamp(oldest)
    assert api.records("call-log", dateFrom="2019-01-01", dateTo="2020-01-01") == []


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"direction": "Inbound"}, lambda call: call["direction"] == "Inbound"),
        ({"type": "Fax"}, lambda call: call["type"] == "Fax"),
        ({"direction": ["Inbound", "Outbound"], "type": ["Voice", "Fax"]}, lambda _: True),
        ({"withRecording": "true"}, lambda call: "recording" in call),
        (
            {"recordingType": "OnDemand"},
            lambda call: call.get("recording", {}).get("type") == "OnDemand",
        ),
        (
            {"extensionNumber": "6000"},
            lambda call: (
                "6000"
                in {
                    call["from"].get("extensionNumber"),
                    call.get("to", {}).get("extensionNumber"),
                }
            ),
        ),
    ],
)
def test_filters_find_just_what_they_say(
    api: Api, simulator: Simulator, filters: Json, holds: Callable[[Json], bool]
) -> None:
    start = NOW - timedelta(days=6)
    found = api.records("call-log", dateFrom=stamp(start), perPage=300, **filters)
    wanted = [call for call in simulator.truth.calls(start, view="Simple") if holds(call)]
    assert found[::-1] == wanted
    assert wanted


def test_a_number_finds_its_calls_without_the_plus(api: Api, simulator: Simulator) -> None:
    start = NOW - timedelta(days=2)
    number = next(
        call["from"]["phoneNumber"]
        for call in simulator.truth.calls(start)
        if call["from"].get("phoneNumber", "").startswith("+1")
    )
    found = api.records("call-log", dateFrom=stamp(start), phoneNumber=number[1:])
    assert found
    for call in found:
        assert number in {
            call["from"].get("phoneNumber"),
            call.get("to", {}).get("phoneNumber"),
        }


def test_a_session_finds_both_records_of_a_transfer(api: Api, simulator: Simulator) -> None:
    start = NOW - timedelta(days=2)
    second = next(call for call in simulator.truth.calls(start) if call.get("action") == "Transfer")
    by_session = api.records("call-log", dateFrom=stamp(start), sessionId=second["sessionId"])
    by_telephony_session = api.records(
        "call-log", dateFrom=stamp(start), telephonySessionId=second["telephonySessionId"]
    )
    assert len(by_session) == 2
    assert by_session == by_telephony_session


def test_values_joined_by_a_comma_match_nothing(api: Api) -> None:
    assert api.records("call-log", direction="Inbound,Outbound") == []


@pytest.mark.parametrize(
    ("filters", "code"),
    [
        ({"phoneNumber": "12125550100", "extensionNumber": "101"}, "CMN-101"),
        ({"sessionId": "1", "extensionNumber": "101"}, "CLG-110"),
    ],
)
def test_filters_that_exclude_each_other_are_refused(api: Api, filters: Json, code: str) -> None:
    answer = api.get("call-log", **filters)
    assert answer.status_code == 400
    assert answer.json()["errorCode"] == code


def test_a_long_range_is_paged_in_little_memory() -> None:
    profile = Profile(calls_per_weekday=400, history_days=120)
    limits = RateLimits(enabled=False)
    with Simulator(clock=Clock(NOW, frozen=True), profile=profile, rate_limits=limits) as busy:
        log, now = busy._account.call_log, to_milliseconds(NOW)
        everything = Query(0, now, now)
        tracemalloc.start()
        counted = 0
        while page := log.page(everything, skip=counted, limit=1_000):
            counted += len(page)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert counted > 30_000
    assert peak < 4_000_000
