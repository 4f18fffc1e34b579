"""Lets each request go the moment that its rate-limit group has room, and no sooner.

RingCentral counts the requests of a user and app by group, when they arrive, in a sliding window.
Its answers name the group, the limit, what remains and the window in `X-Rate-Limit-*` headers. A
request too many costs a penalty, which every further request restarts
(developers.ringcentral.com/guide/basics/rate-limits).
"""

from __future__ import annotations

import logging
from collections import deque
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_ringcentral.clock import Clock

logger = logging.getLogger("tap-ringcentral")

DEFAULT_LIMITS: Mapping[str, int] = MappingProxyType(
    {"light": 50, "medium": 40, "heavy": 10, "auth": 5}
)
"""Requests in a window, by group, until an answer tells: the documented ones."""

_WINDOW = timedelta(seconds=60)
# Where a 429 does not say how long: the documented penalty.
_PENALTY = timedelta(seconds=60)
# Shorter waits are not worth a line in the log.
_TOLD_FROM = timedelta(seconds=5)
# A request is taken to arrive within this share of the window, or when its answer is here.
_ON_THE_WAY = 0.01
_LONGEST_ON_THE_WAY = 0.08
_TOO_MANY = 429


class _Group:
    """The requests of one rate-limit group, by when RingCentral counted them at the latest."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.limit = DEFAULT_LIMITS.get(name, min(DEFAULT_LIMITS.values()))
        self.window = _WINDOW
        self._on_the_way = _ON_THE_WAY
        self._counted: deque[datetime] = deque()
        self._sent: datetime | None = None
        self._closed_until: datetime | None = None

    def pause(self, now: datetime) -> tuple[timedelta, str]:
        """Tell how long there is no room, and why."""
        if self._closed_until is not None and self._closed_until > now:
            reason = f"RingCentral asked for a pause (429, group {self.name})"
            return self._closed_until - now, reason
        self._forget(now)
        over = len(self._counted) - self.limit
        if over < 0:
            return timedelta(), ""
        # A machine's clock may be set back meanwhile.
        pause = min(self._counted[over] + self.window - now, self.window)
        return pause, f"the quota of group {self.name} is used up ({self.limit} requests)"

    def send(self, now: datetime) -> None:
        """Count a request that goes out."""
        self._sent = now
        self._counted.append(now + self.window * self._on_the_way)

    def take_back(self) -> None:
        """Forget the latest request: it is counted elsewhere, or not at all."""
        if self._sent is not None:
            self._counted.pop()
            self._sent = None

    def learn(self, now: datetime, remaining: int) -> None:
        """Hold the own count against RingCentral's, which has other programs' requests as well."""
        arrived = now
        if self._sent is not None:
            arrived = min(now, self._counted.pop())
            self._sent = None
        self._forget(arrived)
        used = max(self.limit - remaining, 0)
        for _ in range(len(self._counted) - used):
            self._counted.popleft()
        self._counted.extend([arrived] * (used - len(self._counted)))

    def close(self, now: datetime, pause: timedelta) -> None:
        """Let nothing go for a time: a request was one too many."""
        self._closed_until = now + max(pause, self.window / 2)
        self._on_the_way = min(2 * self._on_the_way, _LONGEST_ON_THE_WAY)

    def _forget(self, now: datetime) -> None:
        while self._counted and self._counted[0] <= now - self.window:
            self._counted.popleft()


class RateLimiter:
    """Makes requests wait for room in their group."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._groups: dict[str, _Group] = {}
        self._group_of: dict[str, _Group] = {}

    def wait(self, endpoint: str, group: str) -> None:
        """Wait until a request may go.

        Args:
            endpoint: What is asked for; answers tell its group.
            group: The group that it is documented to be in.
        """
        known = self._group_of.setdefault(endpoint, self._group(group))
        pause, reason = known.pause(self._clock.machine_time())
        if pause >= _TOLD_FROM:
            end = self._clock.now() + pause
            seconds = round(pause.total_seconds())
            logger.info("Waiting %d s, until %s: %s.", seconds, f"{end:%H:%M:%S} UTC", reason)
        if pause > timedelta():
            self._clock.sleep(pause.total_seconds())

    def count(self, endpoint: str) -> None:
        """Count a request, which goes out now."""
        self._group_of[endpoint].send(self._clock.machine_time())

    def learn(self, endpoint: str, status: int, headers: Mapping[str, str]) -> None:
        """Take in what an answer tells of its group; odd or missing headers tell nothing."""
        now = self._clock.machine_time()
        group = self._group_of[endpoint]
        # A 429 carries no group where a limit of another kind was hit; it holds the endpoint's.
        if (name := headers.get("X-Rate-Limit-Group", "").lower()) and name != group.name:
            group.take_back()
            group = self._group_of[endpoint] = self._group(name)
        group.limit = _whole(headers.get("X-Rate-Limit-Limit")) or group.limit
        if seconds := _whole(headers.get("X-Rate-Limit-Window")):
            group.window = timedelta(seconds=seconds)
        if status == _TOO_MANY:
            group.take_back()
            pause = retry_after(headers, default=_PENALTY, now=self._clock.now())
            group.close(now, pause)
        elif (remaining := _whole(headers.get("X-Rate-Limit-Remaining"))) is not None:
            group.learn(now, remaining)

    def _group(self, name: str) -> _Group:
        return self._groups.setdefault(name.lower(), _Group(name.lower()))


def retry_after(headers: Mapping[str, str], *, default: timedelta, now: datetime) -> timedelta:
    """Read `Retry-After`, seconds or a date (RFC 9110, section 10.2.3), or give the default."""
    text = headers.get("Retry-After", "")
    if (seconds := _whole(text)) is not None:
        return timedelta(seconds=seconds)
    try:
        return max(parsedate_to_datetime(text) - now, timedelta())
    except (TypeError, ValueError):  # no date, or one without a zone
        return default


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() else None
