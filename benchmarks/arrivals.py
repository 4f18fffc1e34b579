"""When calls come: steadily busy, hardly ever, or all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from ringcentral_simulator.calls.calendar import Calendar
from ringcentral_simulator.calls.deletions import Deletions
from ringcentral_simulator.calls.lifecycle import Lifecycle
from ringcentral_simulator.calls.profile import Profile
from ringcentral_simulator.clock import to_milliseconds
from ringcentral_simulator.company.founding import found_company
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

_EXTENSIONS = 300
_HOUR_MS, _DAY_MS = 3_600_000, 86_400_000
_QUIET_DAY = 30
_BURST = 6_000
_BURST_SHARE = 0.15


@dataclass(frozen=True)
class Calls:
    """The calls of a log.

    Attributes:
        starts: When each began, milliseconds since 1970, ascending.
        changes: When each appeared and when it changed afterwards, ascending; none at all where
            all of them have been there unchanged all the time.
    """

    starts: Sequence[int]
    changes: Sequence[tuple[int, ...]] = ()


def office_hours(calls_per_weekday: int, days: int, end: datetime, *, seed: int) -> Calls:
    """The calls of the simulator's company in the days before an end, long settled."""
    calendar = _calendar(calls_per_weekday, seed)
    return Calls([call.start_ms for day in _days(days, end) for call in calendar.calls_of_day(day)])


def changing(calls_per_weekday: int, days: int, end: datetime, *, seed: int) -> Calls:
    """The same with the times at which the simulator has each appear and change."""
    calendar = _calendar(calls_per_weekday, seed)
    lifecycle = Lifecycle(Profile(), Deletions())
    starts, changes = [], []
    for day in _days(days, end):
        for call in calendar.calls_of_day(day):
            later = (lifecycle.recording_ms(call), lifecycle.billing_ms(call))
            starts.append(call.start_ms)
            changes.append((lifecycle.appears_ms(call), *sorted(filter(None, later))))
    return Calls(starts, changes)


def bursts(days: int, end: datetime, *, seed: int) -> Calls:
    """Thirty calls a day, and on about one day in seven six thousand more within an hour."""
    luck = generator(seed, "bursts")
    starts = []
    for day in range(days):
        midnight = to_milliseconds(end) - (days - day) * _DAY_MS
        starts += [midnight + luck.randrange(_DAY_MS) for _ in range(_QUIET_DAY)]
        if luck.random() < _BURST_SHARE:
            begin = midnight + luck.randrange(_DAY_MS - _HOUR_MS)
            starts += [begin + luck.randrange(_HOUR_MS) for _ in range(_BURST)]
    return Calls(sorted(starts))


def _calendar(calls_per_weekday: int, seed: int) -> Calendar:
    company = found_company(seed, _EXTENSIONS)
    return Calendar(seed, company, Profile(calls_per_weekday=calls_per_weekday))


def _days(days: int, end: datetime) -> list[date]:
    return [(end - timedelta(days=days - day)).astimezone(UTC).date() for day in range(days)]
