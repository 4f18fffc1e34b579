"""What the tests of single modules share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from support.loopback import Loopback
from support.still_clock import StillClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty `.env` in the place of this checkout's, and no setting in the environment."""
    for name in os.environ:
        if name.startswith("TAP_RINGCENTRAL_"):
            monkeypatch.delenv(name)
    path = tmp_path / ".env"
    path.touch()
    monkeypatch.setattr("singer_sdk.configuration._dict_config.find_dotenv", lambda: str(path))
    return path
