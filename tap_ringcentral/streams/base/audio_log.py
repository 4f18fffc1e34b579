"""What the log says of a pass over recordings, and when its time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tap_ringcentral.recordings.outlook import Outlook
    from tap_ringcentral.streams.base.bookmarked import BookmarkedStream

_OFTEN_ENOUGH = timedelta(minutes=1)


class AudioLog:
    """Counts what comes of recordings, and tells.

    Args:
        stream: Whose they are.
    """

    def __init__(self, stream: BookmarkedStream) -> None:
        self._stream = stream
        self._log = stream.logger
        self._clock = stream.api.clock
        self._time = stream.api.settings.recordings.time
        self._began = self._told = self._clock.local_now()
        self._expected = 0
        self._stored = self._gone = self._late = 0

    def expect(self, outlook: Outlook) -> None:
        """Tell how many wait and how long they take; warn where some will be deleted before."""
        self._expected = outlook.waiting
        if outlook.is_late:
            self._log.warning("%s: %s", self._stream.name, outlook)
        elif outlook.waiting:
            self._log.info("%s: %s", self._stream.name, outlook)
        self._step()

    @property
    def is_over(self) -> bool:
        """Whether the time that the settings give a run is over."""
        return self._time is not None and self._clock.local_now() - self._began >= self._time

    def count_stored(self) -> None:
        """Count a recording that is stored now."""
        self._stored += 1
        self._step()

    def count_gone(self) -> None:
        """Count one that was deleted at RingCentral."""
        self._gone += 1
        self._step()

    def count_late(self) -> None:
        """Count one that is not ready yet."""
        self._late += 1
        self._step()

    @property
    def _done(self) -> int:
        return self._stored + self._gone + self._late

    def _step(self) -> None:
        name, expected = self._stream.name, max(self._expected, self._done)
        self._stream.api.progress.update(name, self._done, expected)
        if (now := self._clock.local_now()) - self._told >= _OFTEN_ENOUGH:
            self._told = now
            self._log.info("%s: %s of %s.", name, f"{self._done:,}", f"{expected:,}")

    def conclude(self, unsettled: int) -> None:
        """Tell what is left at the end.

        Args:
            unsettled: How many recordings the next run asks for again.
        """
        name = self._stream.name
        if self._gone:
            was, rows = ("were", "their rows have") if self._gone > 1 else ("was", "its row has")
            self._log.warning(
                "%s: %s %s deleted at RingCentral before %s read; %s status gone.",
                name,
                _recordings(self._gone),
                was,
                "they were" if self._gone > 1 else "it was",
                rows,
            )
        left = max(self._expected - self._stored - self._gone, unsettled)
        if self._time is not None and self.is_over and left:
            self._log.info(
                "%s: stopped after recordings_max_minutes (%d); %s %s for the next run.",
                name,
                self._time / timedelta(minutes=1),
                _recordings(left),
                "waits" if left == 1 else "wait",
            )
        elif unsettled:
            are = "is" if unsettled == 1 else "are"
            self._log.info(
                "%s: %s %s not there yet; the next run asks again.",
                name,
                _recordings(unsettled),
                are,
            )


def _recordings(number: int) -> str:
    return f"{number:,} recording{'' if number == 1 else 's'}"
