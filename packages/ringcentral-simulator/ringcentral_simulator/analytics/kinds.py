"""What kind of call a part was: the key that each of the breakdowns has for it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringcentral_simulator.analytics.part import Kinds, Part
from ringcentral_simulator.calls.call import HOUR_MS
from ringcentral_simulator.calls.scenario import CONSULTATIONS, Scenario
from ringcentral_simulator.clock import from_milliseconds
from ringcentral_simulator.company.company import OFFICE_HOURS, Hours

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company

_HOURS_KEPT = 20_000
_AMONG_COLLEAGUES = CONSULTATIONS | {Scenario.INTERNAL, Scenario.INTERNAL_MISSED}
_CALLEE_ENDS = 0.45
_ENDING = 32


def kinds_of(part: Part, company: Company) -> Kinds:
    """Return the keys of a part.

    Args:
        part: Whose.
        company: Knows the queues.
    """
    inbound, spoken = part.inbound, part.spoken
    if inbound:
        response = "answered" if spoken else "notAnswered"
    else:
        response = "connected" if spoken else "notConnected"
    return Kinds(
        direction="inbound" if inbound else "outbound",
        origin="internal" if part.call.scenario in _AMONG_COLLEAGUES else "external",
        response=response,
        result=part.result,
        ending_party=_ending_party(part),
        company_hours=_hours(part.call.start_ms, part.extension.site.timezone, OFFICE_HOURS),
        queue_sla=_service_level(part, company),
        type=part.type,
        queue_hours=_queue_hours(part, company),
    )


def _ending_party(part: Part) -> str:
    """Return who hung up."""
    if part.result == "voicemail":
        return "system"
    if not part.spoken:
        return "caller"
    return "callee" if part.call.chance(_ENDING) < _CALLEE_ENDS else "caller"


def _service_level(part: Part, company: Company) -> str | None:
    queue = company.queue_by_id.get(part.extension.id)
    if queue is None:
        return None
    waited = part.ringing / 1_000
    if part.spoken:
        return "inSla" if waited <= queue.sla_threshold else "outOfSla"
    if part.result == "abandoned" and (
        not queue.include_abandoned or waited < queue.abandoned_threshold
    ):
        return None
    return "outOfSla"


def _queue_hours(part: Part, company: Company) -> str | None:
    queue = company.queue_by_id.get(part.queue)
    if queue is None:
        return None
    return _hours(part.call.start_ms, queue.extension.site.timezone, queue.hours)


def _hours(start_ms: int, timezone: str, hours: Hours) -> str:
    local = _local(start_ms // HOUR_MS, timezone)
    return "businessHours" if hours.include(*local) else "afterHours"


@lru_cache(_HOURS_KEPT)
def _local(hour: int, timezone: str) -> tuple[int, int]:
    """Return the day of the week and hour of the day that an hour since 1970 is at an office."""
    local = from_milliseconds(hour * HOUR_MS).astimezone(ZoneInfo(timezone))
    return local.weekday(), local.hour
