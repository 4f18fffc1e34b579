"""An account of two weeks in a lake, and the models over it, once for all tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from support import answers
from support.answers import Answers

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A Friday afternoon; the Sunday before the last one clocks in the United States went forward.
NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
DAYS = 14


def account(seed: int, **settings: object) -> Simulator:
    """A company of some 1,500 calls, whose clock stands still."""
    return Simulator(
        seed=seed,
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=150, history_days=DAYS),
        rate_limits=RateLimits(enabled=False),
        extensions=60,
        **settings,  # type: ignore[arg-type] # each test's own
    )


def filled(simulator: Simulator, home: Path) -> Answers:
    """Read an account into a lake."""
    lines = answers.read(simulator, NOW - timedelta(days=DAYS + 2))
    (home / "singer.jsonl").write_bytes(lines)
    answers.load(lines, home / "lake")
    return Answers(home / "lake", home)


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    with account(20_240_117) as simulator:
        yield simulator


@pytest.fixture(scope="session")
def built(
    simulator: Simulator, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Answers:
    """The models over that account, with all their tests; the first worker runs them."""
    home = tmp_path_factory.getbasetemp()
    home = (home if worker_id == "master" else home.parent) / "answers"
    with FileLock(f"{home}.lock"):
        if not (home / "built").exists():
            home.mkdir()
            output = filled(simulator, home).build()
            (home / "built").write_text(output)
    return Answers(home / "lake", home)
