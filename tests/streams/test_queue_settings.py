"""What is set for each call queue: when it is open, and how it handles calls."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from support.runs import SimulatedClock, only, run

if TYPE_CHECKING:
    from ringcentral_simulator import Simulator


def test_hours_of_each_queue_come_for_one_request_each(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    output = run(simulator, clock=clock, catalog=only("call_queue_business_hours"))
    rows = {row["queueId"]: row["schedule"] for row in output.records["call_queue_business_hours"]}
    assert rows.keys() == {queue["id"] for queue in simulator.truth.queues()}
    asked = [r.path for r in simulator.requests if r.path.endswith("/business-hours")]
    assert len(asked) == len(rows)
    for queue in simulator.company.queues:
        weekly = rows[str(queue.extension.id)].get("weeklyRanges", {})
        first = weekly["monday"][0]["from"] if weekly else None
        assert first == (None if queue.hours.always else f"{queue.hours.opens:02}:00")
    assert len({str(schedule) for schedule in rows.values()}) > 2, "all are open at one time"


def test_handling_of_each_queue_tells_how_members_are_rung(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    output = run(simulator, clock=clock, catalog=only("call_queue_answering_rule"))
    rows = output.records["call_queue_answering_rule"]
    told = {row["queueId"]: row["queue"] for row in rows if row["type"] == "BusinessHours"}
    assert told.keys() == {queue["id"] for queue in simulator.truth.queues()}
    for queue in simulator.company.queues:
        handling = told[str(queue.extension.id)]
        assert handling["transferMode"] == queue.transfer_mode
        assert handling["holdTime"] > handling["agentTimeout"] > 0


def test_overflow_of_each_queue_names_where_its_calls_went(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    output = run(simulator, clock=clock, catalog=only("call_queue_overflow"))
    rows = {row["queueId"]: row for row in output.records["call_queue_overflow"]}
    assert rows.keys() == {queue["id"] for queue in simulator.truth.queues()}
    relief = {key: {one["id"] for one in row["items"]} for key, row in rows.items()}
    assert all(row["enabled"] for row in rows.values())
    overflowed = 0
    for one in simulator.truth.conversations():
        for full, taken in pairwise(one.visits):
            if full.outcome == "overflowed":
                assert taken.queue_id in relief[full.queue_id]
                overflowed += 1
    assert overflowed
