"""The recordings of one call: its own and those of its legs, which mostly are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import UNSET

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.api.lenient_json import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Recording = TypeVar("_Recording")


def each_once(
    call: str, recordings: Iterable[_Recording | None], *, id_of: Callable[[_Recording], Any]
) -> Iterable[_Recording]:
    """Yield each recording once.

    Args:
        call: Id of the call.
        recordings: What stands in the place of a recording, of the call and of its legs.
        id_of: Tells the id of a recording.

    Raises:
        RingCentralError: One has no id, so that it would be missing among the rows.
    """
    found = {}
    for recording in recordings:
        if recording is None or recording is UNSET:
            continue
        if not (key := id_of(recording)):
            raise RingCentralError(
                f"call_recording: RingCentral gave a recording without id in the call with id "
                f"{line(call)}. Nothing is lost: run again, and tell RingCentral's support if it "
                "stays so."
            )
        found[key] = recording
    return found.values()
