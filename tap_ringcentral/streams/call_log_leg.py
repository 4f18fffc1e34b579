"""The legs of calls."""

from __future__ import annotations

from tap_ringcentral.streams.call_log import CallLog
from tap_ringcentral.streams.call_stream import CallPart


class CallLogLeg(CallPart):
    """The legs of each call, one row each."""

    name = "call_log_leg"
    primary_keys = ("callLogId", "index")
    parent_stream_type = CallLog
    made_of = ("legs",)
