"""Calls and legs as the tap writes them, run by run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import SimulatedClock, catalog_of, run

from ringcentral_simulator import Clock, Profile, Simulator
from tap_ringcentral.api import timestamps

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import RecordedRequest

NOW = datetime.fromisoformat("2026-03-20T15:00:00Z")
ONLY_CALLS = catalog_of(
    dict.fromkeys(("call_log_leg", "call_queue", "call_queue_member", "extension"), False)
    | {"call_log": True}
)
ONLY_LEGS = catalog_of(
    dict.fromkeys(("call_log", "call_queue", "call_queue_member", "extension"), False)
    | {"call_log_leg": True}
)


def call_requests(simulator: Simulator, since: int = 0) -> list[RecordedRequest]:
    return [r for r in simulator.requests[since:] if r.path.endswith("/call-log")]


def ids(records: list[dict[str, Any]]) -> list[str]:
    return [record["id"] for record in records]


def truth(simulator: Simulator) -> set[str]:
    return {call["id"] for call in simulator.truth.calls()}


def test_every_call_comes_once_and_oldest_first(three_pages: Simulator) -> None:
    calls = run(three_pages).records["call_log"]
    assert len(calls) > 2_000, "fewer than three pages"
    assert len(set(ids(calls))) == len(calls)
    assert set(ids(calls)) == truth(three_pages)
    starts = [call["startTime"] for call in calls]
    assert starts == sorted(starts)


def test_calls_alone_are_complete_without_any_other_stream(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    output = run(simulator, clock=clock, catalog=ONLY_CALLS)
    assert set(ids(output.records["call_log"])) == truth(simulator)
    assert set(output.records) == {"call_log"}
    assert {r.path.rsplit("/", 1)[1] for r in simulator.requests} == {"token", "call-log"}


def test_legs_alone_are_complete_with_one_schema_message(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    output = run(simulator, clock=clock, catalog=ONLY_LEGS)
    expected = {
        (call["id"], index)
        for call in simulator.truth.calls()
        for index, _ in enumerate(call["legs"])
    }
    legs = output.records["call_log_leg"]
    assert {(leg["callLogId"], leg["index"]) for leg in legs} == expected
    assert len(legs) == len(expected)
    assert [message["stream"] for message in output.of_type("SCHEMA")] == ["call_log_leg"]
    assert set(output.state["bookmarks"]) >= {"call_log_leg"}


def test_next_run_asks_for_the_lookback_and_no_more(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    first = run(simulator, clock=clock)
    simulator.clock.advance(300)
    asked = len(simulator.requests)
    run(simulator, clock=clock, state=first.state)
    requests = call_requests(simulator, asked)
    earliest = min(timestamps.parse(r.query["dateFrom"][0]) for r in requests)
    assert simulator.clock.now() - earliest <= timedelta(hours=24, seconds=301)
    assert len(requests) == 1


def test_call_that_ends_hours_after_a_run_still_arrives() -> None:
    profile = Profile(calls_per_weekday=200, history_days=3, long_call_share=0.3)
    now = datetime.fromisoformat("2026-03-18T18:00:00Z")
    with Simulator(clock=Clock(now, frozen=True), profile=profile) as simulator:
        seen: set[str] = set()
        late: set[str] = set()
        state, newest = None, ""
        for _ in range(4):
            output = run(simulator, state=state)
            calls = output.records["call_log"]
            late |= {c["id"] for c in calls if c["id"] not in seen and c["startTime"] < newest}
            newest = max(call["startTime"] for call in calls)
            seen |= set(ids(calls))
            state = output.state
            assert truth(simulator) <= seen
            simulator.clock.advance(4 * 3600)
        assert late, "no call outlasted the pause between two runs"


def test_bookmark_stays_behind_now_by_the_lookback(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    limit = timestamps.render(simulator.clock.now() - timedelta(hours=24))
    output = run(simulator, clock=clock)
    values = [
        state["value"]["bookmarks"][stream]["replication_key_value"]
        for state in output.of_type("STATE")
        for stream in ("call_log", "call_log_leg")
        if "replication_key_value" in state["value"]["bookmarks"].get(stream, {})
    ]
    assert values
    assert max(values) == limit
    assert len({len(value) for value in values}) == 1, "bookmarks are compared as text"


def test_quiet_months_are_not_scanned_again() -> None:
    profile = Profile(calls_per_weekday=0)
    with Simulator(clock=Clock(NOW, frozen=True), profile=profile) as simulator:
        first = run(simulator)
        assert len(call_requests(simulator)) <= 4
        asked = len(simulator.requests)
        run(simulator, state=first.state)
        (request,) = call_requests(simulator, asked)
        start = timestamps.parse(request.query["dateFrom"][0])
        assert simulator.clock.now() - start <= timedelta(hours=24, seconds=1)


def test_every_state_can_be_resumed_from(three_pages: Simulator) -> None:
    """Stop after any output line: what comes after its last STATE is what is missing."""
    simulator, clock = three_pages, SimulatedClock(three_pages)
    whole = run(simulator, clock=clock, catalog=ONLY_CALLS)
    lines = whole.messages
    expected = truth(simulator)
    for cut in range(1, len(lines), len(lines) // 8):
        taken = lines[:cut]
        states = [line["value"] for line in taken if line["type"] == "STATE"]
        before = {line["record"]["id"] for line in taken if line["type"] == "RECORD"}
        rest = run(simulator, clock=clock, catalog=ONLY_CALLS, state=states[-1] if states else None)
        assert before | set(ids(rest.records["call_log"])) == expected
        if states and cut > len(lines) // 2:
            assert len(rest.records["call_log"]) < len(expected), "started all over"


def test_each_page_is_asked_for_once(simulator: Simulator, clock: SimulatedClock) -> None:
    run(simulator, clock=clock)
    asked = [
        tuple(sorted((k, tuple(v)) for k, v in r.query.items())) for r in call_requests(simulator)
    ]
    assert len(asked) == len(set(asked))


def test_windows_are_whole_pages_with_both_ends_pinned(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    run(simulator, clock=clock)
    for request in call_requests(simulator):
        assert request.query["view"] == ["Detailed"]
        assert request.query["perPage"] == ["1000"]
        assert request.query["dateFrom"][0] < request.query["dateTo"][0]


def test_start_and_end_date_bound_the_calls(simulator: Simulator, clock: SimulatedClock) -> None:
    output = run(
        simulator, clock=clock, start_date="2026-03-10T06:00:00-02:00", end_date="2026-03-12"
    )
    expected = {
        call["id"]
        for call in simulator.truth.calls()
        if "2026-03-10T08:00:00.000Z" <= call["startTime"] < "2026-03-12T00:00:00.000Z"
    }
    assert expected
    assert set(ids(output.records["call_log"])) == expected


def test_legs_selected_later_catch_up(simulator: Simulator, clock: SimulatedClock) -> None:
    calls_only = run(simulator, clock=clock, catalog=ONLY_CALLS)
    both = run(simulator, clock=clock, state=calls_only.state)
    with_legs = {call["id"] for call in simulator.truth.calls() if call["legs"]}
    assert {leg["callLogId"] for leg in both.records["call_log_leg"]} == with_legs


def test_deselected_property_of_a_leg_stays_in_the_call(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    catalog = catalog_of({"call_log_leg.from.name": False, "call_log.to.name": False})
    output = run(simulator, clock=clock, catalog=catalog)
    legs = output.records["call_log_leg"]
    assert not any("name" in (leg.get("from") or {}) for leg in legs)
    calls = output.records["call_log"]
    assert not any("name" in (call.get("to") or {}) for call in calls)
    assert any("name" in (leg.get("from") or {}) for call in calls for leg in call["legs"])


def test_stream_map_hides_numbers(simulator: Simulator, clock: SimulatedClock) -> None:
    maps = {"call_log": {"from": None, "to": None, "legs": None, "minutes": "duration / 60"}}
    output = run(simulator, clock=clock, stream_maps=maps)
    call = output.records["call_log"][0]
    assert "from" not in call
    assert call["minutes"] == pytest.approx(call["duration"] / 60)


def test_unknown_property_is_left_out_and_named_once(
    simulator: Simulator, clock: SimulatedClock, caplog: pytest.LogCaptureFixture
) -> None:
    catalog = catalog_of({})
    run(simulator, clock=clock, catalog=catalog)
    assert not [r for r in caplog.records if "does not know" in r.getMessage()]


def test_full_table_forced_by_the_catalog_reads_everything_again(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    first = run(simulator, clock=clock, catalog=ONLY_CALLS)
    catalog = catalog_of({})
    for entry in catalog["streams"]:
        entry["replication_method"] = "FULL_TABLE"
    again = run(simulator, clock=clock, catalog=catalog, state=first.state)
    assert set(ids(again.records["call_log"])) == truth(simulator)


@pytest.mark.parametrize("hours", [-30, 30], ids=["behind", "ahead"])
def test_machine_whose_clock_is_off_reads_all_and_holds_the_right_bookmark(
    simulator: Simulator, clock: SimulatedClock, tmp_path: Path, hours: int
) -> None:
    """Also where the token comes out of the store, so that no sign-in tells the time."""
    store = str(tmp_path / "token.json")
    run(simulator, clock=clock, token_store=store)
    off = SimulatedClock(simulator, ahead=timedelta(hours=hours))
    output = run(simulator, clock=off, token_store=store)
    assert set(ids(output.records["call_log"])) == truth(simulator)
    bookmark = output.state["bookmarks"]["call_log"]["replication_key_value"]
    limit = simulator.clock.now() - timedelta(hours=24)
    assert abs(timestamps.parse(bookmark) - limit) <= timedelta(seconds=2)


def test_clock_that_is_behind_the_start_date_still_reads_all(
    simulator: Simulator, clock: SimulatedClock, tmp_path: Path
) -> None:
    """The tap's own clock says that there is nothing to read yet; RingCentral's says otherwise."""
    store = str(tmp_path / "token.json")
    run(simulator, clock=clock, token_store=store)
    behind = SimulatedClock(simulator, ahead=-timedelta(days=4))
    start = "2026-03-18T00:00:00Z"
    output = run(simulator, clock=behind, token_store=store, start_date=start)
    expected = {c["id"] for c in simulator.truth.calls(datetime.fromisoformat(start))}
    assert set(ids(output.records["call_log"])) == expected


def test_start_date_that_is_yet_to_come_moves_no_bookmark(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    early = run(simulator, clock=clock, start_date="2026-03-21T00:00:00Z")
    assert not early.records["call_log"]
    right = run(simulator, clock=clock, state=early.state)
    assert {row["id"] for row in right.records["call_log"]} == truth(simulator)


def test_ids_in_legs_are_text_when_only_legs_are_selected(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    legs = run(simulator, clock=clock, catalog=ONLY_LEGS).records["call_log_leg"]
    owners = [leg["extension"]["id"] for leg in legs if "extension" in leg]
    assert owners
    assert {type(owner) for owner in owners} == {str}
