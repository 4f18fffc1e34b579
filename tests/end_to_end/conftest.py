"""A simulated account whose clock stands still, and a pipeline that reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from support.pipeline import PROJECT, Pipeline

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A Friday afternoon: calls of this morning are still being completed.
NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A company with some 1,000 calls a week, whose clock stands still until it is moved."""
    profile = Profile(calls_per_weekday=200, history_days=10)
    clock = Clock(NOW, frozen=True)
    limits = RateLimits(enabled=False)
    with Simulator(clock=clock, profile=profile, rate_limits=limits, extensions=60) as simulator:
        yield simulator


@pytest.fixture
def pipeline(simulator: Simulator, tmp_path: Path) -> Iterator[Pipeline]:
    """A pipeline, alone: two runs in one Meltano project would share their temporary files."""
    with FileLock(PROJECT / ".meltano" / "tests.lock"):
        yield Pipeline(simulator, tmp_path)
