"""One call, reduced to what all else about it follows from."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ringcentral_simulator.calls.scenario import Scenario

DAY_MS = 86_400_000
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
LONGEST_CALL_MS = 5 * HOUR_MS
"""No call lasts longer than this."""
SETTLED_AFTER_MS = 20 * HOUR_MS
"""No record appears or changes later than this after its call began, but by hand."""


class Call(NamedTuple):
    """A record of the call log before it is written out.

    Attributes:
        start_ms: When it began, milliseconds since 1970.
        ordinal: Its place among the calls of its UTC day, by start.
        wait_ms: Until it was answered or given up.
        talk_ms: From then to its end.
        scenario: What happened.
        site: Index of the office it concerns.
        key: What everything else is drawn from; the two records of a transfer share it.
        queue: Index of the queue that it came to; -1 of all that came to none.
        follows: Key of the lost call whose caller is called back or tries again; 0 of all others.
    """

    start_ms: int
    ordinal: int
    wait_ms: int
    talk_ms: int
    scenario: Scenario
    site: int
    key: int
    queue: int = -1
    follows: int = 0

    @property
    def duration_ms(self) -> int:
        """From its beginning to its end."""
        return self.wait_ms + self.talk_ms

    @property
    def end_ms(self) -> int:
        """When it ended, milliseconds since 1970."""
        return self.start_ms + self.wait_ms + self.talk_ms

    def handover_ms(self, *, warm: bool) -> int:
        """Return when it is passed on: at its end, or when the talk with a colleague begins."""
        return self.start_ms + self.wait_ms + self.talk_ms // 3 if warm else self.end_ms

    @property
    def id(self) -> str:
        """The record's identifier: opaque, fifteen characters, never given twice."""
        day = self.start_ms // DAY_MS
        unique = day.to_bytes(2, "big") + self.ordinal.to_bytes(3, "big")
        return urlsafe_b64encode(self.key.to_bytes(8, "big")[2:] + unique).rstrip(b"=").decode()

    def number(self, part: int = 0) -> str:
        """Return the identifier of something that came of it: decimal, below 2**53.

        Like the record's own it names the day, so that it is found without a search.

        Args:
            part: Tells what came of the same call apart, from 0 to 9.
        """
        day = self.start_ms // DAY_MS
        return f"{day}{self.ordinal:07}{self.key % 1_000:03}{part}"

    def chance(self, salt: int) -> float:
        """Return a number from 0 up to 1, always the same for the same salt."""
        mixed = ((self.key ^ self.ordinal << 20 ^ salt * _GOLDEN) * _ODD) & _MASK
        return ((mixed ^ mixed >> 29) * _ODD & _MASK) / (_MASK + 1)


def day_of(call_id: str) -> int:
    """Return the UTC day on which a call began, counted from 1970, by its record's identifier.

    Raises:
        ValueError: If it is no identifier.
    """
    known = urlsafe_b64decode(call_id + "=")
    if len(known) != _ID_BYTES:
        raise ValueError(f"no identifier of a record: {call_id}")
    return int.from_bytes(known[6:8], "big")


def place_of(number: str) -> tuple[int, int]:
    """Return a call's UTC day, counted from 1970, and its ordinal, by a number that came of it.

    Raises:
        ValueError: If it is no such number.
    """
    if len(number) != _NUMBER_DIGITS or not (number.isascii() and number.isdecimal()):
        raise ValueError(f"no identifier of what came of a call: {number}")
    return int(number[:5]), int(number[5:12])


_ID_BYTES = 11
_NUMBER_DIGITS = 16
_GOLDEN = 0x9E3779B97F4A7C15
_ODD = 0xD6E8FEB86659FD93
_MASK = (1 << 64) - 1
