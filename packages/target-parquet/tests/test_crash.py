"""kill -9 at any moment: no broken file, no half of a change, and the next run completes it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import Lake, in_both_formats
from .messages import COMMAND, activate, as_input, record, schema, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import FrameType

BY_DAY = {"partition_by": {"call_log": "startTime"}}
MONDAY, TUESDAY, WEDNESDAY = (f"2026-03-0{day}T12:00:00Z" for day in (2, 3, 4))
BEFORE = (
    schema(),
    record(id="a", startTime=MONDAY, duration=1),
    record(id="b", startTime=TUESDAY, duration=1),
)
# a moves to another day, b is edited, c and d are new.
AFTER = (
    schema(),
    record(id="a", startTime=WEDNESDAY, duration=2),
    record(id="b", startTime=TUESDAY, duration=2),
    record(id="c", startTime=MONDAY, duration=2),
    record(id="d", startTime=TUESDAY, duration=2),
)
WRITING = tuple(
    f"target_parquet/{module}.py"
    for module in ("lake", "local_files", "staging", "table", "delta/log", "delta/directory")
)
OLD = {("a", 1), ("b", 1)}
NEW = {("a", 2), ("b", 2), ("c", 2), ("d", 2)}


class Snapshots:
    """Copies of a lake as a kill before each line of the lake's code would leave it.

    A trace function (sys.settrace). What is on disk between two lines is all that a killed
    process leaves, so a copy is taken at each line before which the disk has changed.
    """

    def __init__(self, lake: Lake, into: Path) -> None:
        self._lake = lake
        self._into = into
        self._seen: set[frozenset[tuple[str, int, int]]] = set()
        self.lakes: list[Lake] = []

    def __call__(self, frame: FrameType, event: str, _: Any) -> Snapshots | None:
        if not frame.f_code.co_filename.endswith(WRITING):
            return None
        if event == "line":
            self._take()
        return self

    def _take(self) -> None:
        files = [path for path in self._lake.root.rglob("*") if path.is_file()]
        state = frozenset((str(f), f.stat().st_ino, f.stat().st_size) for f in files)
        if state not in self._seen:
            self._seen.add(state)
            copy = Lake(self._into / str(len(self.lakes)), self._lake.table_format)
            shutil.copytree(self._lake.root, copy.root)
            self.lakes.append(copy)


@contextlib.contextmanager
def traced(snapshots: Snapshots) -> Iterator[None]:
    sys.settrace(snapshots)
    try:
        yield
    finally:
        sys.settrace(None)


def killed_at_every_line(
    lake: Lake, into: Path, messages: Sequence[dict[str, Any]], config: dict[str, Any]
) -> list[Lake]:
    """Return what loaders would leave that are killed ever later, the last one at the end."""
    snapshots = Snapshots(lake, into)
    with traced(snapshots):
        lake.load(*messages, **config)
    assert len(snapshots.lakes) > 2
    return [*snapshots.lakes, lake]


@in_both_formats
@pytest.mark.parametrize(
    ("config", "messages"),
    [
        ({"load_method": "upsert", **BY_DAY}, AFTER),
        ({"load_method": "upsert"}, AFTER),
        ({"load_method": "overwrite", **BY_DAY}, AFTER),
        ({"load_method": "upsert", **BY_DAY}, [{**m, "version": 7} for m in AFTER] + [activate(7)]),
    ],
    ids=["upsert by day", "upsert", "overwrite", "new version"],
)
def test_a_killed_loader_leaves_whole_files_and_the_next_run_ends_its_work(
    lake: Lake, tmp_path: Path, config: dict[str, Any], messages: Sequence[dict[str, Any]]
) -> None:
    lake.load(*BEFORE, **config)
    for left in killed_at_every_line(lake, tmp_path / "killed", messages, config):
        assert set(left.rows("id, duration")) <= OLD | NEW  # every visible file is whole
        # A start of the stream completes the commit or forgets it, even if it brings nothing.
        left.load(schema())
        assert left.rows("id, duration") in (sorted(OLD), sorted(NEW))
        assert not list(left.root.rglob("*.part"))
        left.load(*messages, **config)
        assert left.rows("id, duration") == sorted(NEW)


@in_both_formats
def test_a_killed_append_only_loader_has_added_all_days_of_a_batch_or_none(
    lake: Lake, tmp_path: Path
) -> None:
    lake.load(*BEFORE, **BY_DAY)
    for left in killed_at_every_line(lake, tmp_path / "killed", AFTER, BY_DAY):
        left.load(schema(), **BY_DAY)
        assert left.rows("id, duration") in (sorted(OLD), sorted(OLD | NEW))


@in_both_formats
@pytest.mark.parametrize("lines", [1, 300, 2_500])
def test_sigkill_in_the_midst_of_the_input_and_a_rerun_leave_every_row_once(
    lake: Lake, tmp_path: Path, lines: int
) -> None:
    calls = [record(id=str(n), startTime=MONDAY, duration=n) for n in range(3_000)]
    text = as_input([schema(), *calls]).splitlines(keepends=True)
    config = {"load_method": "upsert", "batch_size_rows": 200, **BY_DAY}
    settings = tmp_path / "config.json"
    own = {"destination_path": str(lake.root), "table_format": lake.table_format}
    settings.write_text(json.dumps({**own, **config}))
    loader = subprocess.Popen(
        [COMMAND, "--config", settings],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with loader:
        assert loader.stdin
        loader.stdin.writelines(text[:lines])
        loader.stdin.flush()
        loader.kill()
    assert loader.returncode == -signal.SIGKILL
    assert len(lake.rows("id")) % 200 == 0  # whole batches
    lake.load(schema(), *calls, **config)
    assert len(set(lake.rows("id"))) == len(lake.rows("id")) == 3_000


def test_sigterm_stops_at_once_and_lets_no_state_out(lake: Lake, tmp_path: Path) -> None:
    settings = tmp_path / "config.json"
    settings.write_text(json.dumps({"destination_path": str(lake.root), "batch_size_rows": 2}))
    loader = subprocess.Popen(
        [COMMAND, "--config", settings],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TARGET_PARQUET_LOGLEVEL": "DEBUG"},  # tells of the full batch
    )
    with loader:
        assert loader.stdin
        assert loader.stdout
        assert loader.stderr
        loader.stdin.write(as_input([schema(), *(record(id=i) for i in "abc"), state({"n": 1})]))
        loader.stdin.flush()
        next(line for line in loader.stderr if "is full" in line)
        loader.terminate()
        out = loader.stdout.read()
    assert loader.returncode == 128 + signal.SIGTERM
    assert out == ""
