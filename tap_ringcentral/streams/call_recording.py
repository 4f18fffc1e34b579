"""Recordings of calls, out of the answers that bring the calls."""

from __future__ import annotations

from operator import methodcaller
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.calls.recordings import each_once
from tap_ringcentral.streams.base.call_stream import CallPart
from tap_ringcentral.streams.call_log import CallLog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Record


class CallRecording(CallPart):
    """What was recorded of a call, the audio aside: its address needs an access token."""

    name = "call_recording"
    primary_keys = ("id",)
    parent_stream_type = CallLog
    made_of = ("recording", "legs")

    @override
    def rows_of(self, call: Record) -> Iterator[dict[str, Any]]:
        """Yield the recordings of a call and of its legs, each once.

        Raises:
            RingCentralError: One has no id.
        """
        named = (part.get("recording") for part in (call, *(call.get("legs") or ())) if part)
        found = each_once(call["id"], named, id_of=methodcaller("get", "id"))
        yield from ({**each} for each in found)
