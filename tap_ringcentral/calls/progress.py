"""How far a long extraction of calls has come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tap_ringcentral.api.clock import Clock
    from tap_ringcentral.api.progress import Progress
    from tap_ringcentral.calls.page import PackedCall
    from tap_ringcentral.calls.windows import TimeWindow

_OFTEN_ENOUGH = timedelta(seconds=10)


class CallProgress:
    """Writes a line to the log after a window: its days, its calls, the share that is done.

    Windows that follow each other within seconds share one.

    Args:
        logger: Where the lines go; its name is that of the stream.
        whole: The range that is read.
        clock: Tells when a line is due.
        progress: Is told the share as well.
    """

    def __init__(
        self, logger: logging.Logger, whole: TimeWindow, clock: Clock, progress: Progress
    ) -> None:
        self._logger = logger
        self._whole = whole
        self._clock = clock
        self._progress = progress
        self._calls = self._of_lines = 0
        self._from = whole.start
        self._told = clock.local_now()
        logger.info(
            "Reading calls that started from %s to %s (UTC).",
            _minute(whole.start),
            _minute(whole.end),
        )

    def counted(self, calls: Iterable[PackedCall]) -> Iterator[PackedCall]:
        """Hand on the calls of a window, and count them."""
        for call in calls:
            self._of_lines += 1
            yield call

    def log_window(self, window: TimeWindow) -> None:
        """Log that a window is written."""
        # The range may turn out longer than it seemed, by RingCentral's clock.
        whole = max(self._whole.length, window.length)
        done = window.end - self._whole.start
        stream = self._logger.name.rpartition(".")[2]
        self._progress.update(stream, done / timedelta(days=1), whole / timedelta(days=1))
        now = self._clock.local_now()
        if window.end < self._whole.end and now - self._told < _OFTEN_ENOUGH:
            return
        self._calls += self._of_lines
        self._logger.info(
            "Calls from %s to %s: %s; %d %% of the range done, %s calls so far.",
            _minute(self._from),
            _minute(window.end),
            f"{self._of_lines:,}",
            100 * min(done / whole, 1),
            f"{self._calls:,}",
        )
        self._told, self._from, self._of_lines = now, window.end, 0


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
