"""The legs of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.streams.base.call_stream import CallPart
from tap_ringcentral.streams.call_log import CallLog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Record


class CallLogLeg(CallPart):
    """The legs of each call, one row each."""

    name = "call_log_leg"
    primary_keys = ("callLogId", "index")
    parent_stream_type = CallLog
    made_of = ("legs",)

    @override
    def rows_of(self, call: Record) -> Iterator[dict[str, Any]]:
        for index, leg in enumerate(call.get("legs") or ()):
            if leg is not None:
                # A copy: deselecting a property of a leg must not take it from the call.
                yield {"index": index, **_copy(leg)}


def _copy(value: Any) -> Any:
    return {k: _copy(v) for k, v in value.items()} if isinstance(value, dict) else value
