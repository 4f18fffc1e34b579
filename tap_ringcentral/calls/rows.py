"""The rows that calls become: the one place where it is said what they are.

All are made of a call in its schema's shape, and share what lies deeper with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.api.lenient_json import line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    Row = dict[str, Any]


def belonging(call: Row) -> Row:
    """Return what tells in a part's row which call it belongs to."""
    return {
        "callLogId": call["id"],
        "callStartTime": call.get("startTime"),
        "callLastModifiedTime": call.get("lastModifiedTime"),
    }


def call_row(call: Row, without: Collection[str] = ()) -> Row:
    """Return the row of a call, less what only its parts are made of."""
    return {name: value for name, value in call.items() if name not in without} if without else call


def leg_rows(call: Row) -> Iterator[Row]:
    """Yield the rows of a call's legs."""
    of_call = belonging(call)
    for index, leg in enumerate(call.get("legs") or ()):
        if leg is not None:
            yield {**of_call, "index": index, **leg}


def recording_rows(call: Row) -> Iterator[Row]:
    """Yield the rows of a call's recordings and those of its legs, mostly the same: each once.

    Raises:
        RingCentralError: One has no id, so that it would be missing among the rows.
    """
    found: dict[str, Row] = {}
    for part in (call, *(call.get("legs") or ())):
        recording = part.get("recording") if part else None
        if recording is None:
            continue
        if not (key := recording.get("id")):
            raise RingCentralError(
                f"call_recording: RingCentral gave a recording without id in the call with id "
                f"{line(call['id'])}. Nothing is lost: run again, and tell RingCentral's support "
                "if it stays so."
            )
        found[key] = recording
    of_call = belonging(call)
    for recording in found.values():
        yield {**recording, **of_call}


PART_ROWS: dict[str, Callable[[Row], Iterator[Row]]] = {
    "call_log_leg": leg_rows,
    "call_recording": recording_rows,
}
"""By stream, what makes the rows that are parts of a call."""
