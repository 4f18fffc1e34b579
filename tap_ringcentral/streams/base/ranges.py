"""Incremental streams whose rows come in no order: the bookmark moves when a range is written."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.pages import numbered
from tap_ringcentral.calls.windows import TimeWindow
from tap_ringcentral.streams.base.bookmarked import BookmarkedStream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from singer_sdk.helpers.types import Context, Record

    from tap_ringcentral.api.pages import Page, Walk

_FOUNDED = datetime(1999, 1, 1, tzinfo=UTC)  # RingCentral: nothing of it is older


class RangeStream(BookmarkedStream):
    """Reads from the bookmark to now; one bookmark, whatever the number of requests in between."""

    kept: timedelta | None = None
    """How long RingCentral keeps the rows, where it says so; what is older is not asked for."""

    _now: datetime
    """RingCentral's time when the run began."""

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Yield the rows of the range; the bookmark moves when all of them are written."""
        self._now = self.api.server_now()
        if self.is_of_other_settings:
            self.logger.warning(
                "%s: Bookmark was written with other settings; reading from start_date again "
                "(now: %s).",
                self.name,
                self.bookmark_scope or "all extensions",
            )
        start = self.api.settings.start_date
        if self.kept and start and start < self._now - self.kept and not self.bookmark:
            self.logger.info(
                "%s: RingCentral keeps %d days, less than since start_date.",
                self.name,
                self.kept.days,
            )
        yield from self.resume()
        window = self.window()
        if window.length:  # else the bookmark would pass what nobody has read
            yield from self.rows_in(window)
            self.advance_to(window.end)

    def resume(self) -> Iterator[dict[str, Any]]:
        """Yield what the run before did not come to; none where it leaves nothing behind."""
        yield from ()

    def rows_in(self, window: TimeWindow) -> Iterator[dict[str, Any]]:
        """Yield the rows of a range."""
        raise NotImplementedError

    def window(self) -> TimeWindow:
        """Return the range to read: from the bookmark, and all that may still change, to now."""
        lookback = self._now - self.api.settings.lookback
        start = min(self.bookmark, lookback) if self.bookmark else self.earliest
        start = max(start, self.earliest)
        return TimeWindow(start, max(start, self._end))

    @property
    def earliest(self) -> datetime:
        """From when rows are wanted: the start date, or all that RingCentral keeps."""
        start = self.api.settings.start_date or self.beginning
        return start if self.kept is None else max(start, self._now - self.kept)

    @property
    def beginning(self) -> datetime:
        """From when RingCentral has rows, where it names no end of their life."""
        return _FOUNDED

    @property
    def _end(self) -> datetime:
        return min(self.api.settings.end_date or self._now, self._now)

    def advance_to(self, instant: datetime, begun: datetime | None = None) -> None:
        """Let the bookmark pass a range that is written, as far as that is final.

        It was final when its reading began, with this run or before it: reading a thousand
        extensions takes hours, in which what the first ones have goes on changing.
        """
        self.cap_bookmark((begun or self._now) - self.api.settings.lookback)
        self.advance_bookmark(timestamps.render(instant))
        self.write_state()

    @override
    def _increment_stream_state(
        self, latest_record: Record, *, context: Context | None = None
    ) -> None:
        """Leave the bookmark: rows are in no order, so that one row says nothing of the others."""


class SnapshotStream(BookmarkedStream):
    """What is so at one instant. Its rows stay true, so that no run replaces those of another."""

    replication_key = "snapshotTime"
    added_keys = frozenset({"snapshotTime"})

    @cached_property
    def _time(self) -> str:
        # Asked for with the first row: only an answer tells RingCentral's time for certain.
        return timestamps.render(self.api.clock.server_now())

    @override
    def post_process(self, row: Record, context: Context | None = None) -> Record:
        return {**super().post_process(row, context), "snapshotTime": self._time}


class SearchStream(RangeStream):
    """A search in a range of time, whose pages are numbered."""

    @override
    def walk(self) -> Walk[Page]:
        return numbered()
