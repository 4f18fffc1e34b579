"""Lets one lane work at a time, while the others wait for an answer, a pause or each other.

Python runs one thread at a time anyway, so that nothing is lost by it; and lanes take turns only
where one waits. What a lane does between two waits is whole for the others: a row and the bookmark
that passes it, a message and the next one, a look at the quota and the request that follows.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Turn: TypeAlias = threading.Event
"""A place in the line for the baton; it is set when its turn has come."""


class LaneEndedError(BaseException):
    """The run is over: a lane that comes back from its wait has nothing more to do."""


class Baton:
    """What a lane of a run holds while it works. Whoever makes it holds it first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # guards the three below, for an instant each
        self._is_held = True
        self._has_ended = False
        self._line: deque[Turn] = deque()

    def line_up(self, *, first: bool = False) -> Turn:
        """Return a place in the line, to be waited for with `wait`."""
        turn = Turn()
        with self._lock:
            if self._has_ended or not self._is_held:
                self._is_held = True
                turn.set()
            elif first:
                self._line.appendleft(turn)
            else:
                self._line.append(turn)
        return turn

    def wait(self, turn: Turn) -> None:
        """Wait for a turn.

        Raises:
            LaneEndedError: The run is over.
        """
        turn.wait()
        if self._has_ended:
            raise LaneEndedError

    def lay_down(self) -> None:
        """Leave the baton to whoever is next."""
        with self._lock:
            if self._line:
                self._draw(self._line).set()
            else:
                self._is_held = False

    def offer(self) -> None:
        """Let those who wait go first."""
        if not self._line:
            return
        with self._lock:
            turn = Turn()
            self._line.append(turn)
            self._draw(self._line).set()
        self.wait(turn)

    @contextmanager
    def left(self) -> Iterator[None]:
        """Leave the baton to others while something else is waited for.

        Raises:
            LaneEndedError: The run is over meanwhile.
        """
        self.lay_down()
        try:
            yield
        finally:
            self.wait(self.line_up())

    @contextmanager
    def holding(self, lock: threading.Lock) -> Iterator[None]:
        """Hold a lock, also over waits: one lane at a time does what they are a part of."""
        self.acquire(lock)
        try:
            yield
        finally:
            lock.release()

    def acquire(self, lock: threading.Lock) -> None:
        """Acquire a lock, which another lane may hold while it waits for something else."""
        if not lock.acquire(blocking=False):
            with self.left():
                lock.acquire()

    def end(self) -> None:
        """End the run, as the one who holds the baton: the others end where they wait."""
        with self._lock:
            self._has_ended = True
            while self._line:
                self._line.popleft().set()

    def _draw(self, line: deque[Turn]) -> Turn:
        """Return who is next, out of the line; a test draws in another order."""
        return line.popleft()
