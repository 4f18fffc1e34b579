"""How members of a queue are rung, and what their legs tell of it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from ringcentral_simulator import Clock, Profile, Quirks, Simulator

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Queue
    from ringcentral_simulator.gateway.wire import Json

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, tzinfo=UTC)


@cache
def account(**quirks: Any) -> Simulator:
    profile, clock = Profile(calls_per_weekday=1_000), Clock(NOW, frozen=True)
    with Simulator(seed=7, clock=clock, profile=profile, quirks=Quirks(**quirks)) as simulator:
        return simulator  # asked past its server


def queue_calls(simulator: Simulator, mode: str) -> list[tuple[Queue, Json]]:
    queues = simulator.company.queue_by_id
    return [
        (queue, call)
        for call in simulator.truth.calls(MONDAY)
        if (queue := queues.get(call.get("extension", {}).get("id", 0)))
        and queue.transfer_mode == mode
        and "delegationType" not in call
    ]


def rung(call: Json) -> list[Json]:
    return [leg for leg in call["legs"] if leg["legType"] == "Hunting"]


def test_simultaneous_queues_ring_their_members_together() -> None:
    several = [
        legs for _, call in queue_calls(account(), "Simultaneous") if len(legs := rung(call)) > 1
    ]
    assert len(several) > 20
    for legs in several:
        assert len({(leg["startTime"], leg["durationMs"]) for leg in legs}) == 1


def test_queues_of_a_fixed_order_ring_the_first_members_first() -> None:
    for queue, call in queue_calls(account(), "FixedOrder"):
        people = [leg["extension"]["id"] for leg in rung(call)]
        assert people == [member.id for member in queue.members[: len(people)]]


def test_a_leg_can_begin_with_the_call_and_tell_nothing_of_the_wait() -> None:
    blind, plain = account(leg_starts_when_answered=False), account()
    taken = 0
    for call in blind.truth.calls(MONDAY):
        for leg in call["legs"]:
            if leg["legType"] == "PstnToSip" and leg["result"] == "Accepted":
                assert leg["startTime"] == call["startTime"]
                assert leg["durationMs"] == call["durationMs"]
                taken += 1
    assert taken > 100
    assert list(blind.truth.conversations(MONDAY)) == list(plain.truth.conversations(MONDAY))


def test_what_rang_elsewhere_can_be_told_from_what_was_missed() -> None:
    found = {
        leg["result"]
        for _, call in queue_calls(account(tells_answered_elsewhere=True), "Simultaneous")
        for leg in rung(call)
        if call["result"] == "Accepted"
    }
    assert found == {"Answered Elsewhere"}
    plain = queue_calls(account(), "Simultaneous")
    assert {leg["result"] for _, call in plain for leg in rung(call)} == {"Missed"}
