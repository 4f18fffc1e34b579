"""Draws the life of a lake from a seed alone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ringcentral_simulator import Fault, FaultKind, Profile, Quirks
from simulation.scenario import SURVIVED, End, Event, Incident, Run, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulation.scenario import ReplicationKey

HOUR = 3_600_000
"""Milliseconds."""

_KEYS: tuple[ReplicationKey, ReplicationKey] = ("startTime", "lastModifiedTime")
_DAY = 86_400.0
_LOST_FOR_GOOD = 99
_STREAMS = (("call_log", "call_log_leg"), ("call_log", "call_log_leg"), ("call_log",))
_BESIDE = (
    (),
    ("call_queue", "call_queue_member", "extension"),
    ("call_queue", "extension", "message"),
)
_STATUSES = (408, 500, 502, 503, 504)
_BROKEN = (FaultKind.RESET, FaultKind.TRUNCATED, FaultKind.MALFORMED, FaultKind.HTML)


def scenario_of(seed: int) -> Scenario:
    """Draw a life; the same seed is the same life."""
    rng = random.Random(seed)  # noqa: S311 - data, no secrets
    begins = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(
        milliseconds=rng.randrange(300 * 86_400_000)
    )
    tie_share = rng.choice((0.004, 0.004, 0.004, 0.1, 0.5))
    grain = rng.choice((1, 1, 1, 1_000, HOUR))
    # Within a second there are only page numbers to go by: when it fills a page, and calls of it
    # are deleted, no reader can know what has moved over the border of the page.
    may_delete = tie_share < 0.1 and grain < HOUR
    profile = _profile(rng, may_delete=may_delete)
    calls = max(1, profile.calls_per_weekday * profile.history_days)
    has_start = rng.random() < 0.5
    before = timedelta(days=rng.uniform(0, 1.3 * profile.history_days))
    start_date = begins - before
    if grain == HOUR:  # then borders of windows meet calls
        start_date = start_date.replace(minute=0, second=0, microsecond=0)
    ahead = timedelta(hours=rng.choice((0, 0, 0, 0, -30, 30)))
    return Scenario(
        seed=seed,
        begins=begins,
        profile=profile,
        tie_share=tie_share,
        grain=grain,
        quirks=_quirks(rng, calls),
        latency=rng.choice((0.0, rng.uniform(0.05, 2), rng.uniform(2, 40))),
        is_limited=rng.random() < 0.8,
        streams=rng.choice((*_STREAMS, ("call_log_leg",))),
        lookback_hours=rng.choice((24, 24, 20, 48)),
        start_date=start_date if has_start else None,
        ahead=ahead,
        state_every=rng.choice((1, 7, 50, 1_000)),
        window_calls=max(rng.choice((10, 60, 10_000)), calls // 20),
        runs=tuple(
            _run(rng, calls, key, may_refuse=not ahead, may_delete=may_delete)
            for key in _keys(rng, rng.randint(3, 6))
        ),
        takes_lines=rng.random() < 0.7,
        beside=rng.choice(_BESIDE),
    )


def _profile(rng: random.Random, *, may_delete: bool) -> Profile:
    busy, weekend = rng.choice(
        (
            (rng.randint(60, 120), 0.1),  # dense
            (rng.randint(2, 30), 0.1),  # sparse
            (rng.randint(5, 20), rng.uniform(2, 6)),  # in bursts
            (rng.randint(20, 60), 1.0),
            (rng.choice((0, 1)), 0.1),  # empty
        )
    )
    return Profile(
        calls_per_weekday=busy,
        weekend_share=weekend,
        history_days=rng.randint(2, 5),
        long_call_share=rng.choice((0.001, 0.1, 0.4)),
        late_share=rng.choice((0.0, 0.005, 0.3)),
        edit_share=rng.choice((0.0, 0.3, 0.9)),
        delete_share=rng.choice((0.0, 0.02, 0.3)) if may_delete else 0.0,
    )


def _quirks(rng: random.Random, calls: int) -> Quirks:
    return Quirks(
        # Many pages, but not many more than forty.
        detailed_page_limit=max(rng.choice((3, 5, 10, 50, 250)), calls // 40),
        echoes_date_to=rng.random() < 0.7,
        truncates_to_seconds=rng.random() < 0.3,
        shows_in_progress=rng.random() < 0.3,
        newest_first=rng.random() < 0.85,
        sync_lag=rng.choice((0.0, 20.0, 300.0)),
        sync_token_lifetime=rng.choice((86_400.0, 60.0)),
    )


def _keys(rng: random.Random, runs: int) -> list[ReplicationKey]:
    """The replication key of each run: mostly one for all, sometimes the other from some run on."""
    one, other = _KEYS if rng.random() < 0.6 else _KEYS[::-1]
    if rng.random() < 0.8:
        return [one] * runs
    first = rng.randrange(1, runs)
    return [one] * first + [other] * (runs - first)


def _run(
    rng: random.Random, calls: int, key: ReplicationKey, *, may_refuse: bool, may_delete: bool
) -> Run:
    pause = rng.choice(
        (
            rng.uniform(300, 3_600),
            rng.uniform(3_600, 12 * 3_600),
            rng.uniform(0.8 * _DAY, 1.3 * _DAY),
            rng.uniform(2 * _DAY, 5 * _DAY),
        )
    )
    # A token that is refused twice in a row ends a run, and rightly so. By a clock that is off, a
    # token that has ended passes for a live one, and its refusal is the first.
    events = _events(rng, may_refuse=may_refuse, may_delete=may_delete)
    is_revoked = any(event.incident is Incident.REVOCATION for event in events)
    end = rng.choice((None, None, None, None, End.KILL, End.TERMINATION))
    return Run(
        pause=pause,
        key=key,
        faults=_faults(rng, may_refuse=may_refuse and not is_revoked),
        events=events,
        end=end,
        lines=rng.randint(0, rng.choice((10, 5 * calls))) if end else 0,
        flushed=rng.random(),
        durable=rng.choice((0.0, 0.5, 1.0)),
    )


def _events(rng: random.Random, *, may_refuse: bool, may_delete: bool) -> tuple[Event, ...]:
    found = []
    if may_delete and rng.random() < 0.4:
        found += [
            Event(
                Incident.DELETION,
                _early(rng),
                calls=rng.choice((1, 1, 4, 12)),
                place=rng.choice((1.0, rng.random())),
            )
            for _ in range(rng.randint(1, 3))
        ]
    if may_refuse and rng.random() < 0.1:
        found.append(Event(Incident.REVOCATION, _early(rng)))
    if rng.random() < 0.2:
        found.append(Event(Incident.TOKEN_LOSS, _early(rng)))
    return tuple(found)


def _faults(rng: random.Random, *, may_refuse: bool) -> tuple[Fault, ...]:
    if rng.random() < 0.08:
        kind = FaultKind.STATUS
        return (Fault(kind, path="/call-log", after=_early(rng) - 1, times=_LOST_FOR_GOOD),)
    return survived(rng, _fault, 0.4, may_refuse=may_refuse)


def survived(
    rng: random.Random,
    draw: Callable[[random.Random], Fault],
    chance: float,
    *,
    may_refuse: bool,
) -> tuple[Fault, ...]:
    """Draw faults that a run gets over: few enough, and one refused token at most.

    Args:
        rng: Draws.
        draw: Draws one.
        chance: That there is a further one.
        may_refuse: Whether a token may be refused.
    """
    found: list[Fault] = []
    while rng.random() < chance:
        fault = draw(rng)
        is_refusal = fault.kind is FaultKind.UNAUTHORIZED
        if is_refusal and not may_refuse:
            continue
        if sum(f.times for f in (*found, fault)) <= SURVIVED:
            found.append(fault)
            may_refuse &= not is_refusal
    return tuple(found)


def _fault(rng: random.Random) -> Fault:
    after = _early(rng) - 1
    pause: dict[str, str] = rng.choice(({}, {"Retry-After": str(rng.randint(1, 90))}))
    match rng.randrange(8):
        case 0 | 1:
            kind, times = FaultKind.STATUS, rng.randint(1, 3)
            status = rng.choice((429, 429, *_STATUSES))
            return Fault(
                kind, path="/call-log", after=after, times=times, status=status, headers=pause
            )
        case 2:
            return Fault(FaultKind.UNAUTHORIZED, path="/call-log", after=after)
        case 3:
            return Fault(FaultKind.SLOW, path="/call-log", after=after, delay=0.001, pieces=3)
        case 4 if rng.random() < 0.15:  # each costs real time
            return Fault(FaultKind.HANG, path="/call-log", after=after)
        case _:
            return Fault(
                rng.choice(_BROKEN), path="/call-log", after=after, times=rng.randint(1, 2)
            )


def _early(rng: random.Random) -> int:
    """A request of a run, from 1: mostly one of the first."""
    return 1 + int(rng.expovariate(0.25))
