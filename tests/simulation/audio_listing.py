"""What the call log names of recordings, and what lies in the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringcentral_simulator import Simulator

STAGING = ".staging"


@dataclass
class Named:
    """A recording that calls name.

    Attributes:
        calls: When they began, by their ids.
        is_own: Whether it is the recording of one of them, or of a leg of one that has its own;
            else a filter by recording may not find it.
    """

    calls: dict[str, datetime] = field(default_factory=dict)
    is_own: bool = False

    def since(self, begin: datetime | None) -> list[datetime]:
        """Give when those calls began that began from an instant on."""
        return [start for start in self.calls.values() if begin is None or start >= begin]


def listed(simulator: Simulator) -> dict[str, Named]:
    """Give the recordings that the call log names now, by id."""
    found: dict[str, Named] = {}
    for call in simulator.truth.calls():
        own = call.get("recording")
        for part in (call, *call["legs"]):
            if recording := part.get("recording"):
                named = found.setdefault(recording["id"], Named())
                named.calls[call["id"]] = datetime.fromisoformat(call["startTime"])
                named.is_own |= bool(own)
    return found


class Shelf:
    """The store, as somebody else finds it.

    Args:
        home: Its directory.
    """

    def __init__(self, home: Path) -> None:
        self.home = home

    def entries(self) -> Iterator[Path]:
        """Yield all that is in it, folders too."""
        yield from (self.home, *self.home.rglob("*")) if self.home.exists() else ()

    def by_id(self) -> dict[str, list[Path]]:
        """Give the files by what their names begin with, a recording's id."""
        found: dict[str, list[Path]] = {}
        for path in self.entries():
            if path.is_file() and STAGING not in path.parts:
                id_ = unquote(path.name.partition(".")[0].partition("-")[0])
                found.setdefault(id_, []).append(path)
        return found

    def has(self, row: dict[str, Any]) -> bool:
        """Whether the file that a row names is there."""
        return (self.home / str(row["path"])).is_file()
