"""Streams of what is part of calls, out of the answers that bring the calls."""

from __future__ import annotations

from tap_ringcentral.streams.base.call_stream import CallPart
from tap_ringcentral.streams.call_log import CallLog


class CallLogLeg(CallPart):
    """The legs of each call, one row each."""

    name = "call_log_leg"
    primary_keys = ("callLogId", "index")
    parent_stream_type = CallLog
    made_of = ("legs",)


class CallRecording(CallPart):
    """What was recorded of a call, the audio aside: its address needs an access token."""

    name = "call_recording"
    primary_keys = ("id",)
    parent_stream_type = CallLog
    made_of = ("recording", "legs")
