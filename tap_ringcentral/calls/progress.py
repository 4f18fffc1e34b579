"""How far a long extraction has come, as lines of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tap_ringcentral.calls.page import PackedCall
    from tap_ringcentral.calls.windows import TimeWindow


class Progress:
    """Writes a line to the log after each window: its days, its calls, the share that is done."""

    def __init__(self, logger: logging.Logger, whole: TimeWindow) -> None:
        self._logger = logger
        self._whole = whole
        self._calls = self._of_window = 0
        logger.info(
            "Reading calls that started from %s to %s (UTC).",
            _minute(whole.start),
            _minute(whole.end),
        )

    def counted(self, calls: Iterable[PackedCall]) -> Iterator[PackedCall]:
        """Hand on the calls of a window, and count them."""
        self._of_window = 0
        for call in calls:
            self._of_window += 1
            yield call

    def log_window(self, window: TimeWindow) -> None:
        """Log that a window is written."""
        self._calls += self._of_window
        # The range may turn out longer than it seemed, by RingCentral's clock.
        done = (window.end - self._whole.start) / max(self._whole.length, window.length)
        self._logger.info(
            "Calls from %s to %s: %s; %d %% of the range done, %s calls so far.",
            _minute(window.start),
            _minute(window.end),
            f"{self._of_window:,}",
            100 * min(done, 1),
            f"{self._calls:,}",
        )


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
