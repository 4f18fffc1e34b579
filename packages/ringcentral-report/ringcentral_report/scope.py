"""What a page is about, and of which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Scope:
    """The whole account, one queue or one site."""

    kind: str
    id: str = ""
    name: str = ""
    time_zone: str = ""
    goal_percent: int | None = None
    threshold_seconds: int | None = None

    @property
    def things(self) -> str:
        """What is counted: a call that overflows visits two queues."""
        return "visit" if self.kind == "queue" else "call"


@dataclass(frozen=True)
class Period:
    """Local days, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """Return the period of as many days that ends where this one begins."""
        return Period(self.first - timedelta(self.days), self.first - timedelta(1))

    def halves(self) -> tuple[Period, Period]:
        """Return two periods of equal length, the later first; an odd first day is in none."""
        half = self.days // 2
        later = Period(self.last - timedelta(half - 1), self.last)
        return later, later.before()
