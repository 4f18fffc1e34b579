"""Recordings of calls, out of the answers that bring the calls."""

from __future__ import annotations

from tap_ringcentral.streams.call_log import CallLog
from tap_ringcentral.streams.call_stream import CallPart


class CallRecording(CallPart):
    """What was recorded of a call, the audio aside: its address needs an access token."""

    name = "call_recording"
    primary_keys = ("id",)
    parent_stream_type = CallLog
    made_of = ("recording", "legs")
