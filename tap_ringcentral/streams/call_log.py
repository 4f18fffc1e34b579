"""The company's calls.

A call appears only after it ends and is completed for hours after. By start time, the log is read
in ascending windows, and the bookmark stays behind now by the lookback: whatever started before
the bookmark is final. By modification time, what changed is read in the order of the changes, and
the bookmark stays behind now by a few minutes only.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import msgspec
from typing_extensions import override

from tap_ringcentral import timestamps
from tap_ringcentral.call_buffer import CallBuffer
from tap_ringcentral.call_changes import CallChanges
from tap_ringcentral.call_lines import CallLines
from tap_ringcentral.call_list import CallList
from tap_ringcentral.call_page import place
from tap_ringcentral.line_writer import TakesLines, goes_out_as_it_is, is_whole
from tap_ringcentral.progress import Progress
from tap_ringcentral.streams.call_stream import CallPart, CallStream
from tap_ringcentral.time_window import PAGE_SIZE, TimeWindow, WindowPlan
from tap_ringcentral.timestamps import next_whole_second

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from singer_sdk.helpers.types import Context, Record
    from singer_sdk.metrics import Counter

    from tap_ringcentral.call_page import PackedCall, ReplicationKey

# RingCentral does not say how soon after a change its list of changes has it.
LISTED_WITHIN = timedelta(minutes=10)


class CallLog(CallStream):
    """The calls of the whole company, with their legs."""

    name = "call_log"
    primary_keys = ("id",)
    by_start = replication_key = "startTime"
    by_change = "lastModifiedTime"
    _counter: Counter | None = None

    @property
    @override
    def cost(self) -> str:
        return f"1 for each {PAGE_SIZE:,} calls"

    @cached_property
    def parts(self) -> list[CallPart]:
        """The selected streams that are made of calls."""
        children = self.child_streams
        return [part for part in children if isinstance(part, CallPart) and part.selected]

    @override
    def is_wanted(self, breadcrumb: tuple[str, ...]) -> bool:
        """Tell whether a property is selected, here or for what is made of it."""
        of_part = {*self.primary_keys, *self.valid_replication_keys} if self.parts else set()
        of_part.update(*(part.made_of for part in self.parts))
        return breadcrumb[1] in of_part or (self.selected and super().is_wanted(breadcrumb))

    @cached_property
    def _written(self) -> list[CallStream]:
        """The streams that this run writes."""
        return [*([self] if self.selected else ()), *self.parts]

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Give the calls, those first that the bookmark passes first."""
        is_by_change = self.replication_key == self.by_change
        for part in self.parts:
            part.open(is_by_change=is_by_change)
        calls = self._changed() if is_by_change else self._started()
        if self._lines:
            self._write_lines(calls)
            return
        decode = msgspec.json.Decoder(dict[str, Any]).decode
        for call in calls:
            yield self.shape(decode(call.body))

    # The fast way, where nothing is done to the records on their way out

    @cached_property
    def _lines(self) -> CallLines | None:
        """Makes lines of calls as they are read, where nothing but the target wants them."""
        takes_lines = isinstance(self._tap.message_writer, TakesLines) and self.is_written
        if not takes_lines or not all(map(goes_out_as_it_is, self._written)):
            return None
        if not all(map(is_whole, self.parts)):
            return None
        for_parts = {name for part in self.parts for name in part.made_of}
        key = cast("ReplicationKey", self.replication_key)
        return CallLines(
            self.shape,
            key,
            self.api.clock,
            streams=[stream.name for stream in self._written],
            without=[name for name in for_parts if not self.mask["properties", name]],
        )

    def _write_lines(self, calls: Iterator[PackedCall]) -> None:
        write = cast("TakesLines", self._tap.message_writer).write_lines
        # Each at once: going for the next one may write a STATE that counts this one in.
        number = 0
        for number, call in enumerate(calls, start=1):
            write(call.body)
            if number % self.STATE_MSG_FREQUENCY == 0:
                self._advance_bookmarks(timestamps.parse(call.at))
        if self._counter:
            self._counter.increment(number)

    @override
    def get_record_counter(self, **kwargs: Any) -> Counter:
        """Keep the counter of this run at hand."""
        self._counter = super().get_record_counter(**kwargs)
        return self._counter

    # By start time

    def _started(self) -> Iterator[PackedCall]:
        """Give the calls oldest first, window by window."""
        clock, lookback = self.api.clock, self.api.settings.lookback
        log = CallList(self._tap, self._lines)
        began = clock.machine_time()
        now = began + clock.skew
        start = min(self._start(stream, now, lookback) for stream in self._written)
        # This machine's clock may not have reached the start: an answer tells RingCentral's.
        end = max(self._end(now), self._wanted(start + timedelta(seconds=1)))
        plan = WindowPlan(start, end)
        progress = Progress(self.logger, TimeWindow(start, max(start, end)))
        for window in plan:
            with CallBuffer() as calls:
                for call in log.read(window):
                    calls.add(call)
                # With a token out of the store, this answer is the first to tell RingCentral's
                # time: only now is it known where the range ends, and what may be final.
                now = began + clock.skew
                plan.reach(self._end(now))
                self._hold_bookmarks_at(now - lookback)
                plan.note(len(calls))
                yield from progress.counted(calls.in_order())
            progress.tell(window)
            self._advance_bookmarks(window.end)

    def _end(self, now: datetime) -> datetime:
        """Tell up to when calls are wanted."""
        # The second that has begun, whole: RingCentral may cut a filter to the second.
        return self._wanted(next_whole_second(now))

    def _wanted(self, instant: datetime) -> datetime:
        """Keep an instant from passing the end date."""
        return min(self.api.settings.end_date or instant, instant)

    def _start(self, stream: CallStream, now: datetime, lookback: timedelta) -> datetime:
        """Tell from when a stream needs calls: its bookmark, and all that may not be final."""
        settings = self.api.settings
        if stream.bookmark is None:
            return settings.earliest(now)
        start = min(stream.bookmark, now - lookback)
        return max(start, settings.start_date) if settings.start_date else start

    # By modification time

    def _changed(self) -> Iterator[PackedCall]:
        """Give the calls by when they last changed.

        A bookmark passes a page only when the next one is seen to be newer: nothing else tells
        that what is still to come lies behind it.
        """
        clock, end_date = self.api.clock, self.api.settings.end_date
        until = timestamps.render(end_date) if end_date else None
        began = clock.machine_time()
        since = min(
            self._start(stream, began + clock.skew, LISTED_WITHIN) for stream in self._written
        )
        held, reached, is_ascending = since, "", True
        self.logger.info("Reading calls that changed since %s.", timestamps.render(since))
        for page in CallChanges(self._tap, self._lines).read(since):
            calls = sorted(page.records, key=place)
            is_ascending = is_ascending and (not calls or reached <= calls[0].at)
            final = self._wanted(began + clock.skew - LISTED_WITHIN)
            if is_ascending and reached:
                held = min(timestamps.parse(reached), final)
            self._hold_bookmarks_at(held)
            yield from (call for call in calls if until is None or call.at < until)
            self._advance_bookmarks(held)
            reached = max([reached, *(call.at for call in calls)])
        final = self._wanted(began + clock.skew - LISTED_WITHIN)
        self._hold_bookmarks_at(final)
        self._advance_bookmarks(final)

    # Bookmarks

    def _hold_bookmarks_at(self, instant: datetime) -> None:
        for stream in self._written:
            stream.hold_bookmark_at(instant)

    def _advance_bookmarks(self, instant: datetime) -> None:
        """Let the bookmarks pass what is written, though it may have been nothing."""
        for stream in self._written:
            stream.advance_bookmark(timestamps.render(instant))
        if self.get_batch_config(self.config) is None:  # a batch writes its STATE itself
            self._tap.state_writer.write_state(self.tap_state)

    # Parts

    @override
    def generate_child_contexts(
        self, record: Record, context: Context | None
    ) -> Iterator[Context | None]:
        """Give none: parts of the call need no run of their own streams."""
        yield from ()

    @override
    def _process_record(
        self,
        record: Record,
        child_context: Context | None = None,
        partition_context: Context | None = None,
    ) -> None:
        """Write the parts ahead of their call, so that no bookmark passes unwritten ones."""
        for part in self.parts:
            part.write(record)
