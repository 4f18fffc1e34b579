"""From when on a run looks for recordings, and what is to be expected of it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.api.request import ACCOUNT, Request
from tap_ringcentral.api.timestamps import whole_second
from tap_ringcentral.recordings.named import RecordingLists
from tap_ringcentral.recordings.outlook import Outlook, Retention

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tap_ringcentral.calls.page import CallPages, CallParser
    from tap_ringcentral.recordings.named import Choice, Listed
    from tap_ringcentral.recordings.shelf import Shelf
    from tap_ringcentral.streams.base.audio_log import AudioLog
    from tap_ringcentral.streams.base.bookmarked import BookmarkedStream

_SETTINGS = f"{ACCOUNT}/call-recording"
_AHEAD = 30  # pages that are listed before the first recording is asked for


class RecordingPlan:
    """Lists what a run is to look at, and tells ahead how long that takes.

    Args:
        stream: Whose bookmark and requests these are.
        choice: Which recordings are wanted.
        now: RingCentral's time when the run began.
    """

    def __init__(self, stream: BookmarkedStream, choice: Choice, now: datetime) -> None:
        self._stream = stream
        self._api = stream.api
        self._now = now
        self.final = now - self._api.settings.lookback
        """Up to when no call and no recording is added any more."""

        def pages(parser: CallParser) -> CallPages:
            return lambda request, follow: stream.counted(
                self._api.client.pages(request, parser, follow)
            )

        kind = self._api.settings.recordings.type
        self._lists = RecordingLists(stream.name, pages, choice, kind)

    def windows(self, shelf: Shelf, log: AudioLog) -> Iterator[Listed]:
        """Yield the windows, oldest first; some are listed ahead, to tell what is to be expected.

        Args:
            shelf: Has what is stored already.
            log: Is told what is to be expected.

        Raises:
            RingCentralError: RingCentral did not give all calls.
        """
        name, sent = self._stream.name, self._api.client.sent
        retention = self._retention()
        start = self._start(retention)
        # As in the call log: the second that has begun is left to the next run.
        end = whole_second(self._now)
        if last := self._api.settings.end_date:
            end = min(end, last)
        windows = self._lists.between(start, self.final, end)
        ahead: deque[Listed] = deque()
        begun = sent[name]
        for listed in windows:
            ahead.append(listed)
            if sent[name] - begun >= _AHEAD:
                break
        if ahead:
            found = [each for listed in ahead for each in listed.recordings]
            waits = [(each.start, not shelf.find(each.id, each.start)) for each in found]
            pace = self._api.limiter.pace(self._stream.rate_limit_group)
            log.expect(Outlook.of(waits, ahead[-1].end, end, pace, retention))
        while ahead:
            yield ahead.popleft()
        yield from windows

    def _start(self, retention: Retention) -> datetime:
        """Return from when calls are looked at for their recordings.

        What the account deletes after a time that it tells is not asked for any more.
        """
        begin, bookmark = self._api.settings.start_date, self._stream.bookmark
        start = min(bookmark, self.final) if bookmark else begin or self._now - retention.period
        start = max(start, begin) if begin else start
        if not retention.is_told or start >= (kept := self._now - retention.period):
            return start
        self._stream.logger.warning(
            "%s: RingCentral deletes recordings after %d days; older ones are not asked for.",
            self._stream.name,
            retention.period.days,
        )
        return kept

    def _retention(self) -> Retention:
        """Ask how long the account keeps recordings; the helper extension may not be told."""
        request = Request(_SETTINGS, self._stream.name, group="Light", tries=1)
        try:
            return Retention.from_settings(self._api.first(request))
        except RingCentralError as error:
            self._stream.logger.info(
                "%s: How long the account keeps recordings is not told; %d days are taken. %s",
                self._stream.name,
                Retention.period.days,
                error,
            )
            return Retention()
