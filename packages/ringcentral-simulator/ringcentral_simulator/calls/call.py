"""One call, reduced to what all else about it follows from."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, NamedTuple

from ringcentral_simulator.calls.scenario import HABITS, Scenario

if TYPE_CHECKING:
    from ringcentral_simulator.calls.profile import Profile

DAY_MS = 86_400_000
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
LONGEST_CALL_MS = 5 * HOUR_MS
"""No call lasts longer than this."""
SETTLED_AFTER_MS = 20 * HOUR_MS
"""No record appears or changes later than this after its call began."""


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
    """

    start_ms: int
    ordinal: int
    wait_ms: int
    talk_ms: int
    scenario: Scenario
    site: int
    key: int

    @property
    def duration_ms(self) -> int:
        """From its beginning to its end."""
        return self.wait_ms + self.talk_ms

    @property
    def end_ms(self) -> int:
        """When it ended, milliseconds since 1970."""
        return self.start_ms + self.wait_ms + self.talk_ms

    @property
    def id(self) -> str:
        """The record's identifier: opaque, fifteen characters, never given twice."""
        day = self.start_ms // DAY_MS
        unique = day.to_bytes(2, "big") + self.ordinal.to_bytes(3, "big")
        return urlsafe_b64encode(self.key.to_bytes(8, "big")[2:] + unique).rstrip(b"=").decode()

    def chance(self, salt: int) -> float:
        """A number from 0 up to 1, always the same for the same salt."""
        mixed = ((self.key ^ self.ordinal << 20 ^ salt * _GOLDEN) * _ODD) & _MASK
        return ((mixed ^ mixed >> 29) * _ODD & _MASK) / (_MASK + 1)


class Lifecycle:
    """When a record appears and changes: 15-30 s after the call, then its recording and billing.

    The order follows RingCentral's call-log guide: records are there only after the call has
    ended, and recording and billing are added to them later.
    """

    def __init__(self, profile: Profile) -> None:
        self._late_share = profile.late_share
        self._edit_share = profile.edit_share

    def appears_ms(self, call: Call) -> int:
        """When the record is first returned."""
        chance = call.chance(_APPEARS)
        if chance < self._late_share:
            return call.end_ms + int(2 * HOUR_MS * chance / self._late_share)
        return call.end_ms + 15_000 + int(15_000 * chance)

    def recording_ms(self, call: Call) -> int | None:
        """When its recording is attached; `None` when it was not recorded."""
        if call.chance(_RECORDED) >= HABITS[call.scenario].recorded:
            return None
        return self.appears_ms(call) + MINUTE_MS + int(9 * MINUTE_MS * call.chance(_RECORDING_AT))

    def billing_ms(self, call: Call) -> int | None:
        """When its cost is set right; `None` when it was right at once."""
        chance = call.chance(_BILLED)
        if chance >= self._edit_share:
            return None
        return self.appears_ms(call) + int(HOUR_MS * (0.5 + 11.5 * chance / self._edit_share))

    def last_modified_ms(self, call: Call, now_ms: int) -> int:
        """The last of its changes so far."""
        changes = (self.appears_ms(call), self.recording_ms(call), self.billing_ms(call))
        return max(change for change in changes if change is not None and change <= now_ms)


_GOLDEN = 0x9E3779B97F4A7C15
_ODD = 0xD6E8FEB86659FD93
_MASK = (1 << 64) - 1
_APPEARS, _RECORDED, _RECORDING_AT, _BILLED = range(1, 5)
