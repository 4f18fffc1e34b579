"""Requests as the tap sends them, with answers that tell of the quota."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.structures import CaseInsensitiveDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from support.still_clock import StillClock
    from tap_ringcentral.api.rate_limit import RateLimiter

CALLS = "/call-log"
QUEUES = "/call-queues"
OTHER_CALLS = "/active-calls"


def quota(group: str, remaining: int | str, window: int | str = 60) -> Mapping[str, str]:
    return CaseInsensitiveDict(
        {
            "X-Rate-Limit-Group": group,
            "X-Rate-Limit-Limit": "10",
            "X-Rate-Limit-Remaining": str(remaining),
            "X-Rate-Limit-Window": str(window),
        }
    )


def ask(
    limiter: RateLimiter, remaining: int | None, endpoint: str = CALLS, group: str = "heavy"
) -> None:
    """Send a request in its turn; the answer comes at once."""
    limiter.wait(endpoint, group)
    limiter.count(endpoint)
    limiter.update_from_response(
        endpoint, 200, {} if remaining is None else quota(group, remaining)
    )


def throttled(limiter: RateLimiter, headers: Mapping[str, str], endpoint: str = CALLS) -> None:
    limiter.wait(endpoint, "heavy")
    limiter.count(endpoint)
    limiter.update_from_response(endpoint, 429, headers)


def use_up(limiter: RateLimiter, clock: StillClock, *, seconds_apart: int) -> None:
    """Use ten requests of the group heavy."""
    for remaining in reversed(range(10)):
        ask(limiter, remaining)
        if remaining:
            clock.advance(seconds_apart)
