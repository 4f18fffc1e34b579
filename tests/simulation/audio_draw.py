"""Draws the life of stored audio from a seed alone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from ringcentral_simulator import Fault, FaultKind, Profile, Quirks
from simulation.audio_scenario import AudioRun, AudioScenario, Step
from simulation.draw import survived
from simulation.scenario import End, Event, Incident

_HOUR = 3_600.0
_DAY = 24 * _HOUR
_LONGEST = 9 * _HOUR  # a call, until its record comes and names the recording
_LOST_FOR_GOOD = 99
_STATUSES = (408, 429, 429, 429, 500, 502, 503, 504)
_BROKEN = (FaultKind.RESET, FaultKind.TRUNCATED, FaultKind.HTML)


def audio_scenario_of(seed: int) -> AudioScenario:
    """Draw a life; the same seed is the same life."""
    rng = random.Random(f"{seed}/audio")  # noqa: S311 - data, no secrets
    begins = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(
        milliseconds=rng.randrange(300 * 86_400_000)
    )
    lookback = rng.choice((24, 24, 48))
    profile = _profile(rng)
    quirks = _quirks(rng, lookback * _HOUR)
    before = timedelta(days=rng.uniform(0, 1.3 * profile.history_days))
    ahead = timedelta(hours=rng.choice((0, 0, 0, 0, -30, 30)))
    # A token that is refused twice in a row ends a run, and rightly so. By a clock that is off, a
    # token that has ended passes for a live one, and its refusal is the first. An address that is
    # signed takes none.
    may_refuse = not ahead and not quirks.media_redirects_to
    disturbed, undisturbed = rng.randint(2, 4), rng.randint(1, 2)
    return AudioScenario(
        seed=seed,
        begins=begins,
        profile=profile,
        quirks=quirks,
        longest_bytes=rng.randint(1_000, 9_000),
        latency=rng.choice((0.0, rng.uniform(0.05, 2), rng.uniform(2, 10))),
        is_limited=rng.random() < 0.7,
        lookback=timedelta(hours=lookback),
        start_date=begins - before if rng.random() < 0.5 else None,
        ahead=ahead,
        window_calls=rng.choice((5, 30, 10_000)),
        pages_ahead=rng.choice((1, 30)),
        most_waiting=rng.choice((1, 1_000, 1_000)),
        piece=rng.choice((600, 4_000)),
        runs=(
            *(_run(rng, may_refuse=may_refuse) for _ in range(disturbed)),
            *(AudioRun(**_when(rng)) for _ in range(undisturbed)),
        ),
    )


def _profile(rng: random.Random) -> Profile:
    return Profile(
        calls_per_weekday=rng.choice((rng.randint(2, 12), rng.randint(10, 40))),
        weekend_share=rng.choice((0.1, 1.0, 3.0)),
        history_days=rng.randint(2, 7),
        long_call_share=rng.choice((0.001, 0.1)),
        late_share=rng.choice((0.0, 0.3)),
        edit_share=0.0,
        delete_share=rng.choice((0.0, 0.0, 0.1)),
    )


def _quirks(rng: random.Random, lookback: float) -> Quirks:
    return Quirks(
        detailed_page_limit=rng.choice((20, 1_000)),
        echoes_date_to=rng.random() < 0.7,
        truncates_to_seconds=rng.random() < 0.3,
        shows_in_progress=rng.random() < 0.3,
        newest_first=rng.random() < 0.85,
        recording_format=rng.choice(("mp3", "wav", "mixed")),
        recording_ready_after=rng.choice(
            (
                0.0,
                rng.uniform(60, 1_800),
                rng.uniform(_HOUR, lookback - _LONGEST),
                rng.uniform(_HOUR, lookback - _LONGEST),
                lookback + _LONGEST if rng.random() < 0.2 else 0.0,  # given up
            )
        ),
        recordings_kept_days=rng.choice((2, 3, 5, 90, 90)),
        recordings_kept_number=rng.choice((100_000, 100_000, rng.randint(1, 40))),
        deleted_stays_listed=rng.random() < 0.6,
        sends_content_length=rng.random() < 0.6,
        missing_recording_code=rng.choice(("CMN-102", "")),
        filter_sees_legs=rng.random() < 0.5,
        legs_recorded=rng.random() < 0.5,
        transfer_shares_recording=rng.random() < 0.5,
        media_redirects_to=rng.choice(("", "", "/signed")),
    )


def _when(rng: random.Random) -> dict[str, Any]:
    """When a run is, and whether it knows of the former ones."""
    pause = rng.choice(
        (
            rng.uniform(300, _HOUR),
            rng.uniform(_HOUR, 12 * _HOUR),
            rng.uniform(0.8 * _DAY, 1.3 * _DAY),
            rng.uniform(2 * _DAY, 4 * _DAY),
        )
    )
    return {"pause": pause, "key": "startTime", "forgets": rng.random() < 0.12}


def _run(rng: random.Random, *, may_refuse: bool) -> AudioRun:
    step = rng.choice((None, None, *Step))
    end = rng.choice((None, None, End.KILL, End.TERMINATION)) if step is None else None
    return AudioRun(
        **_when(rng),
        faults=_faults(rng, may_refuse=may_refuse),
        events=_deletions(rng),
        step=step,
        nth=_one_of_many(rng),
        end=end,
        lines=rng.randint(0, 60) if end else 0,
        flushed=rng.random(),
        durable=rng.choice((0.0, 0.5, 1.0)),
        minutes=rng.choice((1, 3)) if rng.random() < 0.2 else None,
        silent=rng.random() if rng.random() < 0.15 else None,
        is_told=rng.random() < 0.85,
    )


def _deletions(rng: random.Random) -> tuple[Event, ...]:
    return tuple(
        Event(
            Incident.DELETION,
            rng.choice((1, _one_of_many(rng))),
            calls=rng.choice((1, 1, 4)),
            place=rng.random(),
        )
        for _ in range(rng.choice((0, 0, 1, 3)))
    )


def _faults(rng: random.Random, *, may_refuse: bool) -> tuple[Fault, ...]:
    if rng.random() < 0.08:
        after = _one_of_many(rng) - 1
        path = rng.choice(("/content", "/call-log"))
        return (Fault(FaultKind.STATUS, path=path, after=after, times=_LOST_FOR_GOOD),)
    return survived(rng, _fault, 0.6, may_refuse=may_refuse)


def _fault(rng: random.Random) -> Fault:
    path, after = rng.choice(("/content", "/content", "/call-log")), _one_of_many(rng) - 1
    pause: dict[str, str] = rng.choice(({}, {"Retry-After": str(rng.randint(1, 90))}))
    match rng.randrange(7):
        case 0 | 1:
            kind, times, status = FaultKind.STATUS, rng.randint(1, 3), rng.choice(_STATUSES)
            return Fault(kind, path=path, after=after, times=times, status=status, headers=pause)
        case 2:
            return Fault(FaultKind.UNAUTHORIZED, path=path, after=after)
        case 3:
            return Fault(FaultKind.SLOW, path=path, after=after, delay=0.001, pieces=3)
        case _:
            return Fault(rng.choice(_BROKEN), path=path, after=after, times=rng.randint(1, 2))


def _one_of_many(rng: random.Random) -> int:
    """A request of a run, or a recording, from 1: mostly one of the first ten."""
    return 1 + int(rng.expovariate(0.12))
