"""Tells how far a long extraction has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging
    from datetime import datetime

    from tap_ringcentral.time_window import TimeWindow


class Progress:
    """Writes a line to the log after each window: its days, its calls, the share that is done."""

    def __init__(self, logger: logging.Logger, whole: TimeWindow) -> None:
        self._logger = logger
        self._whole = whole
        self._calls = 0
        logger.info(
            "Reading calls that started from %s to %s (UTC).",
            _minute(whole.start),
            _minute(whole.end),
        )

    def tell(self, window: TimeWindow, calls: int) -> None:
        """Tell that a window is written."""
        self._calls += calls
        # The range may turn out longer than it seemed, by RingCentral's clock.
        done = (window.end - self._whole.start) / max(self._whole.length, window.length)
        self._logger.info(
            "Calls from %s to %s: %s; %d %% of the range done, %s calls so far.",
            _minute(window.start),
            _minute(window.end),
            f"{calls:,}",
            100 * min(done, 1),
            f"{self._calls:,}",
        )


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
