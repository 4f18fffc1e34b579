"""What one extension has to do with one call: what Business Analytics counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.company.company import Extension


class Kinds(NamedTuple):
    """A part's key in each breakdown, `None` where it is in none of its keys.

    Attributes:
        queue_sla: Whether a queue's call was answered in time; a hang-up that came too soon is
            neither.
    """

    direction: str
    origin: str
    response: str
    result: str
    ending_party: str
    company_hours: str
    queue_sla: str | None
    type: str
    queue_hours: str | None


@dataclass(slots=True, eq=False)
class Part:
    """One extension's part in one call; times are milliseconds, but for `seconds`.

    It is read for every figure of every answer: what figures need is worked out once.

    Attributes:
        call: The call.
        extension: Whose part.
        owner: Whether the call's record is the extension's.
        inbound: Whether the extension was called.
        result: By the names of `callsByResult`.
        type: By the names of `callsByType`.
        queue: The queue that it came through, or 0.
        ringing: Until it was taken or given up, after the greeting.
        talk: Of those who spoke, without what was held.
        greeting: In a menu.
        opportunities: How often a queue offered it.
        dialed: The number that was called, of the owner's part.
        seconds: All of it.
        kinds: Its key in each breakdown, set once the rest is known.
    """

    call: Call
    extension: Extension
    owner: bool
    inbound: bool
    result: str
    type: str
    queue: int
    ringing: int
    talk: int
    hold: int
    greeting: int
    voicemail: int
    opportunities: int
    dialed: str
    seconds: float = field(init=False)
    kinds: Kinds = field(init=False)

    def __post_init__(self) -> None:
        duration = self.ringing + self.talk + self.hold + self.greeting + self.voicemail
        self.seconds = duration / 1_000

    @property
    def spoken(self) -> bool:
        """Whether it was answered, or got through."""
        return self.talk > 0
