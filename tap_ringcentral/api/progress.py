"""How far each stream of a run has come, for whoever shows it."""

from __future__ import annotations

from typing import NamedTuple


class Done(NamedTuple):
    """What is done of a stream, in a unit of its own."""

    part: float
    whole: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(self.part / self.whole, 1.0) if self.whole else 1.0


class Progress:
    """Holds what the streams of a run say of themselves."""

    def __init__(self) -> None:
        self._done: dict[str, Done] = {}

    def update(self, stream: str, part: float, whole: float) -> None:
        """Say how much of a stream is done, such as 40 of 1,000 extensions."""
        self._done[stream] = Done(part, whole)

    def of(self, stream: str) -> Done | None:
        """Return how much of a stream is done; None where it does not say."""
        return self._done.get(stream)
