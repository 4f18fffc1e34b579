"""Draws a stay in a queue, and writes down whose telephones rang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls.visits import Outcome, Ring, Visit

if TYPE_CHECKING:
    from ringcentral_simulator.calls.scene import Scene
    from ringcentral_simulator.company.company import Queue
    from ringcentral_simulator.gateway.wire import Json

_MOST_RUNG = 5


def visit(scene: Scene, queue: Queue, entered_ms: int, left_ms: int, outcome: Outcome) -> Visit:
    """Return a stay in a queue whose members are rung, as it wants, in turn or together."""
    count = scene.rng.randint(1, min(_MOST_RUNG, len(queue.members)))
    in_order = queue.transfer_mode == "FixedOrder"
    people = queue.members[:count] if in_order else scene.rng.sample(queue.members, count)
    answered = outcome is Outcome.ANSWERED
    to_the_end = answered or outcome is Outcome.OVERFLOWED
    if queue.transfer_mode == "Simultaneous":
        rings = [Ring(person, entered_ms, left_ms, answered=False) for person in people]
        if answered:
            rings[-1] = rings[-1]._replace(answered=True)
        return Visit(queue, entered_ms, left_ms, outcome, tuple(rings))
    turn = (left_ms - entered_ms) // (len(people) if to_the_end else len(people) + 1)
    rings = [
        Ring(person, entered_ms + turn * n, entered_ms + turn * (n + 1), answered=False)
        for n, person in enumerate(people)
    ]
    if answered:
        rings[-1] = rings[-1]._replace(end_ms=left_ms, answered=True)
    return Visit(queue, entered_ms, left_ms, outcome, tuple(rings))


def legs(scene: Scene, caller: Json, stay: Visit) -> list[Json]:
    """Return the legs of the telephones that rang."""
    desk = stay.queue.extension
    elsewhere = scene.quirks.tells_answered_elsewhere and stay.agent is not None
    return [
        scene.answered_leg(caller, ring.person)
        if ring.answered
        else scene.leg(
            "Hunting",
            ring.start_ms,
            ring.end_ms,
            direction="Outbound",
            action="Hunting",
            result="Answered Elsewhere" if elsewhere and ring.end_ms == stay.left_ms else "Missed",
            reason="Calls Not Accepted",
            reasonDescription="The member did not take the call",
            transport="VoIP",
            from_=caller,
            to=scene.on_device(ring.person),
            extension=scene.reference(ring.person),
            delegate={"id": str(desk.id), "name": desk.name},
        )
        for ring in stay.rings
    ]
