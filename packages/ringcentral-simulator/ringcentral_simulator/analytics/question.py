"""What a request for Business Analytics asks: which calls, of whom, between when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ringcentral_simulator.analytics.calls import DAYS_KEPT
from ringcentral_simulator.analytics.filters import filter_of
from ringcentral_simulator.calls.call import DAY_MS
from ringcentral_simulator.clock import from_milliseconds
from ringcentral_simulator.gateway.errors import in_the_future, invalid_parameter
from ringcentral_simulator.gateway.parameters import posted_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator.analytics.measures import Measures
    from ringcentral_simulator.analytics.part import Part
    from ringcentral_simulator.gateway.wire import Json


@dataclass(frozen=True, slots=True)
class Question:
    """The calls that are asked about.

    Attributes:
        zone: Whose hours and days count.
        from_ms: The first beginning of a call, milliseconds since 1970.
        to_ms: The last one.
        passes: Whether a part in a call is wanted.
    """

    zone: ZoneInfo
    from_ms: int
    to_ms: int
    passes: Callable[[Part], bool]

    @classmethod
    def from_request(cls, posted: Json, measures: Measures, now_ms: int) -> Self:
        """Read a request.

        Raises:
            ApiError: 400, something is missing or unknown, or lies more than 184 days back, or
                ahead of now.
        """
        settings = _object(posted, "timeSettings")
        span = _object(settings, "timeRange")
        zone = _zone(settings.get("timeZone"))
        from_ms = posted_moment(span, "timeFrom")
        to_ms = posted_moment(span, "timeTo")
        if from_ms < now_ms - DAYS_KEPT * DAY_MS:
            raise invalid_parameter("timeFrom", str(span["timeFrom"]))
        if to_ms < from_ms:
            raise invalid_parameter("timeTo", str(span["timeTo"]))
        if to_ms > now_ms:
            raise in_the_future("timeTo", str(span["timeTo"]))
        filtered = filter_of(posted.get("callFilters") or {}, measures)
        timed = _within(settings.get("advancedTimeSettings") or {}, zone)
        return cls(zone, from_ms, to_ms, lambda part: timed(part) and filtered(part))


def _within(settings: Json, zone: ZoneInfo) -> Callable[[Part], bool]:
    """Return a check of whether a call began on the days and in the hours asked for."""
    days = set(settings.get("includeDays") or ())
    hours = [(one["from"], one["to"]) for one in settings.get("includeHours") or ()]
    if not days and not hours:
        return lambda _part: True

    def passes(part: Part) -> bool:
        local = from_milliseconds(part.call.start_ms).astimezone(zone)
        return (not days or f"{local:%A}" in days) and (
            not hours or any(first <= f"{local:%H:%M}" < last for first, last in hours)
        )

    return passes


def _object(posted: Json, name: str) -> Json:
    value = posted.get(name)
    if not isinstance(value, dict):
        raise invalid_parameter(name, str(value))
    return value


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise invalid_parameter("timeZone", str(name)) from error
