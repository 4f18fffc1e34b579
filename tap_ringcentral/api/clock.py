"""The tap's only source of time, kept in step with RingCentral's own clock."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tap_ringcentral.api.baton import Baton

logger = logging.getLogger("tap-ringcentral")

# A Date header is cut to its second.
_SECOND = timedelta(seconds=1)
# What a header may tell: a server that names another year tells nothing.
_YEARS = range(2010, 2200)
# Less than this is not worth a line in the log.
_TOLD_FROM = timedelta(seconds=5)


class Clock:
    """The time as RingCentral sees it, and waits.

    RingCentral decides which calls exist "now", whether a range ends in the future, and when a
    token ends, so the machine's clock is corrected by the `Date` header (RFC 9110, section 6.6.1)
    of RingCentral's answers. A container whose clock is off by an hour then still asks for the
    right hours. A test puts a clock of its own in this one's place.
    """

    def __init__(self) -> None:
        self.baton = self.new_baton()
        """Held by the lane that works, and left by one that waits."""
        self.skew = timedelta()
        """How far RingCentral's clock is ahead of this machine's, at least."""
        self._at_most = timedelta()
        self.is_set = False
        """Whether an answer has told RingCentral's time."""

    def local_now(self) -> datetime:
        """Return this machine's time, UTC."""
        return datetime.now(UTC)

    def server_now(self) -> datetime:
        """Return RingCentral's time, UTC: once it is set never ahead of it, and little behind."""
        return self.local_now() + self.skew

    def sleep(self, seconds: float) -> None:
        """Wait for some seconds, in which other lanes work; an interrupt ends the wait at once."""
        with self.baton.left():
            time.sleep(seconds)

    def new_baton(self) -> Baton:
        """Return a baton for the lanes of a run, in the hand of whoever asks."""
        return Baton()

    def synchronize(self, date_header: str | None, *, sent: datetime) -> None:
        """Correct this clock by the `Date` header of an answer that has just come.

        The header was stamped at some moment between sending and receiving: what lies outside of
        that time is skew, what lies within may have been the way. Each answer narrows it down.

        Args:
            date_header: A missing or odd one is ignored.
            sent: When its request was sent, by `local_now`.
        """
        if (stamped := _instant(date_header)) is None:
            return
        least, most = stamped - self.local_now(), stamped + _SECOND - sent
        if self.is_set and least <= self._at_most and most >= self.skew:
            least, most = max(least, self.skew), min(most, self._at_most)
        elif (off := max(least, -most)) >= _TOLD_FROM:
            logger.info("This machine's clock is %s off RingCentral's; theirs is used.", off)
        self.skew, self._at_most, self.is_set = least, most, True


def _instant(date_header: str | None) -> datetime | None:
    try:
        instant = parsedate_to_datetime(date_header or "")
    except (IndexError, OverflowError, TypeError, ValueError):
        return None
    return instant.astimezone(UTC) if instant.tzinfo and instant.year in _YEARS else None
