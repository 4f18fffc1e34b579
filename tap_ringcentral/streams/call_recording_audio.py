"""The audio of recordings: a file each, in the store, and a row that names it.

Sources: developers.ringcentral.com/guide/voice/call-log/recordings and /guide/basics/media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.calls.windows import PAGE_SIZE
from tap_ringcentral.recordings.errors import StoreError
from tap_ringcentral.recordings.named import Choice
from tap_ringcentral.recordings.store import open_store
from tap_ringcentral.streams.base.audio_pass import AudioPass
from tap_ringcentral.streams.base.bookmarked import BookmarkedStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context, Record

    from tap_ringcentral.recordings.store import AudioStore


class CallRecordingAudio(BookmarkedStream):
    """A recording's audio, in a file.

    The bookmark says: whatever recording is of a call before it is stored, or was deleted at
    RingCentral.
    """

    name = "call_recording_audio"
    path = "/call-log"
    primary_keys = ("id",)
    replication_key = "callStartTime"
    app_scope = "ReadCallLog"
    permission = "ReadCompanyCallLog"
    further_scopes = ("ReadCallRecording",)
    further_permissions = ("ReadCompanyCallRecording",)
    rate_limit_group = "Heavy"
    selected_by_default = False
    comes_last = True

    @property
    @override
    def cost(self) -> str:
        return f"1 for each recording, and for each {PAGE_SIZE:,} calls"

    @property
    @override
    def bookmark_scope(self) -> str:
        return self._choice.scope

    @property
    def _choice(self) -> Choice:
        return Choice(self.api.settings.recordings, self.name)

    @override
    def check(self) -> None:
        self._open_store()

    def _open_store(self) -> AudioStore:
        return open_store(self.api.settings.recordings.path, self.name)

    @override
    def requests_left(self) -> float:
        done = self.api.progress.of(self.name)
        return max(done.whole - done.part, 1) if done else 1

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Yield a row for each recording, once its file is stored or it is found to be gone."""
        store = self._open_store()
        with StoreError.named(self.name):
            store.check()
            yield from AudioPass(self, store, self._choice).rows()

    @override
    def _increment_stream_state(
        self, latest_record: Record, *, context: Context | None = None
    ) -> None:
        """Leave the bookmark: a recording may have been asked for ahead of its turn."""
