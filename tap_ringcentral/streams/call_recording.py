"""Recordings of calls, out of the answers that bring the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.streams.call_log import BookmarkedStream, CallLog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context, Record


class CallRecording(BookmarkedStream):
    """What was recorded of a call, the audio aside: its address needs an access token."""

    name = "call_recording"
    primary_keys = ("id",)
    replication_key = "callStartTime"
    parent_stream_type = CallLog
    app_scope = CallLog.app_scope
    permission = CallLog.permission

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Give none: the call log writes them."""
        yield from ()

    def open(self) -> None:
        """Declare the stream, once."""
        self._write_schema_message()

    def write(self, call: Record) -> None:
        """Write the recordings of a call and of its legs, each once."""
        named = (part.get("recording") for part in (call, *(call.get("legs") or ())))
        of_call = {"callLogId": call["id"], "callStartTime": call["startTime"]}
        for recording in {r["id"]: r for r in named if r and r.get("id")}.values():
            self._write_record_message({**recording, **of_call})
        self.advance_bookmark(call["startTime"])
