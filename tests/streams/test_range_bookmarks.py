"""The bookmark of a range says what is final, however long the reading takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from support.runs import SimulatedClock, only, run

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, RateLimits, Simulator
from tap_ringcentral import timestamps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.runs import Output

NOW = datetime.fromisoformat("2026-03-20T15:00:00Z")
PATHS = {
    "audit_trail": "/audit-trail/search",
    "call_analytics_queue": "/timeline/fetch",
    "message": "/message-store",
}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A small company."""
    with Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=100, history_days=5),
        rate_limits=RateLimits(enabled=False),
        extensions=40,
    ) as simulator:
        yield simulator


def bookmark(output: Output, stream: str) -> str | None:
    value: str | None = output.state["bookmarks"].get(stream, {}).get("replication_key_value")
    return value


@pytest.mark.parametrize("stream", PATHS)
def test_bookmark_stays_behind_the_begin_of_a_run_that_takes_hours(
    simulator: Simulator, clock: SimulatedClock, stream: str
) -> None:
    hours = {"Retry-After": str(3 * 3_600)}
    simulator.inject(Fault(FaultKind.STATUS, path=PATHS[stream], headers=hours))
    output = run(simulator, clock=clock, catalog=only(stream), lookback_hours=2)
    assert simulator.clock.now() - NOW >= timedelta(hours=3)
    assert bookmark(output, stream) == timestamps.render(NOW - timedelta(hours=2))


@pytest.mark.parametrize("stream", PATHS)
def test_range_of_no_length_costs_no_request_and_moves_no_bookmark(
    simulator: Simulator, clock: SimulatedClock, stream: str
) -> None:
    output = run(simulator, clock=clock, catalog=only(stream), start_date="2062-03-01")
    assert not [request for request in simulator.requests if PATHS[stream] in request.path]
    assert bookmark(output, stream) is None, "a start date that is mended would bring nothing"


def test_backfill_that_ends_within_a_day_brings_the_figures_of_the_whole_day(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    catalog, since = only("call_analytics_queue"), {"start_date": "2026-03-18T00:00:00Z"}
    whole = run(simulator, clock=clock, catalog=catalog, **since)
    part = run(simulator, clock=clock, catalog=catalog, end_date="2026-03-19T14:30:00Z", **since)
    rows = [r for r in whole.records["call_analytics_queue"] if r["time"] < "2026-03-20"]
    assert any(row["counters"]["allCalls"]["values"] for row in rows)
    assert part.records["call_analytics_queue"] == rows
