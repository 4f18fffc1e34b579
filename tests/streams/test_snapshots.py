"""Snapshots carry their time, and runs add to each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import SimulatedClock, only, run

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator
from tap_ringcentral.api import timestamps

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)

PRESENCE = "call_queue_presence"

both = pytest.mark.parametrize("stream", [PRESENCE, "active_call"])


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A company where some are always on the telephone."""
    with Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=2_000, history_days=1),
        rate_limits=RateLimits(enabled=False),
        extensions=60,
    ) as simulator:
        yield simulator


@both
def test_rows_of_a_run_share_the_time_of_the_snapshot(
    simulator: Simulator, clock: SimulatedClock, stream: str
) -> None:
    rows = run(simulator, clock=clock, catalog=only(stream)).records[stream]
    now = timestamps.render(simulator.clock.now())
    assert {row["snapshotTime"] for row in rows} == {now}


@both
def test_time_is_ringcentrals_though_this_machines_clock_is_wrong(
    simulator: Simulator, stream: str
) -> None:
    wrong = SimulatedClock(simulator, ahead=timedelta(hours=5))
    rows = run(simulator, clock=wrong, catalog=only(stream)).records[stream]
    now = timestamps.render(simulator.clock.now())
    assert {row["snapshotTime"] for row in rows} == {now}


def test_next_run_keeps_the_former_snapshot(simulator: Simulator, clock: SimulatedClock) -> None:
    catalog = only(PRESENCE)
    gone: dict[str, Any] = {"emit_activate_version_messages": True}
    first = run(simulator, clock=clock, catalog=catalog, **gone)
    simulator.clock.advance(300)
    second = run(simulator, clock=clock, catalog=catalog, state=first.state, **gone)
    assert not second.of_type("ACTIVATE_VERSION")
    snapshots = [
        {(r["queueId"], r["memberId"], r["snapshotTime"]) for r in each.records[PRESENCE]}
        for each in (first, second)
    ]
    assert snapshots[0]
    assert len(snapshots[0]) == len(snapshots[1])
    assert not snapshots[0] & snapshots[1]


def test_calls_in_progress_appear_later_in_the_call_log(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    active = run(simulator, clock=clock, catalog=only("active_call")).records["active_call"]
    simulator.clock.advance(6 * 3600)
    calls = run(simulator, clock=clock, catalog=only("call_log")).records["call_log"]
    assert active
    assert {call["id"] for call in active} <= {call["id"] for call in calls}
