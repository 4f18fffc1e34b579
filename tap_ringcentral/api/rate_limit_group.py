"""One rate-limit group: our requests, those of other programs, and the room that is left."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_LIMITS: Mapping[str, int] = MappingProxyType({"light": 50, "medium": 40, "heavy": 10})
"""Requests in a window, by group, until an answer tells: the documented ones."""

_WINDOW = timedelta(seconds=60)
# A request is taken to arrive within this share of the window, or when its answer is here.
_ON_THE_WAY = 0.01
_LONGEST_ON_THE_WAY = 0.08
# Share of a window by which two clocks may differ on what has left it.
_UNSURE = 0.03
# Windows for which the requests of other programs are kept in mind.
_REMEMBERED = 5


class _Counted(NamedTuple):
    """A request, by when RingCentral counted it at the latest."""

    at: datetime
    is_own: bool


class _Seen(NamedTuple):
    """How many requests of other programs were in a window, and until when that matters."""

    until: datetime
    others: int


class RateLimitGroup:
    """The requests of one rate-limit group in the window that slides with time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.turn = threading.Lock()
        """Held from a request's wait to its answer."""
        self.limit = DEFAULT_LIMITS.get(name, min(DEFAULT_LIMITS.values()))
        self.window = _WINDOW
        self._on_the_way = _ON_THE_WAY
        self._counted: deque[_Counted] = deque()
        self._sent: datetime | None = None
        self._closed_until: datetime | None = None
        self._refused = 0
        self._seen: list[_Seen] = []
        self._has_learned = False

    def pause(self, now: datetime) -> tuple[timedelta, str]:
        """Return how long there is no room, and why."""
        if self._closed_until is not None and self._closed_until > now:
            reason = f"RingCentral asked for a pause (429, group {self.name})"
            return self._closed_until - now, reason
        counted = [each for each in self._counted if each.at > now - self.window]
        own = [each for each in counted if each.is_own]
        full = [
            requests[len(requests) - limit].at
            for requests, limit in ((counted, self.limit), (own, self.limit - self._left_to_others))
            if len(requests) >= limit
        ]
        if not full:
            return timedelta(), ""
        # A machine's clock may be set back meanwhile.
        pause = min(max(full) + self.window - now, self.window)
        left = f", {self._left_to_others} left to other programs" if self._left_to_others else ""
        reason = f"the quota of group {self.name} is used up ({self.limit} requests{left})"
        return pause, reason

    def room(self, now: datetime) -> int:
        """Return how many requests may go without a wait."""
        if self._closed_until is not None and self._closed_until > now:
            return 0
        counted = sum(each.at > now - self.window for each in self._counted)
        return max(self.limit - counted, 0)

    @property
    def _left_to_others(self) -> int:
        """What other programs used of the quota lately and one more, up to half of it.

        A request of theirs that is one too many closes the group for all; evenly sent ones are at
        times one more in a window than on average.
        """
        if not self._seen:
            return 0
        return min(max(each.others for each in self._seen) + 1, self.limit // 2)

    def send(self, now: datetime) -> None:
        """Count a request that goes out."""
        self._sent = now
        self._counted.append(_Counted(now + self.window * self._on_the_way, is_own=True))

    def undo_last(self) -> datetime | None:
        """Forget the latest request, counted elsewhere or not at all, and tell when it was sent."""
        sent, self._sent = self._sent, None
        if sent is not None:
            self._counted.pop()
        return sent

    def update_from_response(self, now: datetime, remaining: int) -> None:
        """Hold the own count against RingCentral's, which has other programs' requests as well."""
        self._refused = 0
        sent = self.undo_last()
        arrived = min(now, sent + self.window * self._on_the_way) if sent else now
        latest = [_Counted(arrived, is_own=True)] if sent else []
        # What left the window a moment ago may not have left RingCentral's. Where others are known
        # to be about, nobody is taken for another by mistake, and too few of them cost a penalty.
        begin = sent if sent and self._seen else arrived - self.window * _UNSURE
        while self._counted and self._counted[0].at <= begin - self.window:
            self._counted.popleft()
        before = max(self.limit - remaining - len(latest), 0)
        others = before - sum(each.is_own for each in self._counted)
        while len(self._counted) > before:
            self._counted.popleft()
        unknown = before - len(self._counted)
        self._counted.extend([_Counted(arrived, is_own=False)] * unknown)
        self._counted.extend(latest)
        # What came before the first answer may be of a run that has ended: it counts for a window.
        remembered = _REMEMBERED if self._has_learned else 1
        self._has_learned = True
        if unknown > 0:
            self._seen.append(_Seen(arrived + remembered * self.window, others))
        self._seen = [each for each in self._seen if each.until > arrived]

    def block(self, now: datetime, pause: timedelta) -> None:
        """Let nothing go for a time: a request was one too many.

        Where others are about, one of their requests may have restarted the penalty meanwhile, or
        be about to, and ours would restart it for them. One that waits as RingCentral asks is
        answered within two pauses; two that wait as long as each other would meet again.
        """
        pause = max(pause, self.window / 2)
        is_shared = any(each.others for each in self._seen) or self._refused
        self._closed_until = now + pause * (2 + self._refused / 2 if is_shared else 1)
        # Someone was there; room for a first request lets each see the other.
        self._seen.append(_Seen(self._closed_until + _REMEMBERED * self.window, 0))
        if is_shared:  # how many more of theirs there are, the first window tells
            self._seen.append(_Seen(self._closed_until + self.window, self.limit))
        self._refused += 1
        self._on_the_way = min(2 * self._on_the_way, _LONGEST_ON_THE_WAY)
