"""Incremental streams whose rows come in no order: the bookmark moves when a range is written."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_ringcentral import timestamps
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.bookmarked import BookmarkedStream
from tap_ringcentral.time_window import TimeWindow

if TYPE_CHECKING:
    from datetime import datetime

    from singer_sdk.helpers.types import Context, Record


class RangeStream(BookmarkedStream, RingCentralStream):
    """Reads from the bookmark to now; one bookmark, whatever the number of requests in between."""

    kept = timedelta(days=366)
    """How long RingCentral keeps the rows."""

    def wanted(self) -> TimeWindow:
        """Tell the range to read: from the bookmark, and all that may still change, to now."""
        settings, now = self.api.settings, self.api.clock.now()
        earliest = max(settings.earliest(now), now - self.kept)
        start = min(self.bookmark, now - settings.lookback) if self.bookmark else earliest
        start = max(start, earliest)
        return TimeWindow(start, max(start, min(settings.end_date or now, now)))

    def pass_to(self, instant: datetime) -> None:
        """Let the bookmark pass a range that is written, as far as that is final."""
        self.hold_bookmark_at(self.api.clock.now() - self.api.settings.lookback)
        self.advance_bookmark(timestamps.render(instant))
        self.write_state()

    @override
    def _increment_stream_state(
        self, latest_record: Record, *, context: Context | None = None
    ) -> None:
        """Leave the bookmark: rows are in no order, so that one row says nothing of the others."""


class SnapshotStream(BookmarkedStream, RingCentralStream):
    """What is so at one instant. Its rows stay true, so that no run replaces those of another."""

    replication_key = "snapshotTime"

    @cached_property
    def _time(self) -> str:
        # Asked for with the first row: only an answer tells RingCentral's time for certain.
        return timestamps.render(self.api.clock.now())

    @override
    def post_process(self, row: Record, context: Context | None = None) -> Record:
        return {**row, "snapshotTime": self._time}
