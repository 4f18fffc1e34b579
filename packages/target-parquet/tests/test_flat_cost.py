"""An upsert costs as much in an old lake as in a young one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from support.opened import Opened
from support.request_counter import RequestCounter

from .conftest import Lake
from .messages import record, schema

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import BucketLake

FIXED = {"partition_by": {"call_log": "startTime fixed"}, "load_method": "upsert"}
NEWEST = dt.date(2026, 3, 2)


@pytest.fixture
def ages(request: pytest.FixtureRequest) -> tuple[int, int]:
    """How many days a young lake has, and an old one."""
    return 30, request.config.getoption("--old-lake-days")


def days(count: int) -> list[dict[str, Any]]:
    """A call on each of the last days."""
    dates = [NEWEST - dt.timedelta(days=number) for number in range(count)]
    return [record(id=f"{date}", startTime=f"{date}T12:00:00Z") for date in dates]


def one_day() -> list[dict[str, Any]]:
    """A new call, and an edited one, of one day."""
    at = f"{NEWEST}T12:00:00Z"
    return [record(id=f"{NEWEST}", startTime=at, duration=1), record(id="new", startTime=at)]


def test_requests_of_an_upsert_of_one_day_do_not_grow_with_the_lake(
    bucket: BucketLake, monkeypatch: pytest.MonkeyPatch, ages: tuple[int, int]
) -> None:
    asked = []
    with RequestCounter(bucket.store) as counter:
        for age in ages:
            bucket.root = bucket.root.parent / f"lake-of-{age}-days"
            bucket.load(schema(), *days(age), **FIXED)
            counter.asked.clear()
            bucket.store.use(monkeypatch, url=counter.url)
            bucket.load(schema(), *one_day(), **FIXED)
            bucket.store.use(monkeypatch)
            asked.append(sorted(each.split()[0] for each in counter.asked))
            assert len(bucket.rows("id")) == age + 1
    young, old = asked
    assert young == old
    assert len(old) < 40


@pytest.mark.parametrize("kind", ["parquet", "delta"])
def test_files_that_an_upsert_of_one_day_opens_do_not_grow_with_the_lake(
    tmp_path: Path, kind: str, ages: tuple[int, int]
) -> None:
    opened = []
    for age in ages:
        lake = Lake(tmp_path / f"{age}", kind)
        lake.load(schema(), *days(age), **FIXED)
        with Opened(lake.root) as watched:
            lake.load(schema(), *one_day(), **FIXED)
        opened.append(len(watched.paths))
        assert not [path for path in watched.paths if "day=" in path and f"{NEWEST}" not in path]
        assert len(lake.rows("id")) == age + 1
    assert opened[0] == opened[1]
