"""The best that can be done under a rate limit: when requests would go that know everything."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LATER = 1e-6  # seconds: above what sums of floats are off by


@dataclass(frozen=True)
class Limit:
    """How many requests may arrive within a sliding window of some seconds."""

    requests: int
    window: float


def best_span(count: int, answer: float, limit: Limit, others: Sequence[float] = ()) -> float:
    """Tell how many seconds lie at least between the first request and the last.

    Args:
        count: How many there are, one after the other.
        answer: Seconds until a request is answered; only then the next one may go.
        limit: What holds for all requests together.
        others: When requests of other programs arrived, in seconds after the first one here.
    """
    arrived = sorted(others)
    at = 0.0
    for number in range(count):
        at = _free(at + answer if number else 0.0, arrived, limit)
        insort(arrived, at)
    return at


def _free(at: float, arrived: Sequence[float], limit: Limit) -> float:
    """Tell the earliest time from one on at which one more request is none too many."""
    while True:
        first = _first_counted(at, arrived, limit)
        if bisect_right(arrived, at) - first >= limit.requests:
            at = arrived[first] + limit.window
            continue
        # One that is known to arrive later must have its place as well.
        for later in range(bisect_right(arrived, at), len(arrived)):
            if arrived[later] >= at + limit.window:
                return at
            if later + 1 - _first_counted(arrived[later], arrived, limit) >= limit.requests:
                at = arrived[later] + _LATER
                break
        else:
            return at


def _first_counted(at: float, arrived: Sequence[float], limit: Limit) -> int:
    return bisect_right(arrived, at - limit.window + _LATER)
