"""Work of Arrow's, which leaves Python's lock alone, done by threads of its own."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
_THREADS = 2
_WAITING = 4


class SideBySide(Generic[Result]):
    """Calls made side by side, few at a time, so that memory stays bounded."""

    def __init__(self) -> None:
        self._results: list[Result] = []
        self._underway: deque[Future[Result]] = deque()

    def call(self, function: Callable[..., Result], *arguments: object) -> None:
        """Have a function called; wait where as many calls as there may be are underway.

        Raises:
            Exception: what an earlier call raised. No call is underway then.
        """
        self._underway.append(_threads().submit(function, *arguments))
        self._settle(_WAITING)

    def results(self) -> list[Result]:
        """Return what the calls returned, in their order, and forget it.

        Raises:
            Exception: what a call raised. No call is underway then.
        """
        self._settle(0)
        results, self._results = self._results, []
        return results

    def _settle(self, most: int) -> None:
        while len(self._underway) > most:
            try:
                self._results.append(self._underway.popleft().result())
            except BaseException:
                wait(self._underway)
                raise


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS)
