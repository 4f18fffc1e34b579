"""How many requests the call log takes, against the least that bring as many calls."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import arrivals
from benchmarks.call_log import CallLog
from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.records import Templates
from benchmarks.server import CallServer
from benchmarks.tap_runs import AccountClock, catalog, extract, settings
from ringcentral_simulator.clock import to_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.arrivals import Calls

_NOW = datetime(2026, 3, 19, tzinfo=UTC)  # a Thursday
_PAGE = 1_000
_RUN_EVERY = timedelta(minutes=5)
_LOOKBACK = timedelta(hours=24)
_SEEDS = {Scale.FULL: (1, 2, 3), Scale.QUICK: (1,)}
_DENSE_DAYS = {Scale.FULL: 90, Scale.QUICK: 14}
_SPARSE_DAYS = {Scale.FULL: 730, Scale.QUICK: 730}
_BURST_DAYS = {Scale.FULL: 365, Scale.QUICK: 60}
_RUNS = {Scale.FULL: 288, Scale.QUICK: 12}
_STEADY_CALLS = 2_500

DENSE = Figure("Backfill of 90 days with 10,000 calls a weekday: requests / least", at_most=1.05)
SPARSE = Figure("Backfill of two years with 20 calls a weekday: requests / least", at_most=1.25)
BURSTY = Figure(
    "Backfill of a year with 30 calls a day and bursts of 6,000 an hour: requests / least",
    at_most=1.25,
)
BY_START = Figure("Every five minutes for a day, by startTime: requests / least", at_most=1.05)
BY_CHANGE = Figure(
    "Every five minutes for a day, by lastModifiedTime: requests / least", at_most=1.05
)


def measure(scale: Scale) -> Iterator[Result]:
    """Count the requests of each kind of account."""
    logging.getLogger("tap-ringcentral").setLevel(logging.WARNING)
    seeds = _SEEDS[scale]
    dense, sparse, bursty = _DENSE_DAYS[scale], _SPARSE_DAYS[scale], _BURST_DAYS[scale]
    yield Result(
        DENSE,
        [_backfill(arrivals.office_hours(10_000, dense, _NOW, seed=s), dense) for s in seeds],
    )
    yield Result(
        SPARSE,
        [_backfill(arrivals.office_hours(20, sparse, _NOW, seed=s), sparse) for s in seeds],
    )
    yield Result(BURSTY, [_backfill(arrivals.bursts(bursty, _NOW, seed=s), bursty) for s in seeds])
    yield Result(BY_START, [_schedule("startTime", _RUNS[scale], seed) for seed in seeds])
    yield Result(BY_CHANGE, [_schedule("lastModifiedTime", _RUNS[scale], seed) for seed in seeds])


def _backfill(calls: Calls, days: int) -> float:
    clock = AccountClock(_NOW)
    log = CallLog(calls, Templates.bare(), clock.local_now)
    with CallServer(log) as server, TemporaryDirectory() as home:
        start = (_NOW - timedelta(days=days)).isoformat()
        config = settings(server.url, Path(home), start_date=start)
        written = extract(config, catalog({"call_log"}), clock).records
        if written < len(calls.starts):
            raise AssertionError(f"only {written} of {len(calls.starts)} calls were written")
        return len(server.arrivals) / _least(len(calls.starts))


def _schedule(key: str, runs: int, seed: int) -> float:
    """Run the tap again and again, from the state that it left; the first run does not count."""
    clock = AccountClock(_NOW)
    calls = arrivals.changing(_STEADY_CALLS, 4, _NOW + timedelta(days=2), seed=seed)
    log = CallLog(calls, Templates.bare(), clock.local_now)
    chosen = catalog({"call_log"}, replication_key=key)
    least = 0
    with CallServer(log) as server, TemporaryDirectory() as home:
        config = settings(server.url, Path(home), start_date=(_NOW - _LOOKBACK).isoformat())
        state = extract(config, chosen, clock).state
        server.arrivals.clear()
        for _ in range(runs):
            before = to_milliseconds(clock.time)
            clock.time += _RUN_EVERY
            state = extract(config, chosen, clock, state).state
            now = to_milliseconds(clock.time)
            if key == "startTime":
                needed = len(log.found(now - _LOOKBACK // timedelta(milliseconds=1), now))
            else:
                needed = len(log.changed(before))
            least += _least(needed)
        return len(server.arrivals) / least


def _least(calls: int) -> int:
    return max(1, -(-calls // _PAGE))


SUBJECT = Subject(
    "requests",
    "Requests",
    "The tap runs in this process against a server that holds nothing but the times of calls, on "
    "a clock of its own. The least possible is one request for each thousand calls that have to "
    "be read, and one a run: in a backfill, all; by `startTime`, those of the last 24 hours, the "
    "usual lookback; by `lastModifiedTime`, those that changed since the run before. Repeated with "
    "other calls.",
    (DENSE, SPARSE, BURSTY, BY_START, BY_CHANGE),
    measure,
)
