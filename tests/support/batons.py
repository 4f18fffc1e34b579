"""Batons whose lanes take turns in an order that a test can rely on, or draw."""

from __future__ import annotations

from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_ringcentral.api.baton import Baton, Turn

if TYPE_CHECKING:
    import random
    import threading
    from collections import deque
    from collections.abc import Callable, Iterator
    from datetime import datetime


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


class EventBaton(SteadyBaton):
    """Moves a clock to the earliest end of a wait, as soon as all lanes wait."""

    def __init__(self, move_to: Callable[[datetime], None]) -> None:
        super().__init__()
        self._move_to = move_to
        self._asleep: list[tuple[datetime, int, Turn]] = []
        self._number = count()

    def sleep_until(self, moment: datetime) -> None:
        """Wait beside the others."""
        turn = Turn()
        heappush(self._asleep, (moment, next(self._number), turn))
        self.lay_down()
        self.wait(turn)

    @override
    def lay_down(self) -> None:
        if not self._line and self._asleep:
            self._wake().set()
        else:
            super().lay_down()

    @override
    def acquire(self, lock: threading.Lock) -> None:
        while not lock.acquire(blocking=False):
            if self._line:
                Baton.offer(self)
            else:  # the lane that holds it is asleep
                assert self._asleep, "Lanes wait for each other."
                next_one, own = self._wake(), Turn()
                self._line.append(own)
                next_one.set()
                self.wait(own)

    def _wake(self) -> Turn:
        moment, _, turn = heappop(self._asleep)
        self._move_to(moment)
        return turn
