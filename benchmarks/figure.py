"""What is measured, and what came out."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Scale(Enum):
    """How much is measured: all of it, or enough to see that it can be."""

    FULL = "full"
    QUICK = "quick"


@dataclass(frozen=True)
class Figure:
    """Something that is measured.

    Attributes:
        unit: What the values count; `ratio` where they have no unit.
        at_most: The most that is good enough.
        at_least: The least that is good enough.
        bounds: Where the limit is missed, what stands in the way of more: whole sentences.
    """

    what: str
    unit: str = "ratio"
    at_most: float | None = None
    at_least: float | None = None
    bounds: str = ""

    @property
    def limit(self) -> str:
        """The limit in words; empty where there is none."""
        if self.at_most is not None:
            return f"at most {self.written(self.at_most)}"
        return "" if self.at_least is None else f"at least {self.written(self.at_least)}"

    def written(self, value: float) -> str:
        """Write a value to as many places as matter."""
        if value == round(value) or value >= 100:  # noqa: PLR2004 - three digits tell enough
            return f"{value:,.0f}"
        return f"{value:.3f}" if value < 2 else f"{value:.1f}"  # noqa: PLR2004 - near a limit


@dataclass(frozen=True)
class Result:
    """The values of a figure, one for each repetition."""

    figure: Figure
    values: Sequence[float]

    @property
    def median(self) -> float:
        """The value that is held against the limit."""
        return statistics.median(self.values)

    @property
    def spread(self) -> str:
        """From the lowest value to the highest."""
        lowest, highest = (self.figure.written(end(self.values)) for end in (min, max))
        return "" if len(self.values) == 1 else f"{lowest} to {highest}"

    @property
    def holds(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        figure = self.figure
        if figure.at_most is not None:
            return self.median <= figure.at_most
        return None if figure.at_least is None else self.median >= figure.at_least

    @property
    def shortfall(self) -> str:
        """By how much the limit is missed, and what bounds it, where it is missed."""
        if self.holds is not False:
            return ""
        figure = self.figure
        limit = figure.at_least if figure.at_most is None else figure.at_most
        by = f", by {abs(self.median / limit - 1):.0%}" if limit else ""
        told = f"{figure.what}: {figure.written(self.median)} misses {figure.limit}{by}."
        return f"{told} {figure.bounds}".rstrip()


@dataclass(frozen=True)
class Subject:
    """Figures that are measured together.

    Attributes:
        name: On the command line.
        how: What is done to measure them, as the document tells it.
        measure: Gives a result for each figure.
    """

    name: str
    title: str
    how: str
    figures: Sequence[Figure]
    measure: Callable[[Scale], Iterator[Result]]


@dataclass(frozen=True)
class Findings:
    """What came out for a subject, and when."""

    subject: Subject
    results: Sequence[Result]
    day: date

    @classmethod
    def of(cls, subject: Subject, scale: Scale) -> Findings:
        """Measure a subject.

        Raises:
            AssertionError: A figure was left out.
        """
        results = tuple(subject.measure(scale))
        found = [result.figure for result in results]
        if found != list(subject.figures):
            raise AssertionError(f"{subject.name} did not measure all of its figures in order")
        return cls(subject, results, datetime.now(UTC).date())
