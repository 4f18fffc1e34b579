"""A simulated account, and retries that wait on its clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from support.runs import SimulatedClock
from support.whole_account import WholeAccount

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)


def company(calls_per_weekday: int, days: int, extensions: int = 300) -> Simulator:
    """A company whose clock moves only when it is told, and that lets every request through."""
    return Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=calls_per_weekday, history_days=days),
        rate_limits=RateLimits(enabled=False),
        extensions=extensions,
    )


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A company of some 1,200 calls in a fortnight."""
    with company(120, 14) as simulator:
        yield simulator


@pytest.fixture
def three_pages() -> Iterator[Simulator]:
    """A company with more than two full pages of calls."""
    with company(200, 14) as simulator:
        yield simulator


@pytest.fixture
def small_company() -> Iterator[Simulator]:
    """A company of 40 extensions, for what is asked of each of them."""
    with company(100, 5, extensions=40) as simulator:
        yield simulator


@pytest.fixture
def busy_week() -> Iterator[Simulator]:
    """A small company with a busy week behind it."""
    with company(150, 9, extensions=60) as simulator:
        yield simulator


@pytest.fixture
def clock(simulator: Simulator) -> SimulatedClock:
    """The simulator's clock as the tap sees it."""
    return SimulatedClock(simulator)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeAccount]:
    """Every stream of a small company, read once for all tests that only look."""
    with (
        Simulator(
            clock=Clock(NOW, frozen=True),
            profile=Profile(calls_per_weekday=600, history_days=2, long_call_share=0.05),
            rate_limits=RateLimits(enabled=False),
            extensions=40,
        ) as simulator,
        pytest.MonkeyPatch.context() as watch,
    ):
        store = tmp_path_factory.mktemp("whole") / "token.json"
        yield WholeAccount.read(simulator, store, watch)
