"""Messages, and the call log of each extension: one bookmark, and passes that are interrupted."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import SimulatedClock, only, run

from ringcentral_simulator import Fault, FaultKind, Simulator
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from support.runs import Output

NOW = datetime.fromisoformat("2026-03-20T15:00:00Z")
WEEK_AGO = "2026-03-13T15:00:00Z"


@pytest.fixture
def simulator(busy_week: Simulator) -> Simulator:
    return busy_week


def asked(simulator: Simulator, since: int = 0) -> Counter[str]:
    """How often each extension was asked for its messages."""
    paths = [request.path for request in simulator.requests[since:]]
    return Counter(path.split("/")[-2] for path in paths if path.endswith("/message-store"))


def cut_short(simulator: Simulator, requests: int, **options: Any) -> Output:
    """A run that is ended after so many requests for messages."""
    # The token is refused, and so is the next one.
    fault = Fault(FaultKind.STATUS, path="/message-store", status=401, after=requests, times=2)
    simulator.inject(fault)
    with pytest.raises(RingCentralError) as caught:
        run(simulator, catalog=only("message"), **options)
    output: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    return output


def test_bookmark_of_messages_is_one_for_all_extensions(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    streams = ("message", "extension_call_log")
    output = run(simulator, clock=clock, catalog=only(*streams), start_date=WEEK_AGO)
    for stream, key in zip(streams, ("creationTime", "startTime"), strict=True):
        assert output.state["bookmarks"][stream] == {
            "replication_key": key,
            "replication_key_value": "2026-03-19T15:00:00.000Z",
            "underway": None,
        }
        assert len({row["extensionId"] for row in output.records[stream]}) > 5


def test_next_run_brings_the_messages_that_came_since(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    catalog, since = only("message"), "2026-03-18T00:00:00Z"
    first = run(simulator, clock=clock, catalog=catalog, start_date=since)
    simulator.clock.advance(3 * 86_400)
    second = run(simulator, clock=clock, catalog=catalog, state=first.state)
    whole = run(simulator, clock=clock, catalog=catalog, start_date=since)
    assert second.ids("message") - first.ids("message")
    assert first.ids("message") | second.ids("message") == whole.ids("message")


def test_run_that_fails_midway_leaves_the_bookmark(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    first = run(simulator, clock=clock, catalog=only("message"), start_date=WEEK_AGO)
    simulator.clock.advance(3 * 86_400)
    simulator.inject(Fault(FaultKind.STATUS, path="/message-store", status=403, after=5, times=99))
    with pytest.raises(RingCentralError) as caught:
        run(simulator, clock=clock, catalog=only("message"), state=first.state)
    broken: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    assert broken.bookmark("message") == first.bookmark("message")


# A pass over all extensions that takes longer than a job may


def test_runs_that_are_ended_too_soon_come_to_the_end_together(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    whole = run(simulator, clock=clock, catalog=only("message"), start_date=WEEK_AGO)
    began = len(simulator.requests)
    parts = [cut_short(simulator, 7, clock=clock, start_date=WEEK_AGO)]
    while len(asked(simulator, began)) < len(asked(simulator)):
        parts.append(
            cut_short(simulator, 7, clock=clock, start_date=WEEK_AGO, state=parts[-1].state)
        )
        assert len(parts) < 20, "each run begins anew"
    parts.append(run(simulator, clock=clock, catalog=only("message"), state=parts[-1].state))
    assert set().union(*(part.ids("message") for part in parts)) == whole.ids("message")
    assert parts[-1].state == whole.state


def test_run_after_a_short_one_asks_no_extension_again_for_what_it_has(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    short = cut_short(simulator, 7, clock=clock, start_date=WEEK_AGO)
    began = len(simulator.requests)
    run(simulator, clock=clock, catalog=only("message"), state=short.state, start_date=WEEK_AGO)
    since_week = [
        request
        for request in simulator.requests[began:]
        if request.path.endswith("/message-store")
        and request.query["dateFrom"] == ["2026-03-13T15:00:00.000Z"]
    ]
    assert len(since_week) == len(asked(simulator)) - 7


def test_run_after_a_short_one_ends_with_all_that_came_since(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    short = cut_short(simulator, 7, clock=clock, start_date=WEEK_AGO)
    simulator.clock.advance(3 * 86_400)
    second = run(
        simulator, clock=clock, catalog=only("message"), state=short.state, start_date=WEEK_AGO
    )
    whole = run(simulator, clock=clock, catalog=only("message"), start_date=WEEK_AGO)
    assert whole.ids("message") <= short.ids("message") | second.ids("message")
    assert second.state == whole.state


def test_earlier_start_date_after_a_short_run_brings_what_is_older_too(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    earlier = "2026-03-11T00:00:00Z"
    short = cut_short(simulator, 7, clock=clock, start_date=WEEK_AGO)
    catalog = only("message")
    second = run(simulator, clock=clock, catalog=catalog, state=short.state, start_date=earlier)
    whole = run(simulator, clock=clock, catalog=catalog, start_date=earlier)
    assert second.ids("message") == whole.ids("message") > short.ids("message")


def test_state_of_a_short_run_holds_one_extension_whatever_their_number(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    for requests in (3, 30):
        state = cut_short(simulator, requests, clock=clock, start_date=WEEK_AGO).state
        assert state["bookmarks"]["message"] == {
            "underway": {
                "from": "2026-03-13T15:00:00.000Z",
                "to": "2026-03-20T15:00:00.000Z",
                "after": sorted(asked(simulator))[requests - 1],
                "failed": [],
                "about": None,
            }
        }


def test_full_table_of_messages_begins_anew(simulator: Simulator, clock: SimulatedClock) -> None:
    short = cut_short(simulator, 7, clock=clock, start_date=WEEK_AGO)
    catalog = only("message")
    for entry in catalog["streams"]:
        entry["replication_method"] = "FULL_TABLE"
    began = len(simulator.requests)
    run(simulator, clock=clock, catalog=catalog, state=short.state, start_date=WEEK_AGO)
    assert set(asked(simulator, began).values()) == {1}
    assert len(asked(simulator, began)) == len(asked(simulator))
