"""The bookmark of a range says what is final, however long the reading takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import SimulatedClock, only, run

from ringcentral_simulator import Fault, FaultKind, Simulator
from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from pathlib import Path

    from support.runs import Output

NOW = datetime.fromisoformat("2026-03-20T15:00:00Z")
PATHS = {
    "audit_trail": "/audit-trail/search",
    "call_analytics_queue": "/timeline/fetch",
    "message": "/message-store",
}


@pytest.fixture
def simulator(small_company: Simulator) -> Simulator:
    return small_company


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
    output = run(simulator, clock=clock, catalog=only(stream), start_date="2026-03-21")
    assert not [request for request in simulator.requests if PATHS[stream] in request.path]
    assert bookmark(output, stream) is None, "a start date that is mended would bring nothing"


@pytest.mark.parametrize("stream", PATHS)
@pytest.mark.parametrize("hours", [-30, 30])
def test_clock_that_is_wrong_takes_nothing_from_the_range(
    simulator: Simulator, clock: SimulatedClock, tmp_path: Path, stream: str, hours: int
) -> None:
    settings: dict[str, Any] = {"catalog": only(stream), "start_date": "2026-03-16T00:00:00Z"}
    settings |= {"token_store": str(tmp_path / "token.json")}
    right = run(simulator, clock=clock, **settings)
    wrong = SimulatedClock(simulator, timedelta(hours=hours))
    output = run(simulator, clock=wrong, **settings)
    keys = [
        {(row.get("extensionId"), row["id"], row.get("time")) for row in each.records[stream]}
        for each in (output, right)
    ]
    assert keys[0] == keys[1]
    assert output.state == right.state


def test_backfill_that_ends_within_a_day_brings_the_figures_of_the_whole_day(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    catalog = only("call_analytics_queue")
    since: dict[str, Any] = {"start_date": "2026-03-18T00:00:00Z"}
    whole = run(simulator, clock=clock, catalog=catalog, **since)
    part = run(simulator, clock=clock, catalog=catalog, end_date="2026-03-19T14:30:00Z", **since)
    rows = [r for r in whole.records["call_analytics_queue"] if r["time"] < "2026-03-20"]
    assert any(row["counters"]["allCalls"]["values"] for row in rows)
    assert part.records["call_analytics_queue"] == rows


@pytest.mark.parametrize(
    "changed",
    [{"analytics_interval": "Hour"}, {"analytics_time_zone": "America/New_York"}],
    ids=["interval", "time zone"],
)
def test_analytics_of_other_intervals_begin_anew(
    simulator: Simulator, clock: SimulatedClock, changed: dict[str, Any]
) -> None:
    catalog = only("call_analytics_queue")
    since: dict[str, Any] = {"start_date": "2026-03-12T00:00:00Z"}
    former = run(simulator, clock=clock, catalog=catalog, **since)
    anew = run(simulator, clock=clock, catalog=catalog, **since, **changed)
    output = run(simulator, clock=clock, catalog=catalog, state=former.state, **since, **changed)
    assert output.records == anew.records
    assert output.state == anew.state
    again = run(simulator, clock=clock, catalog=catalog, state=output.state, **since, **changed)
    assert (
        0 < len(again.records["call_analytics_queue"]) < len(anew.records["call_analytics_queue"])
    )


def test_pass_that_takes_two_runs_holds_the_bookmark_behind_its_begin(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    catalog = only("message")
    down = Fault(FaultKind.STATUS, path=PATHS["message"], after=3, times=6)
    simulator.inject(down)
    with pytest.raises(RingCentralError) as caught:
        run(simulator, clock=clock, catalog=catalog)
    former: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    simulator.clock.advance(36 * 3_600)
    began = len(simulator.requests)
    run(simulator, clock=clock, catalog=catalog, state=former.state)
    asked = [r.query["dateFrom"][0] for r in simulator.requests[began:] if "dateFrom" in r.query]
    assert max(asked) == timestamps.render(NOW - timedelta(hours=24))


def test_extension_that_is_named_later_brings_its_older_messages_too(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    catalog = only("message")
    whole = run(simulator, clock=clock, catalog=catalog)
    owners = sorted({row["extensionId"] for row in whole.records["message"]})
    one, both = owners[:1], owners[:2]
    state = run(simulator, clock=clock, catalog=catalog, extension_ids=one).state
    for ids in (both, []):
        output = run(simulator, clock=clock, catalog=catalog, state=state, extension_ids=ids)
        came = {row["id"] for row in output.records["message"]}
        assert came == {
            row["id"] for row in whole.records["message"] if row["extensionId"] in (ids or owners)
        }
        state = output.state


def test_naming_fewer_extensions_or_the_same_reads_nothing_again(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    catalog = only("message")
    first = run(simulator, clock=clock, catalog=catalog)
    owners = sorted({row["extensionId"] for row in first.records["message"]})
    state = first.state
    for ids in (owners, owners[::-1]):
        simulator.clock.advance(3_600)
        output = run(
            simulator,
            clock=clock,
            catalog=catalog,
            state=state,
            extension_ids=ids,
        )
        assert len(output.records["message"]) < len(first.records["message"])
        state = output.state
