"""Opening hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def office_hours() -> Json:
    """Return weekdays from eight to six, local time of the office; weekends are left out."""
    return {"weeklyRanges": {day: [{"from": "08:00", "to": "18:00"}] for day in _WEEKDAYS}}


def around_the_clock() -> Json:
    """Return an empty schedule: always open."""
    return {}
