"""Opening hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.company.company import OFFICE_HOURS, Hours

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def schedule(hours: Hours = OFFICE_HOURS) -> Json:
    """Return weekdays in local time of the office, weekends left out; empty: always open."""
    if hours.always:
        return {}
    span = {"from": f"{hours.opens:02}:00", "to": f"{hours.closes:02}:00"}
    return {"weeklyRanges": {day: [span] for day in _WEEKDAYS}}
