"""Calls by when they started: read in ascending windows, each put in order.

A call appears only after it ends and is completed for hours after. The bookmark stays behind now
by the lookback: whatever started before it is final.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_ringcentral.call_buffer import CallBuffer
from tap_ringcentral.call_list import CallList
from tap_ringcentral.progress import Progress
from tap_ringcentral.streams.call_run import CallRun
from tap_ringcentral.time_window import TimeWindow, WindowPlan
from tap_ringcentral.timestamps import next_whole_second

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tap_ringcentral.call_page import PackedCall


class StartedCalls(CallRun):
    """The calls oldest first, window by window."""

    @override
    def __iter__(self) -> Iterator[PackedCall]:
        clock, lookback = self.api.clock, self.api.settings.lookback
        log = CallList(self.tap, self.packer)
        began = clock.machine_time()
        now = began + clock.skew
        start = self.start(now, lookback)
        # This machine's clock may not have reached the start: an answer tells RingCentral's.
        end = max(self._end(now), self.wanted(start + timedelta(seconds=1)))
        plan = WindowPlan(start, end)
        progress = Progress(log.logger, TimeWindow(start, max(start, end)))
        for window in plan:
            with CallBuffer() as calls:
                for call in log.read(window):
                    calls.add(call)
                # With a token out of the store, this answer is the first to tell RingCentral's
                # time: only now is it known where the range ends, and what may be final.
                now = began + clock.skew
                plan.reach(self._end(now))
                self.hold_bookmarks_at(now - lookback)
                plan.note(len(calls))
                yield from progress.counted(calls.in_order())
            progress.tell(window)
            if window.start < self._end(now):  # else it is yet to come
                self.advance_bookmarks(window.end)

    def _end(self, now: datetime) -> datetime:
        """Tell up to when calls are wanted."""
        # The second that has begun, whole: RingCentral may cut a filter to the second.
        return self.wanted(next_whole_second(now))
