"""What is known of a call before it has ended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ringcentral_simulator.clock import to_milliseconds

if TYPE_CHECKING:
    from ringcentral_simulator.wire import Json

_ONLY_LATER = frozenset(
    {
        "billing",
        "lastModifiedTime",
        "message",
        "reason",
        "reasonDescription",
        "recording",
        "shortRecording",
        "transferTarget",
        "transferee",
    }
)


def so_far(record: Json, now_ms: int) -> Json:
    """A record as it is while the call goes on, its legs among it.

    Args:
        record: The record that the call will leave.
        now_ms: Milliseconds since 1970, before the call's end.
    """
    begun = _begun(record, now_ms)
    if "legs" in record:
        legs = [leg for leg in record["legs"] if _elapsed_ms(leg, now_ms) >= 0]
        begun["legs"] = [
            leg if _elapsed_ms(leg, now_ms) >= leg["durationMs"] else _begun(leg, now_ms)
            for leg in legs
        ]
    return begun


def _begun(part: Json, now_ms: int) -> Json:
    elapsed = _elapsed_ms(part, now_ms)
    known = {name: value for name, value in part.items() if name not in _ONLY_LATER}
    return {
        **known,
        "result": "In Progress",
        "duration": elapsed // 1_000,
        "durationMs": elapsed,
        "finished": False,
    }


def _elapsed_ms(part: Json, now_ms: int) -> int:
    return now_ms - to_milliseconds(datetime.fromisoformat(part["startTime"]))
