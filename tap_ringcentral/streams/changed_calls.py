"""Calls by when they last changed: read in the order of the changes.

The bookmark stays behind now by a few minutes only.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.calls.changes import CallChanges
from tap_ringcentral.calls.page import place
from tap_ringcentral.streams.base.call_runs import CallRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ringcentral.calls.page import PackedCall

# RingCentral does not say how soon after a change its list of changes has it.
LISTED_WITHIN = timedelta(minutes=10)


class ChangedCalls(CallRun):
    """The calls in the order of their changes.

    A bookmark passes a page only when the next one is seen to be newer: nothing else tells that
    what is still to come lies behind it.
    """

    @override
    def __iter__(self) -> Iterator[PackedCall]:
        now, end_date = self.api.now(), self.api.settings.end_date
        log = CallChanges(self.tap, self.packer)
        until = timestamps.render(end_date) if end_date else None
        since = self.start(now, LISTED_WITHIN)
        final = self.wanted(now - LISTED_WITHIN)
        held, reached, is_ascending = since, "", True
        log.logger.info("Reading calls that changed since %s.", timestamps.render(since))
        for page in log.read(since):
            calls = sorted(page.records, key=place)
            is_ascending = is_ascending and (not calls or reached <= calls[0].at)
            if is_ascending and reached:
                held = min(timestamps.parse(reached), final)
            self.hold_bookmarks_at(held)
            yield from (call for call in calls if until is None or call.at < until)
            self.advance_bookmarks(held)
            reached = max([reached, *(call.at for call in calls)])
        self.hold_bookmarks_at(final)
        self.advance_bookmarks(final)
