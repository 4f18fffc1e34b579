"""Records of calls: as the simulator writes them, for any number of calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from ringcentral_simulator import Clock, Simulator
from ringcentral_simulator.clock import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

View = Literal["Simple", "Detailed"]

_MOMENT = datetime(2026, 3, 20, tzinfo=UTC)
_DAYS = 4
_ID, _START, _CHANGE = "\0id", "\0start", "\0change"


@dataclass(frozen=True)
class Templates:
    """What records look like but for id, start and last change: before, between and after these.

    Attributes:
        parts: The pieces of each record by view, used in turn.
    """

    parts: dict[View, Sequence[tuple[bytes, bytes, bytes, bytes]]]

    @classmethod
    def of_simulator(cls) -> Templates:
        """Some thousand different records of an ordinary company, of about 3 kB each in full."""
        simulator = Simulator(clock=Clock(_MOMENT, frozen=True))
        start = _MOMENT - timedelta(days=_DAYS)
        views: tuple[View, ...] = ("Simple", "Detailed")
        truth = simulator.truth
        return cls({view: [*map(_pieces, truth.calls(start, view=view))] for view in views})

    @classmethod
    def bare(cls) -> Templates:
        """Records of nothing but id, start and last change, where content does not matter."""
        pieces = _pieces({})
        return cls({"Simple": [pieces], "Detailed": [pieces]})

    def write(
        self, view: View, calls: Sequence[tuple[int, int, int]], separator: bytes = b","
    ) -> bytes:
        """Write calls out, given by number, start and last change in milliseconds since 1970."""
        return separator.join(self._written(view, calls))

    def _written(self, view: View, calls: Sequence[tuple[int, int, int]]) -> Iterator[bytes]:
        parts = self.parts[view]
        for number, start, change in calls:
            before, between, then, after = parts[number % len(parts)]
            began, changed = timestamp(start).encode(), timestamp(change).encode()
            yield b"%s%015d%s%s%s%s%s" % (before, number, between, began, then, changed, after)


def _pieces(record: dict[str, object]) -> tuple[bytes, bytes, bytes, bytes]:
    own = {"id": _ID, "startTime": _START, "lastModifiedTime": _CHANGE}
    rest = {name: value for name, value in record.items() if name not in own}
    text = msgspec.json.encode({**own, **rest})
    pieces = text
    found = []
    for mark in (_ID, _START, _CHANGE):
        before, _, pieces = pieces.partition(msgspec.json.encode(mark)[1:-1])
        found.append(before)
    first, second, third = found
    return first, second, third, pieces
