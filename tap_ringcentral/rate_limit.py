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
from typing import TYPE_CHECKING, NamedTuple

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
# Share of a window by which two clocks may differ on what has left it.
_UNSURE = 0.03
_TOO_MANY = 429


class _Counted(NamedTuple):
    """A request, by when RingCentral counted it at the latest."""

    at: datetime
    is_own: bool


class _Group:
    """The requests of one rate-limit group in the window that slides with time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.limit = DEFAULT_LIMITS.get(name, min(DEFAULT_LIMITS.values()))
        self.window = _WINDOW
        self._on_the_way = _ON_THE_WAY
        self._counted: deque[_Counted] = deque()
        self._sent: datetime | None = None
        self._closed_until: datetime | None = None
        self._refused = 0
        self._others = 0
        self._others_seen: datetime | None = None

    def pause(self, now: datetime) -> tuple[timedelta, str]:
        """Tell how long there is no room, and why.

        What other programs used of the quota lately is left to them, up to half of it: a request of
        theirs that is one too many closes the group for all.
        """
        if self._closed_until is not None and self._closed_until > now:
            reason = f"RingCentral asked for a pause (429, group {self.name})"
            return self._closed_until - now, reason
        counted = [each for each in self._counted if each.at > now - self.window]
        own = [each for each in counted if each.is_own]
        full = [
            requests[len(requests) - limit].at
            for requests, limit in (
                (counted, self.limit),
                (own, self.limit - min(self._others, self.limit // 2)),
            )
            if len(requests) >= limit
        ]
        if not full:
            return timedelta(), ""
        # A machine's clock may be set back meanwhile.
        pause = min(max(full) + self.window - now, self.window)
        return pause, f"the quota of group {self.name} is used up ({self.limit} requests)"

    def send(self, now: datetime) -> None:
        """Count a request that goes out."""
        self._sent = now
        self._counted.append(_Counted(now + self.window * self._on_the_way, is_own=True))

    def take_back(self) -> None:
        """Forget the latest request: it is counted elsewhere, or not at all."""
        if self._sent is not None:
            self._counted.pop()
            self._sent = None

    def learn(self, now: datetime, remaining: int) -> None:
        """Hold the own count against RingCentral's, which has other programs' requests as well."""
        self._refused = 0
        arrived = now
        latest = []
        if self._sent is not None:
            arrived = min(now, self._counted.pop().at)
            latest = [_Counted(arrived, is_own=True)]
            self._sent = None
        # What left the window a moment ago may not have left RingCentral's.
        begin = arrived - self.window * (1 + _UNSURE)
        while self._counted and self._counted[0].at <= begin:
            self._counted.popleft()
        before = max(self.limit - remaining, 0) - len(latest)
        while len(self._counted) > max(before, 0):
            self._counted.popleft()
        unknown = before - len(self._counted)
        self._counted.extend([_Counted(arrived, is_own=False)] * unknown)
        self._counted.extend(latest)
        others = sum(not each.is_own for each in self._counted)
        seen = self._others_seen
        if others >= self._others or seen is None or seen < arrived - 2 * self.window:
            self._others, self._others_seen = others, arrived

    def close(self, now: datetime, pause: timedelta) -> None:
        """Let nothing go for a time: a request was one too many.

        A request of another program may have restarted the penalty meanwhile, or be about to, and
        ours would restart it for that one: so the pause grows where that is likely.
        """
        pause = max(pause, self.window / 2)
        steps = self._refused + (1 if self._others else 0)
        self._closed_until = now + pause * (1 + steps / 2)
        self._refused += 1
        self._on_the_way = min(2 * self._on_the_way, _LONGEST_ON_THE_WAY)


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
