"""A clock that moves only when it is told to, or when somebody waits on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from typing_extensions import override

from tap_ringcentral.api.clock import Clock


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

    def advance(self, seconds: float) -> None:
        """Let time pass without anybody waiting."""
        self.time += timedelta(seconds=seconds)
