"""The record of a call that is not over yet, or not long enough."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ringcentral_simulator.clock import to_milliseconds

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json

_KNOWN_AT_THE_END = frozenset(
    {
        "billing",
        "message",
        "reason",
        "reasonDescription",
        "recording",
        "shortRecording",
        "transferTarget",
        "transferee",
    }
)


def in_progress(record: Json, now_ms: int) -> Json:
    """Return what is known so far of a record, and of its legs that have begun.

    Args:
        record: As it will be.
        now_ms: When it is looked at, not before the call began.
    """
    known = _so_far(record, now_ms)
    if "legs" in record:
        master, *others = record["legs"]
        begun = [leg for leg in others if _start_ms(leg) <= now_ms]
        known["legs"] = [
            _so_far(master, now_ms),
            *(leg if _end_ms(leg) <= now_ms else _so_far(leg, now_ms) for leg in begun),
        ]
    return known


def _so_far(part: Json, now_ms: int) -> Json:
    lasted = min(part["durationMs"], now_ms - _start_ms(part))
    known = {name: value for name, value in part.items() if name not in _KNOWN_AT_THE_END}
    return known | {
        "duration": lasted // 1_000,
        "durationMs": lasted,
        "result": "In Progress",
        "finished": False,
    }


def _start_ms(part: Json) -> int:
    return to_milliseconds(datetime.fromisoformat(part["startTime"]))


def _end_ms(part: Json) -> int:
    return _start_ms(part) + int(part["durationMs"])
