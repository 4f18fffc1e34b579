"""Which seeds are simulated, and what is watched meanwhile."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from support import leaks

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test of a seed as many as `--seeds` says."""
    if "seed" in metafunc.fixturenames:
        first = metafunc.config.getoption("--first-seed")
        metafunc.parametrize("seed", range(first, first + metafunc.config.getoption("--seeds")))


@pytest.fixture(autouse=True)
def no_secret_leaks() -> Iterator[None]:
    """Watch what a user sees: at debug level, the lines of so many runs take half of the time."""
    watch, root = leaks.Watch(), logging.getLogger()
    level = root.level
    root.addHandler(watch)
    root.setLevel(logging.INFO)
    yield
    root.setLevel(level)
    root.removeHandler(watch)
    assert not leaks.leaked(watch.lines)
