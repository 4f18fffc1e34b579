"""Batons whose lanes take turns in an order that a test can rely on, or draw."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_ringcentral.api.baton import Baton

if TYPE_CHECKING:
    import random
    import threading
    from collections import deque
    from collections.abc import Iterator

    from tap_ringcentral.api.baton import Turn


class SteadyBaton(Baton):
    """A lane works until it ends, and others only while it waits for one of them.

    Here nobody has to wait for an answer or a pause: the one is at hand, the other moves a clock.
    """

    @contextmanager
    @override
    def left(self) -> Iterator[None]:
        yield

    @override
    def offer(self) -> None:
        pass

    @override
    def acquire(self, lock: threading.Lock) -> None:
        while not lock.acquire(blocking=False):
            assert self._line, "Lanes wait for each other."
            super().offer()


class DrawnBaton(SteadyBaton):
    """Who is next is drawn, wherever a lane could wait: the same luck brings the same order."""

    def __init__(self, luck: random.Random) -> None:
        super().__init__()
        self._luck = luck

    @contextmanager
    @override
    def left(self) -> Iterator[None]:
        self.offer()
        yield

    @override
    def offer(self) -> None:
        Baton.offer(self)

    @override
    def _draw(self, line: deque[Turn]) -> Turn:
        turn = line[self._luck.randrange(len(line))]
        line.remove(turn)
        return turn
