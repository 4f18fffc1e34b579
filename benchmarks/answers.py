"""What it takes to make answers and a page of a lake of a million calls."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb

from benchmarks import made_lake
from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import watched
from benchmarks.tap_runs import BIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.processes import Used

_DAYS = {Scale.FULL: 84, Scale.QUICK: 3}
_CALLS_A_WEEKDAY = {Scale.FULL: 16_000, Scale.QUICK: 200}
_REPETITIONS = {Scale.FULL: 3, Scale.QUICK: 1}
_PROJECT = Path(__file__).parents[1]
_TRANSFORM = _PROJECT / "transform"
_DBT = _PROJECT / ".targets" / "dbt" / "bin" / "dbt"
# A column of a staging model: its name, the path in the stream, its type.
_READ = re.compile(r"^ +\('\w+', '([\w.]+)', '[\w ]+'\)", re.MULTILINE)
_MIB = 2**20

CALLS = Figure("Calls in the lake", "calls")
RATIO = Figure("SQL of the models / scan of the same files", at_most=15)
NARROW_RATIO = Figure(
    "SQL of the models / scan of the columns that they read",
    at_most=15,
    bounds="A scan keeps nothing. The models sort records and legs by call, to tell versions and "
    "the order of events, and most rows are stored twice: as a table and as Parquet.",
)
SQL = Figure("SQL of the models", "seconds")
SCAN = Figure("Scan of the same files", "seconds")
NARROW_SCAN = Figure("Scan of the columns that they read", "seconds")
BUILD = Figure("dbt build, tests of the answers included", "seconds")
PEAK = Figure("dbt build: peak memory", "MiB", at_most=2_048)
PAGE = Figure("Overview of 28 days, from the answers to the file", "seconds", at_most=5)
SIZE = Figure("Overview of 28 days", "KiB", at_most=400)


def measure(scale: Scale) -> Iterator[Result]:
    """Fill a lake, scan it, make answers of it, and a page of those; each some times."""
    repeated = range(_REPETITIONS[scale])
    with TemporaryDirectory() as directory:
        home = Path(directory)
        lake = home / "lake"
        calls = made_lake.fill(lake, home, _DAYS[scale], _CALLS_A_WEEKDAY[scale])
        scans = [_scan(lake, whole=True) for _ in repeated]
        narrow_scans = [_scan(lake, whole=False) for _ in repeated]
        builds = [_build(lake, home) for _ in repeated]
        report = [str(BIN / "ringcentral-report"), f"{lake}.answers", str(home / "site")]
        pages = [watched([*report, "--overview"]).seconds for _ in repeated]
        size = (home / "site" / "index.html").stat().st_size
    yield Result(CALLS, [calls])
    spent = [sql for sql, _ in builds]
    for ratio, taken in ((RATIO, scans), (NARROW_RATIO, narrow_scans)):
        yield Result(ratio, [sql / scan for sql, scan in zip(spent, taken, strict=True)])
    yield Result(SQL, spent)
    yield Result(SCAN, scans)
    yield Result(NARROW_SCAN, narrow_scans)
    yield Result(BUILD, [used.seconds for _, used in builds])
    yield Result(PEAK, [used.peak / _MIB for _, used in builds])
    yield Result(PAGE, pages)
    yield Result(SIZE, [size / 1024])


def _scan(lake: Path, *, whole: bool) -> float:
    """Read every value, or those of columns that models read, in as many threads as dbt has."""
    begun = datetime.now().astimezone()
    with duckdb.connect(config={"threads": 2}) as database:
        for stream in ("call_log", "call_log_leg"):
            model = _TRANSFORM / "models" / "staging" / f"stg_ringcentral__{stream}.sql"
            paths = _READ.findall(model.read_text("utf-8"))
            files = f"read_parquet('{lake}/{stream}/**/*.parquet', union_by_name = true)"
            there = {row[0] for row in database.execute(f"describe from {files}").fetchall()}
            read = [path for path in paths if path.split(".")[0] in there]
            columns = [_column(path) for path in (there if whole else read)]
            hashes = ", ".join(f"max(hash({column}))" for column in columns)
            database.execute(f"select {hashes} from {files}").fetchall()
    return (datetime.now().astimezone() - begun).total_seconds()


def _column(path: str) -> str:
    return ".".join(f'"{part}"' for part in path.split("."))


def _build(lake: Path, home: Path) -> tuple[float, Used]:
    """Build the answers with their tests, then without, which tells the seconds of SQL alone."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "DBT_PROJECT_DIR": str(_TRANSFORM),
        "DBT_PROFILES_DIR": str(_TRANSFORM),
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
        "DO_NOT_TRACK": "1",
        "RINGCENTRAL_LAKE": str(lake),
    }
    given = [f"{name}={value}" for name, value in environment.items()]
    dbt = [*("env", "-i"), *given, str(_DBT), "--quiet", "build"]
    used = watched([*dbt, "--exclude-resource-type", "unit_test"])
    watched([*dbt, "--exclude-resource-type", "unit_test", "test"])
    results = json.loads((home / "target" / "run_results.json").read_text("utf-8"))["results"]
    return _seconds(results), used


def _seconds(results: Sequence[dict[str, Any]]) -> float:
    """Return how long at least one model, or a snapshot, was at work."""
    spans = sorted(
        (
            datetime.fromisoformat(timing["started_at"]),
            datetime.fromisoformat(timing["completed_at"]),
        )
        for result in results
        if result["unique_id"].startswith(("model.", "snapshot."))
        for timing in result["timing"]
        if timing["name"] == "execute"
    )
    total, until = 0.0, spans[0][0]
    for begun, ended in spans:
        total += max(0.0, (ended - max(begun, until)).total_seconds())
        until = max(until, ended)
    return total


SUBJECT = Subject(
    "answers",
    "Answers and a page",
    "A lake of a company of 1,000 extensions and 12 weeks, in plain Parquet: each call "
    "drawn by the simulator, loaded by `target-parquet`, with the streams that the models "
    "join. Those outside have other numbers each week: some 3,500 of them call in a week, a "
    "few times a day, which is more often than real ones. The scans read every value of "
    "`call_log` and `call_log_leg`, or of the columns that the models read, with DuckDB in two "
    "threads; the models' SQL is the time in which at least one model or snapshot is at "
    "work, in a build without the tests of the answers. The page is "
    "`ringcentral-report --overview`, the start of Python included.",
    (CALLS, RATIO, NARROW_RATIO, SQL, SCAN, NARROW_SCAN, BUILD, PEAK, PAGE, SIZE),
    measure,
)
