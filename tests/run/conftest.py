"""A small company whose clock moves only when lanes wait."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Clock, Profile, Simulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def company() -> Iterator[Callable[..., Simulator]]:
    """Start companies of 40 extensions, with what a test asks for besides."""
    started: list[Simulator] = []

    def start(**options: Any) -> Simulator:
        profile = Profile(calls_per_weekday=100, history_days=3)
        simulator = Simulator(
            clock=Clock(NOW, frozen=True), profile=profile, extensions=40, **options
        )
        simulator.__enter__()
        started.append(simulator)
        return simulator

    yield start
    for simulator in started:
        simulator.__exit__(None, None, None)
