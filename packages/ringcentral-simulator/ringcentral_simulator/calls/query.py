"""What a request asks of the call log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from ringcentral_simulator.clock import from_milliseconds

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a request asks of a call; an empty filter takes all.

    Attributes:
        directions: `Inbound`, `Outbound`; empty for both.
        types: `Voice`, `Fax`; empty for both.
        recording: `All`, `Automatic` or `OnDemand`; empty for recorded or not.
        phone_number: Of either party, E.164 without the plus.
        extension_number: Of either party.
        extension_id: Of an extension that owns the record or has a leg of it; 0 for any.
        transports: `PSTN`, `VoIP`; empty for both.
    """

    directions: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    recording: str = ""
    phone_number: str = ""
    extension_number: str = ""
    session_id: str = ""
    telephony_session_id: str = ""
    extension_id: int = 0
    transports: frozenset[str] = frozenset()


EVERYTHING = Filter()


class Deleted(Enum):
    """Whether deleted records are found: not at all, among the others, or alone."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Query:
    """What a request asks of the log.

    Attributes:
        from_ms: The first start it takes, milliseconds since 1970.
        to_ms: The last start it takes.
        now_ms: What has not appeared by then is not found.
        wanted: What else must hold.
        deleted: Whether deleted records are found.
    """

    from_ms: int
    to_ms: int
    now_ms: int
    wanted: Filter = EVERYTHING
    deleted: Deleted = Deleted.HIDDEN

    def days(self) -> list[date]:
        """Return the UTC days it touches, the newest first; none when its range is empty."""
        if self.from_ms > self.to_ms:
            return []
        first = from_milliseconds(self.from_ms).date()
        last = from_milliseconds(self.to_ms).date()
        return [last - _ONE_DAY * n for n in range((last - first).days + 1)]
