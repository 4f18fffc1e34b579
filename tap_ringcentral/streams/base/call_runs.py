"""What it takes to read calls once, whatever they are ordered by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ringcentral.api import timestamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, timedelta

    from singer_sdk import Tap

    from tap_ringcentral.calls.page import PackedCall, Packer
    from tap_ringcentral.streams.base.call_stream import CallStream


class CallRun:
    """One run over the calls: from when on, up to when, and how far bookmarks may go.

    To iterate over it gives the calls, those first that the bookmark passes first.

    Args:
        tap: Whose session it is.
        streams: Those that the run writes; one at least.
        packer: Makes of each call what waits until it is written.
    """

    def __init__(
        self, tap: Tap, streams: Sequence[CallStream], packer: Packer | None = None
    ) -> None:
        self.tap = tap
        self.streams = streams
        self.packer = packer
        self.api = streams[0].api

    def __iter__(self) -> Iterator[PackedCall]:
        """Yield the calls.

        Raises:
            RingCentralError: RingCentral did not give them all.
        """
        raise NotImplementedError

    def start(self, now: datetime, lookback: timedelta) -> datetime:
        """Return from when calls are needed, by the stream that needs the oldest."""
        return min(self._start(stream, now, lookback) for stream in self.streams)

    def _start(self, stream: CallStream, now: datetime, lookback: timedelta) -> datetime:
        """Return from when a stream needs calls: its bookmark, and all that may not be final."""
        settings = self.api.settings
        if stream.bookmark is None:
            return settings.earliest(now)
        start = min(stream.bookmark, now - lookback)
        return max(start, settings.start_date) if settings.start_date else start

    def wanted(self, instant: datetime) -> datetime:
        """Keep an instant from passing the end date."""
        return min(self.api.settings.end_date or instant, instant)

    def hold_bookmarks_at(self, instant: datetime) -> None:
        """Keep the bookmarks from passing what is final."""
        for stream in self.streams:
            stream.hold_bookmark_at(instant)

    def advance_bookmarks(self, instant: datetime) -> None:
        """Let the bookmarks pass what is written, though it may have been nothing."""
        for stream in self.streams:
            stream.advance_bookmark(timestamps.render(instant))
        self.streams[0].write_state()
