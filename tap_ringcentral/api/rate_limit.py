"""Lets each request go the moment that its rate-limit group has room, and no sooner.

RingCentral counts the requests of a user and app by group, when they arrive, in a sliding window.
Its answers name the group, the limit, what remains and the window in `X-Rate-Limit-*` headers. A
request too many costs a penalty, which every further request restarts
(developers.ringcentral.com/guide/basics/rate-limits).
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from tap_ringcentral.api.rate_limit_group import RateLimitGroup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tap_ringcentral.api.clock import Clock

logger = logging.getLogger("tap-ringcentral")

# Where a 429 does not say how long: the documented penalty.
_PENALTY = timedelta(seconds=60)
# What no server means, such as a century, tells nothing.
_LONGEST = timedelta(days=1)
_MOST_DIGITS = 9
# Shorter waits are not worth a line in the log.
_TOLD_FROM = timedelta(seconds=5)
_TOO_MANY = 429


class RateLimiter:
    """Makes requests wait for room in their group.

    Each group has one request on its way at a time, whoever sends it: what an answer says remains
    is then certain to count all of ours in.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._groups: dict[str, RateLimitGroup] = {}
        self._group_of: dict[str, RateLimitGroup] = {}

    @contextmanager
    def turn(self, endpoint: str, group: str) -> Iterator[None]:
        """Hold the turn of a request's group, from its wait to its answer.

        Args:
            endpoint: What is asked for; answers tell its group.
            group: The group that it is documented to be in.
        """
        while True:
            known = self._known(endpoint, group)
            with self._clock.baton.holding(known.turn):
                if known is self._group_of[endpoint]:  # else another answer has told it meanwhile
                    yield
                    return

    def wait(self, endpoint: str, group: str) -> None:
        """Wait until a request may go; for its arguments see `turn`."""
        known = self._known(endpoint, group)
        pause, reason = known.pause(self._clock.local_now())
        if pause >= _TOLD_FROM:
            end = self._clock.server_now() + pause
            seconds = round(pause.total_seconds())
            logger.info("Waiting %d s, until %s: %s.", seconds, f"{end:%H:%M:%S} UTC", reason)
        if pause > timedelta():
            self._clock.sleep(pause.total_seconds())

    def pace(self, group: str) -> timedelta:
        """Return how long a request takes on average where a group is used up."""
        known = self._group(group)
        return known.window / known.limit

    def room(self, group: str) -> int:
        """Return how many requests of a group may go without a wait."""
        return self._group(group).room(self._clock.local_now())

    def count(self, endpoint: str) -> None:
        """Count a request, which goes out now."""
        self._group_of[endpoint].send(self._clock.local_now())

    def update_from_response(self, endpoint: str, status: int, headers: Mapping[str, str]) -> None:
        """Update from what an answer tells of its group; odd or missing headers tell nothing."""
        now = self._clock.local_now()
        group = self._group_of[endpoint]
        # A 429 carries no group where a limit of another kind was hit; it holds the endpoint's.
        if (name := headers.get("X-Rate-Limit-Group", "").lower()) and name != group.name:
            sent = group.undo_last()
            group = self._group_of[endpoint] = self._group(name)
            if sent:
                group.send(sent)
        group.limit = _whole(headers.get("X-Rate-Limit-Limit")) or group.limit
        if seconds := _whole(headers.get("X-Rate-Limit-Window")):
            group.window = timedelta(seconds=seconds)
        if status == _TOO_MANY:
            group.undo_last()
            pause = retry_after(headers, now=self._clock.server_now())
            group.block(now, _PENALTY if pause is None else pause)
        elif (remaining := _whole(headers.get("X-Rate-Limit-Remaining"))) is not None:
            group.update_from_response(now, remaining)

    def _known(self, endpoint: str, group: str) -> RateLimitGroup:
        return self._group_of.setdefault(endpoint, self._group(group))

    def _group(self, name: str) -> RateLimitGroup:
        return self._groups.setdefault(name.lower(), RateLimitGroup(name.lower()))


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """Read `Retry-After`, seconds or a date (RFC 9110, section 10.2.3).

    Returns:
        How long to wait; None where there is no such header, or one that no server means, such as
        a century.
    """
    text = headers.get("Retry-After", "")
    if (seconds := _whole(text)) is not None:
        pause = timedelta(seconds=seconds)
    else:
        try:
            pause = max(parsedate_to_datetime(text) - now, timedelta())
        except (TypeError, ValueError, OverflowError):  # no date, or one without a zone
            return None
    return pause if pause <= _LONGEST else None


def _whole(text: str | None) -> int | None:
    """Read a whole number; None for one of more digits than any limit or window has."""
    digits = (text or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None
