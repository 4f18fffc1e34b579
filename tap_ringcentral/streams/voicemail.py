"""What callers left in mailboxes: RingCentral's transcription as text, and the audio in a file.

Sources: developers.ringcentral.com/guide/messaging/message-store and /guide/basics/media.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from singer_sdk.singerlib.catalog import REPLICATION_INCREMENTAL
from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import MissingError
from tap_ringcentral.recordings.content import content_request
from tap_ringcentral.recordings.errors import StoreError
from tap_ringcentral.recordings.shelf import Shelf
from tap_ringcentral.recordings.store import open_store
from tap_ringcentral.recordings.transcription import transcription
from tap_ringcentral.streams.base.per_extension import EXTENSION, PerExtensionRangeStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context

    from tap_ringcentral.api.pages import Page
    from tap_ringcentral.api.request import Request
    from tap_ringcentral.recordings.store import AudioStore

_CONTENT = f"{EXTENSION}/message-store/{{messageId}}/content/{{attachmentId}}"
_BELOW = "voicemail/"
_IN_PROGRESS = "InProgress"
_HAVE_TEXT = {"Completed", "CompletedPartially"}
_READ = "read"  # the name, in a state, of the voicemails that need not be read again
_MOST_READ = 1000  # that a state names


class Voicemail(PerExtensionRangeStream):
    """A voicemail's text, and its audio where `recordings_path` is set.

    Its transcription takes a while: within the lookback what is not final is read again, and what
    is final is not.
    """

    name = "voicemail"
    path = "/message-store"
    primary_keys = ("extensionId", "messageId")
    replication_key = "creationTime"
    app_scope = "ReadMessages"
    permission = "ReadMessages"
    further_permissions = ("ReadMessageContent",)
    comes_last = True

    @property
    @override
    def cost(self) -> str:
        return f"{super().cost}; 1 (Medium) for each transcription, and for each file"

    @property
    @override
    def bookmark_scope(self) -> str:
        # Never empty, so that a place that is set later is seen to be one.
        wanted = "audio" if self.api.settings.recordings.path else "text"
        return f"{super().bookmark_scope} {wanted}".lstrip()

    @override
    def query(self) -> dict[str, Any]:
        return super().query() | {"messageType": "VoiceMail"}

    @override
    def check(self) -> None:
        self._open_store()

    def _open_store(self) -> AudioStore | None:
        place = self.api.settings.recordings.path
        return open_store(place, self.name) if place else None

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        store = self._open_store()
        with StoreError.named(self.name):
            if store:
                store.check()
            self._shelf = Shelf(store, f"{self.account.folder}{_BELOW}") if store else None
            yield from super().get_records(context)

    @override
    def rows(self, page: Page) -> Iterator[dict[str, Any]]:
        final = timestamps.render(self._now - self.api.settings.lookback)
        for message in page.records:
            row = self._bare_row(message)
            key, created = row.get("messageId"), row.get("creationTime")
            if not key or not created:  # whoever checks its keys says what is missing
                yield row
                continue
            if key in self._read:
                self._seen.add(key)
                continue
            is_old = created < final
            row |= self._text(message, row) | self._audio(message, row, is_old=is_old)
            yield row
            if self._is_final(row) and not is_old:
                self._remember(key)

    def _bare_row(self, message: dict[str, Any]) -> dict[str, Any]:
        told = {
            "messageId": message.get("id"),
            "creationTime": message.get("creationTime"),
            "lastModifiedTime": message.get("lastModifiedTime"),
            "transcriptionStatus": message.get("vmTranscriptionStatus"),
            "duration": _attachment(message, "AudioRecording").get("vmDuration"),
        }
        return self.shape({name: value for name, value in told.items() if value is not None})

    def _is_final(self, row: dict[str, Any]) -> bool:
        """Whether nothing more is to come: its audio is settled, and its text is there or none."""
        if self._shelf and "status" not in row:
            return False
        status = row.get("transcriptionStatus")
        lacks_text = self._has_text(row) and "transcription" not in row
        return status != _IN_PROGRESS and not lacks_text

    def _has_text(self, row: dict[str, Any]) -> bool:
        is_wanted = self.is_wanted(("properties", "transcription"))
        return is_wanted and row.get("transcriptionStatus") in _HAVE_TEXT

    # Content

    def _text(self, message: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
        attachment = _attachment(message, "AudioTranscription")
        if not attachment or not self._has_text(row):
            return {}
        take = partial(transcription, stream=self.name, about=_about(row))
        try:
            text = self.api.client.fetch(self._content(attachment, row), take)
        except MissingError:
            return {}
        return {"transcription": text}

    def _audio(
        self, message: dict[str, Any], row: dict[str, Any], *, is_old: bool
    ) -> dict[str, Any]:
        attachment = _attachment(message, "AudioRecording")
        if not self._shelf or not attachment:
            return {}
        key, start = row["messageId"], timestamps.parse(row["creationTime"])
        if stored := self._shelf.find(key, start):
            return stored.row()
        request = self._content(attachment, row)
        try:
            return self._shelf.fetch(self.api.client, request, key, start).row()
        except MissingError:
            return {"status": "gone"} if is_old else {}

    def _content(self, attachment: dict[str, Any], row: dict[str, Any]) -> Request:
        self.request_counter.increment()
        uri, about = attachment.get("uri"), _about(row)
        return content_request(_CONTENT, self.name, uri, about=about, group="Medium")

    # What need not be read again

    @cached_property
    def _read(self) -> frozenset[str]:
        state = self.state_manager.stream_state.get(_READ) or {}
        is_known = self.replication_method == REPLICATION_INCREMENTAL and (
            (state.get("about") or "") == self.bookmark_scope
        )
        return frozenset(state.get("ids") or ()) if is_known else frozenset()

    @cached_property
    def _seen(self) -> set[str]:
        return set()

    def _remember(self, key: str) -> None:
        self._seen.add(key)
        self._keep({*self._read, *self._seen})

    @override
    def finish_all(self) -> None:
        super().finish_all()
        self._keep(self._seen)  # what was not listed again is older than the lookback

    def _keep(self, keys: set[str]) -> None:
        newest = sorted(keys, key=lambda key: (len(key), key))[-_MOST_READ:]  # ids ascend
        state = {"ids": newest, "about": self.bookmark_scope or None}
        self.state_manager.stream_state[_READ] = state


def _attachment(message: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the first attachment of a kind; empty where there is none."""
    attachments = message.get("attachments")
    found = attachments if isinstance(attachments, list) else []
    return next((each for each in found if isinstance(each, dict) and each.get("type") == kind), {})


def _about(row: dict[str, Any]) -> str:
    return f"voicemail {row['messageId']}"
