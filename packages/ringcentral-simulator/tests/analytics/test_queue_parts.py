"""Business Analytics of queues and their members agree with the legs of the call log."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Clock, Profile, Quirks, Simulator

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
FROM, TO = datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 7, tzinfo=UTC)


@cache
def account(**quirks: Any) -> Simulator:
    profile, clock = Profile(calls_per_weekday=700), Clock(NOW, frozen=True)
    with Simulator(seed=7, clock=clock, profile=profile, quirks=Quirks(**quirks)) as simulator:
        return simulator  # asked past its server


def sums(simulator: Simulator, by: str) -> dict[str, Json]:
    how = {"aggregationType": "Sum"}
    counters = ("allCalls", "callsByResponse", "callsByQueueSla", "queueOpportunities")
    body = {
        "grouping": {"groupBy": by},
        "timeSettings": {
            "timeZone": "UTC",
            "timeRange": {"timeFrom": FROM.isoformat(), "timeTo": TO.isoformat()},
        },
        "responseOptions": {
            "counters": dict.fromkeys(counters, how),
            "timers": {"callsSegmentsDuration": how},
        },
    }
    address = "/analytics/calls/v1/accounts/~/aggregation/fetch"
    first = simulator.truth.answer(address, body, perPage=200)["data"]["records"]
    second = simulator.truth.answer(address, body, perPage=200, page=2)["data"]["records"]
    return {record["key"]: record for record in [*first, *second]}


def overflowed(simulator: Simulator) -> list[Json]:
    return [
        call
        for call in simulator.truth.calls(FROM, TO)
        if call.get("delegationType") == "QueueForwarding"
    ]


def ends(leg: Json) -> datetime:
    return datetime.fromisoformat(leg["startTime"]) + timedelta(milliseconds=leg["durationMs"])


def test_opportunities_of_a_user_are_rings_for_queues() -> None:
    simulator = account()
    queues = simulator.company.queue_by_id
    rung: Counter[str] = Counter()
    for call in simulator.truth.calls(FROM, TO):
        if call.get("extension", {}).get("id") in queues:
            for leg in call["legs"]:
                rung[str(leg["extension"]["id"])] += leg["legType"] in {"Hunting", "PstnToSip"}
    told = {
        key: record["counters"]["queueOpportunities"]["values"]
        for key, record in sums(simulator, "Users").items()
    }
    assert sum(told.values()) > 100
    assert told == {key: rung[key] for key in told}


def test_an_overflowed_call_comes_to_the_other_queue_when_the_first_has_rung() -> None:
    calls = overflowed(account())
    assert len(calls) > 10
    for call in calls:
        (relief,) = [leg for leg in call["legs"][1:] if leg["legType"] == "Accept"]
        rung = [leg for leg in call["legs"] if leg["legType"] == "Hunting"]
        at_first = [leg for leg in rung if leg["delegate"] != call["delegate"]]
        assert at_first
        assert max(map(ends, at_first)) <= datetime.fromisoformat(relief["startTime"])
        for leg in rung:
            assert leg in at_first or leg["startTime"] >= relief["startTime"]


@pytest.mark.parametrize("both", [True, False])
def test_an_overflowed_call_is_answered_in_both_queues_or_in_one(both: bool) -> None:  # noqa: FBT001 - a parameter
    told = sums(account(overflowed_is_answered=both), "Queues")
    calls = overflowed(account())
    offered = sum(record["counters"]["allCalls"]["values"] for record in told.values())
    other = sums(account(overflowed_is_answered=not both), "Queues")
    assert offered == sum(record["counters"]["allCalls"]["values"] for record in other.values())

    def answered(records: dict[str, Json]) -> float:
        each = (one["counters"]["callsByResponse"]["values"] for one in records.values())
        return sum(float(values["answered"]) for values in each)

    assert answered(told) - answered(other) == (len(calls) if both else -len(calls))


def test_each_queue_of_an_overflowed_call_is_timed_by_its_own_legs() -> None:
    simulator = account()
    waited: Counter[str] = Counter()
    for visit in (v for c in simulator.truth.conversations(FROM, TO) for v in c.visits):
        waited[visit.queue_id] += visit.wait_ms
    for key, record in sums(simulator, "Queues").items():
        ringing = record["timers"]["callsSegments"]["values"]["ringing"]
        assert ringing == pytest.approx(waited[key] / 1_000, abs=0.01)
