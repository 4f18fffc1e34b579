"""Time in which work counts, and waits are skipped: an hour under the limits takes seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ringcentral_simulator import Clock
from tap_ringcentral.api import clock as of_tap

if TYPE_CHECKING:
    from datetime import datetime


class WorkClock(Clock):
    """A simulator's time, which goes on with real time; what an answer takes is added."""

    @property
    @override
    def frozen(self) -> bool:
        """True, so that the simulator moves it on in the place of waiting."""
        return True


class SharedClock(of_tap.Clock):
    """Tells the tap a simulator's time; a wait moves it. For streams of one lane.

    Args:
        time: The simulator's.
    """

    def __init__(self, time: Clock) -> None:
        super().__init__()
        self._time = time

    @override
    def local_now(self) -> datetime:
        return self._time.now()

    @override
    def sleep(self, seconds: float) -> None:
        self._time.advance(seconds)
