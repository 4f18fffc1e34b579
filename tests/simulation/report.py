"""What there was to see of one run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from simulation.scenario import ReplicationKey, Scenario
    from simulation.witness import Record

# The tap reads RingCentral's clock off whole seconds, and takes less than five for travel.
_CLOCK_READING = timedelta(seconds=6)


class Violation(AssertionError):  # noqa: N818 - what it is called where invariants are
    """A promise that the tap has broken."""


@dataclass(frozen=True)
class Line:
    """A line of output.

    Attributes:
        at: When it was written, by RingCentral's clock.
    """

    at: datetime
    message: dict[str, Any]


@dataclass(frozen=True)
class Report:
    """What there was to see of one run.

    Attributes:
        began: When, by RingCentral's clock.
        former: The STATE that it was given.
        requests: How many requests there had been before it.
        shown: What was to be seen when it began, by id.
        is_by_change: Whether all runs so far have replicated by modification time.
    """

    scenario: Scenario
    key: ReplicationKey
    began: datetime
    former: dict[str, Any] | None
    requests: int
    shown: dict[str, Record]
    lines: list[Line]
    is_by_change: bool

    @property
    def clock_error(self) -> timedelta:
        """How far behind RingCentral's time the tap's may be: what an answer tells is old."""
        return _CLOCK_READING + timedelta(seconds=self.scenario.latency)

    def records(self, stream: str) -> Iterator[Record]:
        """Give a stream's records in the order in which they were written."""
        for line in self.lines:
            if line.message["type"] == "RECORD" and line.message["stream"] == stream:
                yield line.message["record"]
