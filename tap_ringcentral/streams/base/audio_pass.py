"""One pass over the recordings of a run: oldest first, those last that had no luck before.

A recording is settled once its file is stored, or it is known to be gone; the bookmark never passes
one that is not. Each step may be the last one: a file is stored ahead of its row, the row ahead of
the bookmark, and that ahead of the STATE that has it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import (
    MissingError,
    PermissionMissingError,
    RingCentralError,
    SettingsError,
    SignInError,
    StreamEndedError,
)
from tap_ringcentral.api.request import ACCOUNT
from tap_ringcentral.recordings.content import content_request
from tap_ringcentral.recordings.shelf import Shelf
from tap_ringcentral.streams.base.audio_log import AudioLog
from tap_ringcentral.streams.base.recording_plan import RecordingPlan
from tap_ringcentral.streams.base.refusals import EntryErrors
from tap_ringcentral.streams.base.unsettled import Unsettled, unsettled_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ringcentral.recordings.named import Choice, Recording
    from tap_ringcentral.recordings.store import AudioStore
    from tap_ringcentral.recordings.stored import Stored
    from tap_ringcentral.streams.base.bookmarked import BookmarkedStream

_CONTENT = f"{ACCOUNT}/recording/{{recordingId}}/content"
_FEW = 3  # tries, once several recordings have failed
_MOST_REFUSED = 10  # in a row: then the next one would be as well
_ALL_LOST = (SignInError, SettingsError, StreamEndedError, PermissionMissingError)
"""Errors for which no other recording could be had."""


class AudioPass:
    """Stores what is wanted and not stored yet.

    Args:
        stream: Whose rows, bookmark and requests these are.
        store: Where the files go.
        choice: Which recordings are wanted.
    """

    def __init__(self, stream: BookmarkedStream, store: AudioStore, choice: Choice) -> None:
        self._stream = stream
        self._client = stream.api.client
        self._shelf = Shelf(store, stream.account.folder)
        self._plan = RecordingPlan(stream, choice, stream.api.server_now())
        self._log = AudioLog(stream)
        self._errors = EntryErrors(stream, "recording")
        self._refused_in_a_row = 0
        # What had no luck in the run before comes after all others, so that it holds up none.
        self._later = unsettled_before(stream)
        self._postponed: list[Recording] = []
        self._unsettled = Unsettled(stream, self._plan.final, self._later)
        # A call of the window before may have shared its recording.
        self._seen: set[str] = set()
        self._seen_before: set[str] = set()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each recording that is settled.

        Raises:
            RingCentralError: Some could not be read; all others were.
        """
        for listed in self._plan.windows(self._shelf, self._log):
            yield from self._rows_of(deque(listed.recordings))
            if self._log.is_over:
                break
            self._unsettled.advance(listed.end)
            self._stream.write_state()
            self._seen, self._seen_before = set(), self._seen
        else:
            self._later.clear()  # what is not listed any more is nothing to wait for
            self._unsettled.tell()
            yield from self._rows_of(deque(self._postponed), is_in_turn=False)
        self._log.conclude(len(self._unsettled))
        self._errors.raise_if_any()

    def _rows_of(
        self, waiting: deque[Recording], *, is_in_turn: bool = True
    ) -> Iterator[dict[str, Any]]:
        while waiting and not self._log.is_over:
            # After several failures in a row, one from elsewhere tells an outage from bad luck.
            is_next = not self._errors.suggest_outage
            recording = waiting.popleft() if is_next else waiting.pop()
            if recording.id in self._later:
                self._later.remove(recording.id)
                self._postponed.append(recording)
                self._unsettled.hold(recording)
                continue
            if is_in_turn and (recording.id in self._seen or recording.id in self._seen_before):
                continue
            self._seen.add(recording.id)
            stored = self._shelf.find(recording.id, recording.start)
            row = self._row(recording, stored.row()) if stored else self._asked_for(recording)
            if row:
                yield row
                self._unsettled.settle(recording)
            self._unsettled.advance(recording.start if is_in_turn and is_next else None)
            if not stored:
                self._stream.write_state()

    def _asked_for(self, recording: Recording) -> dict[str, Any] | None:
        """Return the row of a recording that RingCentral is asked for; None where it waits on."""
        is_young = recording.start >= self._plan.final
        if is_young and not recording.uri:
            self._wait_for(recording)
            return None
        try:
            stored = self._fetched(recording)
        except _ALL_LOST:
            raise
        except MissingError:
            self._count_answer()
            if is_young:  # it may be there in a while
                self._wait_for(recording)
                return None
            self._log.count_gone()
            return self._row(recording, {"status": "gone"})
        except RingCentralError as error:
            self._fail(recording, error)
            return None
        self._count_answer()
        self._log.count_stored()
        return self._row(recording, stored.row())

    def _fetched(self, recording: Recording) -> Stored:
        request = content_request(
            _CONTENT,
            self._stream.name,
            recording.uri,
            about=f"recording {recording.id}",
            group=self._stream.rate_limit_group,
        )
        if self._errors.is_impatient:
            request = replace(request, tries=_FEW)
        self._stream.request_counter.increment()
        return self._shelf.fetch(self._client, request, recording.id, recording.start)

    def _count_answer(self) -> None:
        self._errors.record_answer()
        self._refused_in_a_row = 0

    def _wait_for(self, recording: Recording) -> None:
        self._log.count_late()
        self._unsettled.hold(recording)

    def _fail(self, recording: Recording, error: RingCentralError) -> None:
        self._refused_in_a_row += 1
        if self._refused_in_a_row > _MOST_REFUSED:
            raise error
        if self._errors.record(recording.id, error):
            self._unsettled.hold(recording)

    def _row(self, recording: Recording, audio: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": recording.id,
            "callLogId": recording.call_id,
            "callStartTime": timestamps.render(recording.start),
            **audio,
        }
