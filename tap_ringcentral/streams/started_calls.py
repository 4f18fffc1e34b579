"""Calls by when they started: read in ascending windows, each put in order.

A call appears only after it ends and is completed for hours after. The bookmark stays behind now
by the lookback: whatever started before it is final.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_ringcentral.api.timestamps import whole_second
from tap_ringcentral.calls.buffer import CallBuffer
from tap_ringcentral.calls.list import CallList
from tap_ringcentral.calls.progress import Progress
from tap_ringcentral.calls.windows import TimeWindow, WindowPlan
from tap_ringcentral.streams.base.call_runs import CallRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ringcentral.calls.page import PackedCall


class StartedCalls(CallRun):
    """The calls oldest first, window by window."""

    @override
    def __iter__(self) -> Iterator[PackedCall]:
        now, lookback = self.api.now(), self.api.settings.lookback
        log = CallList(self.tap, self.packer)
        start = self.start(now, lookback)
        # The second that has begun is left to the next run: RingCentral may cut a filter to the
        # second, and no filter of ours shall lie ahead of its clock.
        end = self.wanted(whole_second(now))
        self.hold_bookmarks_at(now - lookback)
        plan = WindowPlan(start, end)
        progress = Progress(log.logger, TimeWindow(start, max(start, end)))
        for window in plan:
            with CallBuffer() as calls:
                for call in log.read(window):
                    calls.add(call)
                plan.note(len(calls))
                yield from progress.counted(calls.in_order())
            progress.tell(window)
            self.advance_bookmarks(window.end)
