"""Draws the calls of any day from the seed."""

from __future__ import annotations

from bisect import bisect
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ringcentral_simulator.calls.call import (
    DAY_MS,
    HOUR_MS,
    LONGEST_CALL_MS,
    MINUTE_MS,
    Call,
)
from ringcentral_simulator.calls.scenario import (
    CONSULTATIONS,
    HABITS,
    SECOND_HALF,
    Phase,
    choose,
)
from ringcentral_simulator.clock import to_milliseconds
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    import random

    from ringcentral_simulator.calls.profile import Profile
    from ringcentral_simulator.company.company import Company

# fmt: off
_BUSY_BY_HOUR = (
    0.01, 0.01, 0.01, 0.01, 0.01, 0.02, 0.06, 0.25, 0.7, 1.1, 1.2, 1.2,
    1.6, 1.5, 1.1, 1.1, 1.0, 0.7, 0.25, 0.12, 0.06, 0.04, 0.02, 0.01,
)
# fmt: on
_BUSY_DAY = sum(_BUSY_BY_HOUR)
_SITE_SHARES = (0.5, 0.3, 0.2)
_OPENS, _LUNCH, _LUNCH_ENDS, _CLOSES = 8, 12, 14, 18
_SATURDAY = 5
_TIE_SHARE = 0.004
_LONGEST_USUAL_MS = 55 * MINUTE_MS
_LONGEST_WAIT_MS = 10 * MINUTE_MS
_DAYS_KEPT = 8
_SIZES_KEPT = 1_100
_HOURS_KEPT = 64


class _Slot(NamedTuple):
    """An hour of an office."""

    start_ms: int
    site: int
    phase: Phase


class Calendar:
    """The calls of each UTC day, drawn when asked for and kept for a few days.

    Args:
        seed: What every call follows from.
        company: Whose calls they are.
        profile: How many there are.
    """

    def __init__(self, seed: int, company: Company, profile: Profile) -> None:
        self._seed = seed
        self._profile = profile
        self._zones = tuple(site.timezone for site in company.sites)
        self.calls_of_day = lru_cache(_DAYS_KEPT)(self._draw)
        self.size_of_day = lru_cache(_SIZES_KEPT)(self._count)

    def _slots(self, day: date) -> tuple[list[_Slot], list[float]]:
        """Return a day's hours at each office, and how many calls each expects, added up."""
        slots, expected = [], []
        for slot, weekend, hour in _hours(day, self._zones):
            slots.append(slot)
            share = self._profile.weekend_share if weekend else 1.0
            busy = _BUSY_BY_HOUR[hour] / _BUSY_DAY
            calls = self._profile.calls_per_weekday * share * busy
            expected.append(calls * _SITE_SHARES[slot.site])
        return slots, list(accumulate(expected))

    def _count(self, day: date) -> int:
        _, expected = self._slots(day)
        luck = generator(self._seed, "size", day)
        return round(expected[-1] * luck.uniform(0.92, 1.08))

    def _draw(self, day: date) -> tuple[Call, ...]:
        rng = generator(self._seed, "calls", day)
        slots, expected = self._slots(day)
        size = self.size_of_day(day)
        ends = slots[0].start_ms + DAY_MS
        calls: list[Call] = []
        while len(calls) < size:
            slot = slots[bisect(expected, rng.random() * expected[-1])]
            start = slot.start_ms + int(rng.random() * HOUR_MS)
            if calls and rng.random() < _TIE_SHARE:
                start = calls[-1].start_ms
            call = self._call(rng, start, slot)
            calls.append(call)
            if len(calls) < size and (second := _second(rng, call)) and second.start_ms < ends:
                calls.append(second)
        calls.sort(key=lambda call: (call.start_ms, call.key))
        return tuple(call._replace(ordinal=n) for n, call in enumerate(calls))

    def _call(self, rng: random.Random, start: int, slot: _Slot) -> Call:
        scenario = choose(slot.phase, rng.random())
        habit = HABITS[scenario]
        wait = _spread(rng, habit.wait, 0.6, _LONGEST_WAIT_MS)
        talk = _spread(rng, habit.talk, 0.9, _LONGEST_USUAL_MS) if habit.talk else 0
        if habit.talk and rng.random() < self._profile.long_call_share:
            talk = rng.randint(HOUR_MS, LONGEST_CALL_MS - wait)
        return Call(start, 0, wait, talk, scenario, slot.site, rng.getrandbits(63))


@lru_cache(_HOURS_KEPT)
def _hours(day: date, zones: tuple[str, ...]) -> tuple[tuple[_Slot, bool, int], ...]:
    """Return a day's hours at each office: whether it is a weekend there, and what hour.

    They are the same in every account, and most of what drawing a day would take.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = []
    for start in (midnight + timedelta(hours=hour) for hour in range(24)):
        for site, zone in enumerate(zones):
            local = start.astimezone(ZoneInfo(zone))
            weekend = local.weekday() >= _SATURDAY
            slot = _Slot(to_milliseconds(start), site, _phase(local, weekend=weekend))
            found.append((slot, weekend, local.hour))
    return tuple(found)


def _second(rng: random.Random, call: Call) -> Call | None:
    """Return the other record of a transfer: it begins as the first ends, a consultation within."""
    scenario = SECOND_HALF.get(call.scenario)
    if scenario is None:
        return None
    habit = HABITS[scenario]
    blind = scenario not in CONSULTATIONS
    return call._replace(
        start_ms=call.handover_ms(warm=not blind),
        wait_ms=_spread(rng, habit.wait, 0.4, MINUTE_MS // 2),
        talk_ms=_spread(rng, habit.talk, 0.6, HOUR_MS if blind else max(call.talk_ms // 3, 1_000)),
        scenario=scenario,
    )


def _spread(rng: random.Random, median: float, spread: float, longest: int) -> int:
    """Return milliseconds around a median of seconds, with a long tail."""
    return min(longest, 400 + int(1_000 * median * rng.lognormvariate(0, spread)))


def _phase(local: datetime, *, weekend: bool) -> Phase:
    if weekend or not _OPENS <= local.hour < _CLOSES:
        return Phase.CLOSED
    return Phase.LUNCH if _LUNCH <= local.hour < _LUNCH_ENDS else Phase.OPEN
