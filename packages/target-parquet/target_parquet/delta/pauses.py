"""How long to wait before a change is tried again that another loader was faster with."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FIRST, _LONGEST = 0.05, 5.0  # seconds
_TRIES = 30


class Pauses:
    """Growing pauses of chance length, so that two loaders do not meet again and again.

    Args:
        wait: waits for as many seconds.
        chance: returns a number from 0 to 1.
    """

    def __init__(
        self,
        wait: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.wait = wait
        self._chance = chance

    def __iter__(self) -> Iterator[float]:
        """Yield the seconds to wait after each try."""
        for number in range(_TRIES):
            yield min(_FIRST * 2**number, _LONGEST) * (0.5 + self._chance() / 2)
