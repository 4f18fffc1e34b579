"""Incremental streams besides the calls: audit events, messages, analytics, extensions' calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from support.runs import Output, SimulatedClock, only, run
from support.whole_account import textual

from ringcentral_simulator import Clock as Time
from ringcentral_simulator import Quirks, RateLimits, Simulator
from tap_ringcentral.api import timestamps

NOW = datetime.fromisoformat("2026-03-20T15:00:00Z")
WEEK_AGO = "2026-03-13T15:00:00Z"
AUDIT = "/restapi/v1.0/account/~/audit-trail/search"
TIMELINE = "/analytics/calls/v1/accounts/~/timeline/fetch"


@pytest.fixture
def simulator(busy_week: Simulator) -> Simulator:
    return busy_week


def audit_truth(simulator: Simulator, since: datetime) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    body: dict[str, Any] = {"eventTimeFrom": timestamps.render(since), "perPage": 1000}
    while True:
        body["page"] = body.get("page", 0) + 1
        answer = simulator.truth.answer(AUDIT, body)
        found += answer["records"]
        if body["page"] >= answer["paging"]["total"]:
            return found


# Audit trail


def test_every_event_of_180_days_comes_once(simulator: Simulator, clock: SimulatedClock) -> None:
    events = run(simulator, clock=clock, catalog=only("audit_trail")).records["audit_trail"]
    truth = audit_truth(simulator, NOW - timedelta(days=180))
    assert len(truth) > 1_000, "fewer than several pages"
    key = "id"
    assert sorted(events, key=lambda e: e[key]) == sorted(textual(truth), key=lambda e: e[key])


def test_next_run_asks_for_new_events_and_the_lookback(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    recent: dict[str, Any] = {"start_date": WEEK_AGO}
    first = run(simulator, clock=clock, catalog=only("audit_trail"), **recent)
    assert first.bookmark("audit_trail") == "2026-03-19T15:00:00.000Z"
    simulator.clock.advance(86_400)
    second = run(simulator, clock=clock, catalog=only("audit_trail"), state=first.state)
    since = min(event["eventTime"] for event in second.records["audit_trail"])
    assert since >= "2026-03-19T15:00:00.000Z"
    new = {event["id"] for event in audit_truth(simulator, NOW)}
    assert new
    assert new <= second.ids("audit_trail")


@pytest.mark.parametrize("tells", [True, False], ids=["tells how many", "does not tell"])
@pytest.mark.parametrize("is_of_all", [True, False], ids=["of all", "of a search"])
def test_limit_of_a_search_is_not_taken_for_the_end_of_the_events(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    is_of_all: bool,
    tells: bool,
) -> None:
    monkeypatch.setattr("tap_ringcentral.streams.audit_trail._MOST", 50)
    monkeypatch.setattr("tap_ringcentral.streams.audit_trail.AuditTrail.page_size", 20)
    if not tells:
        monkeypatch.setattr("tap_ringcentral.api.pages.Paging.rows", None)
    with Simulator(
        clock=Time(NOW, frozen=True),
        rate_limits=RateLimits(enabled=False),
        quirks=Quirks(audit_limit=50, audit_limit_is_of_all=is_of_all),
    ) as simulator:
        clock = SimulatedClock(simulator)
        output = run(simulator, clock=clock, catalog=only("audit_trail"), start_date=WEEK_AGO)
        asked = len(simulator.requests)
    with Simulator(clock=Time(NOW, frozen=True)) as simulator:
        truth = audit_truth(simulator, datetime.fromisoformat(WEEK_AGO))
    newest = {event["id"] for event in truth[:50]}
    assert output.ids("audit_trail") == (newest if is_of_all else {event["id"] for event in truth})
    assert ("older ones may be missing" in caplog.text) is is_of_all
    assert asked < 80


def test_events_that_are_told_to_be_too_many_are_not_read_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tap_ringcentral.streams.audit_trail._MOST", 50)
    quirks = Quirks(audit_limit=50, audit_limit_is_of_all=False)
    with Simulator(clock=Time(NOW, frozen=True), quirks=quirks) as simulator:
        clock = SimulatedClock(simulator)
        output = run(simulator, clock=clock, catalog=only("audit_trail"), start_date=WEEK_AGO)
    rows = output.records["audit_trail"]
    assert len(rows) == len(output.ids("audit_trail")) > 50


def test_more_events_at_one_instant_than_a_search_finds_end_in_a_warning(
    simulator: Simulator,
    clock: SimulatedClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("tap_ringcentral.streams.audit_trail._MOST", 1)
    run(simulator, clock=clock, catalog=only("audit_trail"), start_date="2026-03-20T00:00:00Z")
    assert "older ones may be missing" in caplog.text


# Both, and messages


def test_end_date_ends_what_is_read(simulator: Simulator, clock: SimulatedClock) -> None:
    until = "2026-03-16T00:00:00.000Z"
    output = run(
        simulator,
        clock=clock,
        catalog=only("message", "audit_trail"),
        start_date=WEEK_AGO,
        end_date=until,
    )
    assert max(row["creationTime"] for row in output.records["message"]) <= until
    assert max(row["eventTime"] for row in output.records["audit_trail"]) <= until
    assert output.bookmark("message") == output.bookmark("audit_trail") == until


# Analytics


def timeline(
    simulator: Simulator, group: str, start: str, *, interval: str = "Day", zone: str = "UTC"
) -> dict[tuple[str, str], dict[str, Any]]:
    """What RingCentral says of the time from a start to now, by group and time."""
    found, page = {}, 0
    bounds = {"timeFrom": start, "timeTo": timestamps.render(NOW)}
    while True:
        page += 1
        answer = simulator.truth.answer(
            TIMELINE,
            {
                "grouping": {"groupBy": group},
                "timeSettings": {"timeZone": zone, "timeRange": bounds},
                "responseOptions": {"counters": {"allCalls": True}, "timers": {}},
            },
            interval=interval,
            page=page,
            perPage=20,
        )
        for record in answer["data"]["records"]:
            for point in record["points"]:
                time = timestamps.normalize(point["time"])
                found[record["key"], time] = point["counters"]["allCalls"]
        if page >= answer["paging"]["totalPages"]:
            return found


@pytest.mark.parametrize(
    ("interval", "zone", "first"),
    [
        ("Day", "UTC", "2026-03-13T00:00:00.000Z"),
        ("Day", "America/New_York", "2026-03-13T04:00:00.000Z"),
        ("Hour", "Asia/Kolkata", "2026-03-13T14:30:00.000Z"),
    ],
)
def test_figures_are_those_of_whole_intervals(
    simulator: Simulator, clock: SimulatedClock, interval: str, zone: str, first: str
) -> None:
    output = run(
        simulator,
        clock=clock,
        catalog=only("call_analytics_queue"),
        start_date=WEEK_AGO,
        analytics_interval=interval,
        analytics_time_zone=zone,
    )
    rows = output.records["call_analytics_queue"]
    ours = {(row["id"], row["time"]): row["counters"]["allCalls"] for row in rows}
    assert ours == timeline(simulator, "Queues", first, interval=interval, zone=zone)
    assert len(ours) == len(rows)
    assert {row["interval"] for row in rows} == {interval}
    assert min(row["time"] for row in rows) == first
    assert any(figure["values"] for figure in ours.values())


def test_hours_and_days_can_be_read_side_by_side(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    catalog = only("call_analytics_queue")

    def read(state: dict[str, Any] | None = None, **settings: Any) -> Output:
        return run(
            simulator, clock=clock, catalog=catalog, state=state, start_date=WEEK_AGO, **settings
        )

    apart = [
        row
        for interval in ("Day", "Hour")
        for row in read(analytics_interval=interval).records["call_analytics_queue"]
    ]
    first = read(analytics_interval="Both")
    assert first.records["call_analytics_queue"] == apart
    keys = {(row["id"], row["interval"], row["time"]) for row in apart}
    assert len(keys) == len(apart)
    simulator.clock.advance(86_400)
    second = read(first.state, analytics_interval="Both").records["call_analytics_queue"]
    assert {row["time"][:10] for row in second} == {"2026-03-19", "2026-03-20", "2026-03-21"}
    assert {row["interval"] for row in second} == {"Day", "Hour"}


def test_users_are_read_from_all_pages(simulator: Simulator, clock: SimulatedClock) -> None:
    since = "2026-03-19T00:00:00.000Z"
    catalog = only("call_analytics_user")
    output = run(simulator, clock=clock, catalog=catalog, start_date=since)
    rows = output.records["call_analytics_user"]
    truth = timeline(simulator, "Users", since)
    assert len({key for key, _ in truth}) > 20, "no second page"
    assert {(row["id"], row["time"]) for row in rows} == truth.keys()


def test_intervals_that_still_change_are_read_again(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    catalog = only("call_analytics_queue")
    first = run(simulator, clock=clock, catalog=catalog, start_date=WEEK_AGO)
    assert first.bookmark("call_analytics_queue") == "2026-03-19T15:00:00.000Z"
    simulator.clock.advance(86_400)
    second = run(simulator, clock=clock, catalog=catalog, state=first.state)
    days = sorted({row["time"][:10] for row in second.records["call_analytics_queue"]})
    assert days == ["2026-03-19", "2026-03-20", "2026-03-21"]


def test_analytics_reach_back_184_days_in_whole_days(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    output = run(simulator, clock=clock, catalog=only("call_analytics_queue"))
    times = {row["time"] for row in output.records["call_analytics_queue"]}
    assert min(times) == "2025-09-18T00:00:00.000Z"
    assert len(times) == 184


def test_backfill_of_hours_writes_a_state_after_each_week(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    output = run(
        simulator,
        clock=clock,
        catalog=only("call_analytics_queue"),
        start_date="2026-03-01T00:00:00Z",
        analytics_interval="Hour",
    )
    values = [
        message["value"]["bookmarks"].get("call_analytics_queue", {}).get("replication_key_value")
        for message in output.of_type("STATE")
    ]
    reached = list(dict.fromkeys(value for value in values if value))
    assert reached == [
        "2026-03-08T00:00:00.000Z",
        "2026-03-15T00:00:00.000Z",
        "2026-03-19T15:00:00.000Z",
    ]
