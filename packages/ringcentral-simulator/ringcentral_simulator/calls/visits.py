"""What happens to a caller in a queue: what legs are written from, and figures counted by."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Extension, Queue


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
