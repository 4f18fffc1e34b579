"""A fleet of three accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.object_store import ObjectStore

from .fleets import SimulatedFleet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[SimulatedFleet]:
    with SimulatedFleet(tmp_path, ("north", "south", "east")) as fleet:
        yield fleet


@pytest.fixture(scope="session")
def object_store() -> Iterator[ObjectStore]:
    with ObjectStore() as store:
        yield store
