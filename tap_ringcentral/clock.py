"""The tap's only source of time, kept in step with RingCentral's own clock."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

logger = logging.getLogger("tap-ringcentral")

# A Date header counts whole seconds and travels for some time: less than this is not skew.
_TOLERANCE = timedelta(seconds=5)
# Of a server's clock; a date near the ends of the calendar would end all reckoning with time.
_YEARS = range(2000, 2100)


class Clock:
    """Tells the time as RingCentral sees it, and waits.

    RingCentral decides which calls exist "now" and when a token ends, so the machine's clock is
    corrected by the `Date` header (RFC 9110, section 6.6.1) of RingCentral's answers. A container
    whose clock is off by an hour then still asks for the right hours. A test puts a clock of its
    own in this one's place.
    """

    def __init__(self) -> None:
        self.skew = timedelta()
        """How far RingCentral's clock is ahead of this machine's, as far as that is known."""

    def machine_time(self) -> datetime:
        """Tell this machine's time, UTC."""
        return datetime.now(UTC)

    def now(self) -> datetime:
        """Tell RingCentral's time, UTC."""
        return self.machine_time() + self.skew

    def sleep(self, seconds: float) -> None:
        """Wait for some seconds; an interrupt ends the wait at once."""
        time.sleep(seconds)

    def learn(self, date_header: str | None) -> None:
        """Correct this clock by the `Date` header of an answer; a missing or odd one is ignored."""
        if not date_header:
            return
        try:
            theirs = parsedate_to_datetime(date_header)
        except (ValueError, OverflowError):
            return
        if theirs.tzinfo is None or theirs.year not in _YEARS:
            return
        skew = theirs.astimezone(UTC) - self.machine_time()
        if abs(skew - self.skew) <= _TOLERANCE:
            return
        self.skew = skew if abs(skew) > _TOLERANCE else timedelta()
        logger.info("This machine's clock is %s off RingCentral's; theirs is used.", abs(skew))
