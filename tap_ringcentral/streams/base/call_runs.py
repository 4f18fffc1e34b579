"""One reading of calls for all streams that are made of them: by start, or by modification."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.timestamps import whole_second
from tap_ringcentral.calls.buffer import CallBuffer
from tap_ringcentral.calls.changes import changed_calls
from tap_ringcentral.calls.list import listed_calls
from tap_ringcentral.calls.page import CallParser, sort_key
from tap_ringcentral.calls.progress import CallProgress
from tap_ringcentral.calls.windows import TimeWindow, WindowPlan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tap_ringcentral.api.pages import Walk
    from tap_ringcentral.api.request import Request
    from tap_ringcentral.calls.page import CallPage, PackedCall, Packer, ReplicationKey
    from tap_ringcentral.client import RingCentralStream
    from tap_ringcentral.streams.base.call_stream import CallStream

# RingCentral does not say how soon after a change its list of changes has it.
LISTED_WITHIN = timedelta(minutes=10)


class CallReader:
    """Reads calls once: from when on, up to when, and how far bookmarks may go.

    To iterate over it gives the calls, those first that the bookmark passes first.

    Args:
        log: The stream whose requests these are.
        streams: Those that the run writes; one at least.
        packer: Makes of each call what waits until it is written.
    """

    ordered_by: ClassVar[ReplicationKey]
    """The time by which calls are ordered, and asked for."""

    def __init__(
        self,
        log: RingCentralStream,
        streams: Sequence[CallStream],
        packer: Packer | None = None,
    ) -> None:
        self.log = log
        self.streams = streams
        self.api = log.api
        self._parser = CallParser(log.name, self.ordered_by, packer)

    def __iter__(self) -> Iterator[PackedCall]:
        """Yield the calls.

        Raises:
            RingCentralError: RingCentral did not give them all.
        """
        raise NotImplementedError

    def pages(self, request: Request, follow: Walk[CallPage]) -> Iterator[CallPage]:
        """Yield the pages of a request for calls."""
        return self.log.counted(self.api.client.pages(request, self._parser, follow))

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

    def clip_to_end_date(self, instant: datetime) -> datetime:
        """Return an instant, or the end date where that is earlier."""
        return min(self.api.settings.end_date or instant, instant)

    def cap_bookmarks(self, instant: datetime) -> None:
        """Keep the bookmarks from passing what is final."""
        for stream in self.streams:
            stream.cap_bookmark(instant)

    def advance_bookmarks(self, instant: datetime) -> None:
        """Let the bookmarks pass what is written, though it may have been nothing."""
        for stream in self.streams:
            stream.advance_bookmark(timestamps.render(instant))
        self.streams[0].write_state()


class CallsByStartTime(CallReader):
    """The calls oldest first: in ascending windows, each put in order.

    A call appears only after it ends and is completed for hours after. The bookmark stays behind
    now by the lookback: whatever started before it is final.
    """

    ordered_by = "startTime"

    @override
    def __iter__(self) -> Iterator[PackedCall]:
        now, lookback = self.api.server_now(), self.api.settings.lookback
        start = self.start(now, lookback)
        # The second that has begun is left to the next run: RingCentral may cut a filter to the
        # second, and no filter of ours shall lie ahead of its clock.
        end = self.clip_to_end_date(whole_second(now))
        self.cap_bookmarks(now - lookback)
        plan = WindowPlan(start, end)
        whole = TimeWindow(start, max(start, end))
        progress = CallProgress(self.log.logger, whole, self.api.clock, self.api.progress)
        for window in plan:
            with CallBuffer() as calls:
                for call in listed_calls(self.pages, window):
                    calls.add(call)
                plan.record_count(len(calls))
                yield from progress.counted(calls.in_order())
            progress.log_window(window)
            self.advance_bookmarks(window.end)


class CallsByModificationTime(CallReader):
    """The calls in the order of their changes; the bookmark stays behind now by a few minutes only.

    A bookmark passes a page only when the next one is seen to be newer: nothing else tells that
    what is still to come lies behind it.
    """

    ordered_by = "lastModifiedTime"

    @override
    def __iter__(self) -> Iterator[PackedCall]:
        now, end_date = self.api.server_now(), self.api.settings.end_date
        until = timestamps.render(end_date) if end_date else None
        since = self.start(now, LISTED_WITHIN)
        final = self.clip_to_end_date(now - LISTED_WITHIN)
        held, reached, is_ascending = since, "", True
        self.log.logger.info("Reading calls that changed since %s.", timestamps.render(since))
        for page in changed_calls(self.pages, since):
            calls = sorted(page.records, key=sort_key)
            is_ascending = is_ascending and (not calls or reached <= calls[0].at)
            if is_ascending and reached:
                held = min(timestamps.parse(reached), final)
            self.cap_bookmarks(held)
            yield from (call for call in calls if until is None or call.at < until)
            self.advance_bookmarks(held)
            reached = max([reached, *(call.at for call in calls)])
        self.cap_bookmarks(final)
        self.advance_bookmarks(final)
