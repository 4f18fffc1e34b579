"""A recording, and what the account has of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ringcentral_simulator.calls.call import Call


class Tape(NamedTuple):
    """A recording.

    Attributes:
        id: Decimal; the later its call began, the higher.
        calls: Whose records name it, the first of them first.
        of_leg: Whether a leg names it; else the record and its master leg do.
        lasts_ms: How long it is to be heard.
        attached_ms: From when on a record names it, milliseconds since 1970.
    """

    id: str
    calls: tuple[Call, ...]
    of_leg: bool
    lasts_ms: int
    attached_ms: int

    @property
    def start_ms(self) -> int:
        """When its call began, milliseconds since 1970."""
        return self.calls[0].start_ms

    @property
    def kind(self) -> str:
        """How it came about, as records say."""
        chosen = self.calls[0].key // (7 if self.of_leg else 1)
        return "OnDemand" if chosen % 7 == 0 else "Automatic"


class Kept(NamedTuple):
    """What the account has of a recording; milliseconds since 1970.

    Attributes:
        call: The first whose record names it, or named it.
        ready_ms: From when on it can be heard.
        gone_ms: When it was deleted; `None` while it was not.
    """

    tape: Tape
    call: Call
    ready_ms: int
    gone_ms: int | None
