"""What a voicemail says in writing, once a machine has listened to it."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    from ringcentral_simulator.calls.call import Call

_OUTCOME, _TIME = 23, 24
_OUTCOMES = ("Completed", "CompletedPartially", "Failed", "TimedOut")
_SHARES = tuple(accumulate((0.82, 0.08, 0.06, 0.04)))
_WITH_TEXT = frozenset(_OUTCOMES[:2])
_EARLIEST = 0.3
_GREETINGS = (
    "Hi, this is {name} from {place}.",
    "Good morning, {name} here, I tried to reach you earlier.",
    "Hello, my name is {name}, I am calling from {place}.",
)
_CONCERNS = (
    "I have a question about my last invoice, could you call me back?",
    "Our delivery has not arrived yet, please let me know when it will.",
    "Nothing urgent – it can wait until tomorrow.",
    "The total of €1,250 does not look right to me.",
    "Please ring me before five, thank you and goodbye.",
)
_NAMES = ("Anna", "Zoë", "Mark Olsen", "Jürgen Groß", "Renée", "Tom", "Nguyễn Anh", "Mrs. Baker")
_PLACES = ("Denver", "the warehouse", "São Paulo", "Kraków", "the Café Marlène", "accounting")


class Transcription(NamedTuple):
    """How the writing down ends.

    Attributes:
        status: What is said of it then.
        ends_ms: When that is, milliseconds since 1970; until then it goes on.
        text: What was understood; empty where nothing was.
    """

    status: str
    ends_ms: int
    text: str


def transcription(call: Call, within: float | None) -> Transcription | None:
    """Return what becomes of a call's voicemail; `None` where nothing is written down.

    Args:
        call: Which left it.
        within: Seconds from its end that it takes at the most; `None` for never.
    """
    if within is None:
        return None
    status = _OUTCOMES[bisect(_SHARES[:-1], call.chance(_OUTCOME))]
    takes = _EARLIEST + (1 - _EARLIEST) * call.chance(_TIME)
    text = _text(call, status) if status in _WITH_TEXT else ""
    return Transcription(status, call.end_ms + int(1_000 * within * takes), text)


def _text(call: Call, status: str) -> str:
    rng = generator(call.key, "transcription")
    greeting = rng.choice(_GREETINGS).format(name=rng.choice(_NAMES), place=rng.choice(_PLACES))
    concern = rng.choice(_CONCERNS)
    if status == "CompletedPartially":
        concern = f"{concern[: len(concern) // 2].rstrip()} …"
    return f"{greeting} {concern}"
