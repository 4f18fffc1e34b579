"""Draws the calls of any day from the seed."""

from __future__ import annotations

from bisect import bisect
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from math import sqrt
from operator import mul
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ringcentral_simulator.calls import outsiders
from ringcentral_simulator.calls.call import (
    DAY_MS,
    HOUR_MS,
    LONGEST_CALL_MS,
    MINUTE_MS,
    Call,
    place_of,
)
from ringcentral_simulator.calls.scenario import (
    CONSULTATIONS,
    GIVEN_UP,
    HABITS,
    KEPT,
    LOST,
    OF_QUEUES,
    SECOND_HALF,
    Phase,
    Scenario,
    choose,
)
from ringcentral_simulator.calls.staffing import fate
from ringcentral_simulator.clock import from_milliseconds, to_milliseconds
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    import random

    from ringcentral_simulator.calls.profile import Profile
    from ringcentral_simulator.company.company import Company, Hours

# fmt: off
_BUSY_BY_HOUR = (
    0.01, 0.01, 0.01, 0.01, 0.01, 0.02, 0.06, 0.25, 0.7, 1.1, 1.2, 1.2,
    1.6, 1.5, 1.1, 1.1, 1.0, 0.7, 0.25, 0.12, 0.06, 0.04, 0.02, 0.01,
)
# fmt: on
_BUSY_DAY = sum(_BUSY_BY_HOUR)
_SITE_SHARES = (0.5, 0.3, 0.2)
_LUNCH, _LUNCH_ENDS = 12, 14
_SATURDAY = 5
_TIE_SHARE = 0.004
_BURSTS = 0.35
"""How much an hour differs from its like: the deviation of the logarithm of its calls."""
_CALLED_BACK = 0.6
_BACK = (Scenario.OUTBOUND, Scenario.OUTBOUND, Scenario.OUTBOUND_FAILED)
_AGAIN_AT_QUEUE = (Scenario.QUEUE_ANSWERED, Scenario.QUEUE_ANSWERED, Scenario.QUEUE_ABANDONED)
_AGAIN = (Scenario.DIRECT_ANSWERED, Scenario.DIRECT_ANSWERED, Scenario.DIRECT_MISSED)
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
    weekday: int
    hour: int


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
        self._offices = tuple((site.timezone, site.hours) for site in company.sites)
        index = {queue: n for n, queue in enumerate(company.queues)}
        self._queues = company.queues
        self._queues_at = tuple(
            tuple(index[queue] for queue in company.queues_at[site.id]) for site in company.sites
        )
        self._sites = company.sites
        self.calls_of_day = lru_cache(_DAYS_KEPT)(self._draw)
        self.size_of_day = lru_cache(_SIZES_KEPT)(self._count)

    def by_number(self, number: str) -> Call | None:
        """Return the call that a recording or a message with this identifier would have come of."""
        try:
            day, ordinal = place_of(number)
        except ValueError:
            return None
        calls = self.calls_of_day(from_milliseconds(day * DAY_MS).date())
        return calls[ordinal] if ordinal < len(calls) else None

    def _slots(self, day: date) -> tuple[list[_Slot], list[float]]:
        """Return a day's hours at each office, and how many calls each expects, added up."""
        slots, expected = [], []
        for slot in _hours(day, self._offices):
            slots.append(slot)
            share = self._profile.weekend_share if slot.weekday >= _SATURDAY else 1.0
            busy = _BUSY_BY_HOUR[slot.hour] / _BUSY_DAY
            calls = self._profile.calls_per_weekday * share * busy
            expected.append(calls * _SITE_SHARES[slot.site])
        return slots, expected

    def _count(self, day: date) -> int:
        _, expected = self._slots(day)
        luck = generator(self._seed, "size", day)
        return round(sum(expected) * luck.uniform(0.92, 1.08))

    def _draw(self, day: date) -> tuple[Call, ...]:
        rng = generator(self._seed, "calls", day)
        slots, usual = self._slots(day)
        bursts = [rng.lognormvariate(0, _BURSTS) for _ in slots]
        expected = list(accumulate(map(mul, usual, bursts)))
        size = self.size_of_day(day)
        ends = slots[0].start_ms + DAY_MS
        calls: list[Call] = []
        while len(calls) < size:
            index = bisect(expected, rng.random() * expected[-1])
            slot = slots[index]
            start = slot.start_ms + int(rng.random() * HOUR_MS)
            if calls and rng.random() < _TIE_SHARE:
                start = calls[-1].start_ms
            call = self._call(rng, start, slot, bursts[index])
            more = _second(rng, call) or self._follow_up(rng, call, slots)
            if more is None or more.start_ms >= ends or len(calls) + 2 > size:
                calls.append(_kept(call))
            else:
                calls += (call, more)
        calls.sort(key=lambda call: (call.start_ms, call.key))
        return tuple(call._replace(ordinal=n) for n, call in enumerate(calls))

    def _call(self, rng: random.Random, start: int, slot: _Slot, burst: float) -> Call:
        scenario = choose(slot.phase, rng.random())
        queue, slower = -1, 1.0
        if scenario in OF_QUEUES:
            queue = rng.choice(self._queues_at[slot.site])
            scenario, slower = self._fate(rng, scenario, queue, slot, burst)
        habit = HABITS[scenario]
        wait = _spread(rng, habit.wait * slower, 0.6, _LONGEST_WAIT_MS)
        talk = _spread(rng, habit.talk, 0.9, _LONGEST_USUAL_MS) if habit.talk else 0
        if habit.talk and rng.random() < self._profile.long_call_share:
            talk = rng.randint(HOUR_MS, LONGEST_CALL_MS - wait)
        return Call(start, 0, wait, talk, scenario, slot.site, rng.getrandbits(63), queue)

    def _fate(
        self, rng: random.Random, scenario: Scenario, queue: int, slot: _Slot, burst: float
    ) -> tuple[Scenario, float]:
        desk = self._queues[queue]
        closed = slot.phase is Phase.CLOSED
        reached = closed and desk.hours.include(slot.weekday, slot.hour)
        load = 1.0 if closed else burst * sqrt(_BUSY_BY_HOUR[slot.hour])
        found, slower = scenario, 1.0
        if reached or not closed:
            found, slower = fate(rng, scenario, desk, load, only_queue_open=reached)
        if found in GIVEN_UP and rng.random() < self._profile.callback_share:
            return Scenario.QUEUE_CALLBACK, 1.0
        return found, slower

    def _follow_up(self, rng: random.Random, call: Call, slots: list[_Slot]) -> Call | None:
        """Return how a lost caller is called back, or tries again; `None` when neither is."""
        if call.scenario not in LOST or rng.random() >= self._profile.follow_up_share:
            return None
        back = rng.random() < _CALLED_BACK
        start = call.end_ms + _spread(rng, 60 * (25 if back else 6), 0.8, DAY_MS)
        hour = (start - slots[0].start_ms) // HOUR_MS * len(self._sites) + call.site
        if hour >= len(slots) or slots[hour].phase is Phase.CLOSED:
            return None
        caller = outsiders.caller(generator(call.key), self._sites[call.site])
        if not outsiders.can_be_called(caller):
            return None
        kinds = _BACK if back else _AGAIN_AT_QUEUE if call.queue >= 0 else _AGAIN
        scenario = rng.choice(kinds)
        habit = HABITS[scenario]
        return call._replace(
            start_ms=start,
            wait_ms=_spread(rng, habit.wait, 0.6, _LONGEST_WAIT_MS),
            talk_ms=_spread(rng, habit.talk, 0.9, _LONGEST_USUAL_MS) if habit.talk else 0,
            scenario=scenario,
            key=rng.getrandbits(63),
            follows=call.key,
        )


@lru_cache(_HOURS_KEPT)
def _hours(day: date, offices: tuple[tuple[str, Hours], ...]) -> tuple[_Slot, ...]:
    """Return a day's hours at each office.

    They are the same in every account, and most of what drawing a day would take.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = []
    for start in (midnight + timedelta(hours=hour) for hour in range(24)):
        for site, (zone, hours) in enumerate(offices):
            local = start.astimezone(ZoneInfo(zone))
            phase = _phase(local, hours)
            found.append(_Slot(to_milliseconds(start), site, phase, local.weekday(), local.hour))
    return tuple(found)


def _kept(call: Call) -> Call:
    """Return a call that no other follows: whoever would pass it on, keeps it."""
    scenario = KEPT.get(call.scenario)
    return call if scenario is None else call._replace(scenario=scenario)


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


def _phase(local: datetime, hours: Hours) -> Phase:
    if not hours.include(local.weekday(), local.hour):
        return Phase.CLOSED
    return Phase.LUNCH if _LUNCH <= local.hour < _LUNCH_ENDS else Phase.OPEN
