"""How long an answer takes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator

    from ringcentral_simulator.clock import Clock


class Latency:
    """Lets time pass around an answer, half of it before the endpoint looks and half after.

    Args:
        seconds: How long an answer takes; a callable tells it anew for each.
        clock: A frozen one is moved on; for a running one it is waited.
        stopping: Ends the waiting early once set.

    Raises:
        ValueError: If `seconds` is negative.
    """

    def __init__(
        self, seconds: float | Callable[[], float], clock: Clock, stopping: threading.Event
    ) -> None:
        if not callable(seconds) and seconds < 0:
            raise ValueError("an answer cannot take less than no time")
        self._seconds = seconds
        self._clock = clock
        self._stopping = stopping

    @contextmanager
    def around(self) -> Iterator[None]:
        """Let the time of one answer pass."""
        seconds = self._seconds() if callable(self._seconds) else self._seconds
        self._pass(seconds / 2)
        yield
        self._pass(seconds / 2)

    def _pass(self, seconds: float) -> None:
        if self._clock.frozen:
            self._clock.advance(seconds)
        elif seconds > 0:
            self._stopping.wait(seconds)
