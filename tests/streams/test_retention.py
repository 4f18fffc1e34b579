"""A start date is asked for as it is set, however long RingCentral is thought to keep rows."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from support.runs import SimulatedClock, only, run

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator
from tap_ringcentral.api import timestamps

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
OLD = timedelta(days=1_500)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A small company with messages that are years old."""
    with Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=8, history_days=1_600),
        rate_limits=RateLimits(enabled=False),
        extensions=40,
    ) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def owner(simulator: Simulator) -> str:
    """An extension that people leave messages for."""
    calls = simulator.truth.calls(NOW - timedelta(days=60))
    owners = Counter(str(call["extension"]["id"]) for call in calls if "message" in call)
    return owners.most_common(1)[0][0]


@pytest.fixture
def clock(simulator: Simulator) -> SimulatedClock:
    return SimulatedClock(simulator)


def asked(simulator: Simulator, below: str, began: int) -> set[str]:
    return {
        request.query["dateFrom"][0]
        for request in simulator.requests[began:]
        if request.path.endswith(f"/{below}")
    }


def test_messages_of_many_years_come_where_start_date_asks_for_them(
    simulator: Simulator, clock: SimulatedClock, owner: str
) -> None:
    start = timestamps.render(NOW - OLD)
    began = len(simulator.requests)
    rows = run(
        simulator, clock=clock, catalog=only("message"), start_date=start, extension_ids=[owner]
    ).records["message"]
    assert asked(simulator, "message-store", began) == {start}
    ages = {(NOW - timestamps.parse(row["creationTime"])).days // 366 for row in rows}
    assert ages == {0, 1, 2, 3, 4}


def test_messages_come_from_the_beginning_where_no_start_date_is_set(
    simulator: Simulator, clock: SimulatedClock, owner: str
) -> None:
    rows = run(simulator, clock=clock, catalog=only("message"), extension_ids=[owner]).records[
        "message"
    ]
    assert min(row["creationTime"] for row in rows) < timestamps.render(NOW - OLD)


def test_pass_over_extensions_that_was_interrupted_goes_on_as_far_back(
    simulator: Simulator, clock: SimulatedClock, owner: str
) -> None:
    start = timestamps.render(NOW - OLD)
    about = f"extension_ids {sha256(owner.encode()).hexdigest()[:16]}"
    underway = {"from": start, "to": timestamps.render(NOW), "after": "0", "about": about}
    state = {"bookmarks": {"message": {"underway": underway}}}
    began = len(simulator.requests)
    run(
        simulator,
        clock=clock,
        catalog=only("message"),
        start_date=start,
        state=state,
        extension_ids=[owner],
    )
    assert start in asked(simulator, "message-store", began)


def test_calls_of_an_extension_are_asked_for_as_far_back_as_start_date_says(
    simulator: Simulator, clock: SimulatedClock, owner: str
) -> None:
    start = timestamps.render(NOW - OLD)
    began = len(simulator.requests)
    catalog = only("extension_call_log")
    run(simulator, clock=clock, catalog=catalog, start_date=start, extension_ids=[owner])
    run(simulator, clock=clock, catalog=catalog, extension_ids=[owner])
    year_ago = timestamps.render(NOW - timedelta(days=366))
    assert asked(simulator, "call-log", began) == {start, year_ago}


@pytest.mark.parametrize(("stream", "days"), [("audit_trail", 180), ("call_analytics_queue", 184)])
def test_documented_end_of_a_rows_life_is_said_where_start_date_is_before_it(
    simulator: Simulator,
    clock: SimulatedClock,
    caplog: pytest.LogCaptureFixture,
    stream: str,
    days: int,
) -> None:
    caplog.set_level("INFO")
    start = timestamps.render(NOW - OLD)
    assert run(simulator, clock=clock, catalog=only(stream), start_date=start).records[stream]
    assert f"{stream}: RingCentral keeps {days} days" in caplog.text
