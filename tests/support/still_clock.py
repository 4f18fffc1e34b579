"""A clock that moves only when it is told to, or when somebody waits on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from typing_extensions import override

from support.batons import SteadyBaton
from tap_ringcentral.api.clock import Clock

if TYPE_CHECKING:
    from tap_ringcentral.api.baton import Baton


class StillClock(Clock):
    """Starts at one noon; a wait moves it at once and is written down, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.time = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
        self.waits: list[float] = []

    @override
    def local_now(self) -> datetime:
        return self.time

    @override
    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.advance(seconds)

    @override
    def new_baton(self) -> Baton:
        return SteadyBaton()

    def advance(self, seconds: float) -> None:
        """Let time pass without anybody waiting."""
        self.time += timedelta(seconds=seconds)
