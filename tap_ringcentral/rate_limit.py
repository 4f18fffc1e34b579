"""Waits for a free slot in a request's rate-limit group.

RingCentral counts the requests of a user and app by group in a sliding window and names group,
limit, what is left and the window's seconds in `X-Rate-Limit-*` headers. A request too many costs
a penalty, which every further request restarts
(developers.ringcentral.com/guide/basics/rate-limits).
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_ringcentral.clock import Clock

logger = logging.getLogger("tap-ringcentral")

# Where a 429 does not say how long: the documented penalty.
_PENALTY = timedelta(seconds=60)
# Shorter waits are not worth a line in the log.
_TOLD_FROM = timedelta(seconds=5)


@dataclass
class _Group:
    """What is known of one rate-limit group."""

    answered_at: deque[datetime] = field(default_factory=deque)
    free_at: datetime | None = None
    reason: str = ""


class RateLimiter:
    """Lets a request go as soon as its group has room, by what the last answers told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._groups: dict[str, _Group] = {}
        self._group_of: dict[str, str] = {}

    def wait(self, endpoint: str) -> None:
        """Wait until a request to an endpoint may go."""
        group = self._groups.get(self._group_of.get(endpoint, ""))
        if group is None or group.free_at is None:
            return
        pause = group.free_at - self._clock.now()
        if pause <= timedelta():
            return
        if pause >= _TOLD_FROM:
            logger.info(
                "Waiting %d s, until %s: %s.",
                round(pause.total_seconds()),
                f"{group.free_at:%H:%M:%S} UTC",
                group.reason,
            )
        self._clock.sleep(pause.total_seconds())

    def learn(self, endpoint: str, status: int, headers: Mapping[str, str]) -> None:
        """Take in what an answer tells of its group; odd or missing headers tell nothing."""
        now = self._clock.now()
        # A 429 carries no group where a limit of another kind was hit; it holds the endpoint's.
        name = headers.get("X-Rate-Limit-Group", "").lower() or self._group_of.get(endpoint, "")
        if status == _TOO_MANY:
            name = name or endpoint
            self._group_of[endpoint] = name
            group = self._groups.setdefault(name, _Group())
            group.free_at = now + retry_after(headers, default=_PENALTY)
            group.reason = f"RingCentral asked for a pause (429, group {name})"
            return
        remaining = _whole(headers.get("X-Rate-Limit-Remaining"))
        window = _whole(headers.get("X-Rate-Limit-Window"))
        if not name or remaining is None or not window:
            return
        self._group_of[endpoint] = name
        group = self._groups.setdefault(name, _Group())
        span = timedelta(seconds=window)
        group.answered_at.append(now)
        while group.answered_at[0] <= now - span:
            group.answered_at.popleft()
        if remaining > 0:
            group.free_at = None
            return
        # The server counted the oldest request no later than its answer arrived here.
        group.free_at = group.answered_at[0] + span
        group.reason = f"the quota of group {name} is used up ({len(group.answered_at)} requests)"


_TOO_MANY = 429


def retry_after(headers: Mapping[str, str], *, default: timedelta) -> timedelta:
    """Read `Retry-After` in seconds (RFC 9110, section 10.2.3), or give the default."""
    seconds = _whole(headers.get("Retry-After"))
    return default if seconds is None else timedelta(seconds=seconds)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() else None
