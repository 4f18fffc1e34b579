"""What kinds of calls there are, and how common each is."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate


class Scenario(Enum):
    """What happened on a call."""

    QUEUE_ANSWERED = "queue answered"
    QUEUE_ABANDONED = "queue abandoned"
    QUEUE_VOICEMAIL = "queue voicemail"
    QUEUE_OVERFLOW = "queue overflow"
    QUEUE_TRANSFERRED = "queue transferred"
    QUEUE_TRANSFER = "queue transfer"
    QUEUE_CONSULTED = "queue consulted"
    QUEUE_CONSULTATION = "queue consultation"
    QUEUE_CALLBACK = "queue callback"
    DIRECT_ANSWERED = "direct answered"
    DIRECT_MISSED = "direct missed"
    DIRECT_VOICEMAIL = "direct voicemail"
    BLOCKED = "blocked"
    OUTBOUND = "outbound"
    OUTBOUND_FAILED = "outbound failed"
    ON_BEHALF = "on behalf"
    RING_OUT = "ring out"
    INTERNAL = "internal"
    INTERNAL_MISSED = "internal missed"
    TRANSFERRED = "transferred"
    TRANSFER = "transfer"
    CONSULTED = "consulted"
    CONSULTATION = "consultation"
    FAX_IN = "fax in"
    FAX_OUT = "fax out"
    CONFERENCE = "conference"

    __hash__ = object.__hash__  # each is there once; by name, as enumerations do, takes longer


class Phase(Enum):
    """What part of an office's day it is."""

    OPEN = 0
    LUNCH = 1
    CLOSED = 2


@dataclass(frozen=True, slots=True)
class Habit:
    """How a kind of call goes.

    Attributes:
        shares: How common it is when the office is open, at lunch, and closed.
        wait: Median seconds until it is answered or given up.
        talk: Median seconds of talk; 0 where nobody talks.
        recorded: Share of these calls that are recorded.
    """

    shares: tuple[float, float, float]
    wait: float
    talk: float
    recorded: float = 0.0


HABITS = {
    Scenario.QUEUE_ANSWERED: Habit((26, 20, 2), wait=18, talk=210, recorded=0.6),
    Scenario.QUEUE_ABANDONED: Habit((2.5, 9, 4), wait=45, talk=0),
    Scenario.QUEUE_VOICEMAIL: Habit((1.5, 6, 24), wait=70, talk=32),
    Scenario.QUEUE_OVERFLOW: Habit((1.5, 6, 0.5), wait=95, talk=200, recorded=0.6),
    Scenario.QUEUE_TRANSFERRED: Habit((1.4, 1, 0.1), wait=18, talk=90),
    Scenario.QUEUE_TRANSFER: Habit((0, 0, 0), wait=9, talk=190),
    Scenario.QUEUE_CONSULTED: Habit((0.8, 0.5, 0.1), wait=18, talk=240),
    Scenario.QUEUE_CONSULTATION: Habit((0, 0, 0), wait=5, talk=40),
    Scenario.QUEUE_CALLBACK: Habit((0, 0, 0), wait=60, talk=0),
    Scenario.DIRECT_ANSWERED: Habit((13, 9, 3), wait=9, talk=170, recorded=0.15),
    Scenario.DIRECT_MISSED: Habit((5, 8, 12), wait=22, talk=0),
    Scenario.DIRECT_VOICEMAIL: Habit((4, 7, 26), wait=24, talk=28),
    Scenario.BLOCKED: Habit((0.6, 0.6, 2), wait=1, talk=0),
    Scenario.OUTBOUND: Habit((22, 14, 8), wait=8, talk=150, recorded=0.2),
    Scenario.OUTBOUND_FAILED: Habit((6, 6, 4), wait=16, talk=0),
    Scenario.ON_BEHALF: Habit((0.8, 0.5, 0.2), wait=8, talk=140),
    Scenario.RING_OUT: Habit((0.7, 0.5, 0.5), wait=12, talk=160),
    Scenario.INTERNAL: Habit((8, 6, 2), wait=6, talk=90),
    Scenario.INTERNAL_MISSED: Habit((2, 3, 1), wait=20, talk=0),
    Scenario.TRANSFERRED: Habit((1.6, 1.2, 0.2), wait=12, talk=70),
    Scenario.TRANSFER: Habit((0, 0, 0), wait=7, talk=190),
    Scenario.CONSULTED: Habit((0.7, 0.5, 0.1), wait=12, talk=240),
    Scenario.CONSULTATION: Habit((0, 0, 0), wait=5, talk=40),
    Scenario.FAX_IN: Habit((1.2, 1, 4), wait=3, talk=70),
    Scenario.FAX_OUT: Habit((1.2, 0.8, 1), wait=4, talk=80),
    Scenario.CONFERENCE: Habit((0.3, 0.2, 0.2), wait=1, talk=1500, recorded=0.3),
}

SECOND_HALF = {
    Scenario.TRANSFERRED: Scenario.TRANSFER,
    Scenario.CONSULTED: Scenario.CONSULTATION,
    Scenario.QUEUE_TRANSFERRED: Scenario.QUEUE_TRANSFER,
    Scenario.QUEUE_CONSULTED: Scenario.QUEUE_CONSULTATION,
}
"""Calls of two records, and what the other record is."""

KEPT = {
    Scenario.TRANSFERRED: Scenario.DIRECT_ANSWERED,
    Scenario.CONSULTED: Scenario.DIRECT_ANSWERED,
    Scenario.QUEUE_TRANSFERRED: Scenario.QUEUE_ANSWERED,
    Scenario.QUEUE_CONSULTED: Scenario.QUEUE_ANSWERED,
}
"""What they are where nobody passes them on."""

CONSULTATIONS = frozenset({Scenario.CONSULTATION, Scenario.QUEUE_CONSULTATION})
"""Talks between colleagues while a caller waits: each has a session of its own."""

LOST = frozenset(
    {
        Scenario.QUEUE_ABANDONED,
        Scenario.QUEUE_VOICEMAIL,
        Scenario.QUEUE_CALLBACK,
        Scenario.DIRECT_MISSED,
        Scenario.DIRECT_VOICEMAIL,
    }
)
"""Calls from outside that nobody answered, and whose caller may be called back."""
GIVEN_UP = frozenset({Scenario.QUEUE_ABANDONED, Scenario.QUEUE_VOICEMAIL})
"""Of queues: instead of these, a caller may ask to be called back."""

OF_QUEUES = frozenset(
    {
        Scenario.QUEUE_ANSWERED,
        Scenario.QUEUE_ABANDONED,
        Scenario.QUEUE_VOICEMAIL,
        Scenario.QUEUE_OVERFLOW,
        Scenario.QUEUE_TRANSFERRED,
        Scenario.QUEUE_CONSULTED,
    }
)
"""Calls that come to a queue."""

OUTBOUND = frozenset(
    {
        Scenario.OUTBOUND,
        Scenario.OUTBOUND_FAILED,
        Scenario.ON_BEHALF,
        Scenario.RING_OUT,
        Scenario.INTERNAL,
        Scenario.INTERNAL_MISSED,
        *CONSULTATIONS,
        Scenario.FAX_OUT,
        Scenario.CONFERENCE,
    }
)
FAX = frozenset({Scenario.FAX_IN, Scenario.FAX_OUT})

_KINDS = tuple(HABITS)
_SHARES = {
    phase: tuple(accumulate(habit.shares[phase.value] for habit in HABITS.values()))
    for phase in Phase
}


def choose(phase: Phase, chance: float) -> Scenario:
    """Return the kind of call that a number from 0 up to 1 stands for, by the part of the day."""
    shares = _SHARES[phase]
    return _KINDS[bisect(shares, chance * shares[-1])]
