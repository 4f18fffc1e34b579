"""What happens to a caller in a queue: drawn first, written down as legs and counted afterwards."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ringcentral_simulator.calls.scene import Scene
    from ringcentral_simulator.company.company import Extension, Queue
    from ringcentral_simulator.gateway.wire import Json

_MOST_RUNG = 5


class Outcome(Enum):
    """How a caller left a queue."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    VOICEMAIL = "voicemail"
    OVERFLOWED = "overflowed"
    CALLBACK = "callback_requested"


class Ring(NamedTuple):
    """A time that a member's telephone rang; milliseconds since 1970."""

    person: Extension
    start_ms: int
    end_ms: int
    answered: bool


class Visit(NamedTuple):
    """A caller's stay in a queue.

    Attributes:
        queue: Which.
        entered_ms: When the caller came in, milliseconds since 1970.
        left_ms: When the call was taken, or the caller left otherwise.
        outcome: How the caller left.
        rings: Whose telephones rang, in the order in which they began.
    """

    queue: Queue
    entered_ms: int
    left_ms: int
    outcome: Outcome
    rings: tuple[Ring, ...]

    @property
    def wait_ms(self) -> int:
        """How long the caller waited."""
        return self.left_ms - self.entered_ms

    @property
    def agent(self) -> Extension | None:
        """Who took the call."""
        return next((ring.person for ring in self.rings if ring.answered), None)


def visit(scene: Scene, queue: Queue, entered_ms: int, left_ms: int, outcome: Outcome) -> Visit:
    """Return a stay in a queue whose members are rung, as it wants, in turn or together."""
    most = min(_MOST_RUNG, len(queue.members))
    people = scene.rng.sample(queue.members, scene.rng.randint(1, most))
    answered = outcome is Outcome.ANSWERED
    to_the_end = answered or outcome is Outcome.OVERFLOWED
    if queue.transfer_mode == "Simultaneous":
        rings = [Ring(person, entered_ms, left_ms, answered=False) for person in people]
        if answered:
            rings[-1] = rings[-1]._replace(answered=True)
        return Visit(queue, entered_ms, left_ms, outcome, tuple(rings))
    if queue.transfer_mode == "FixedOrder":
        people = list(queue.members[: len(people)])
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
