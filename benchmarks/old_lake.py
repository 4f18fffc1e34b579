"""What an upsert of one day takes, into a young lake and into an old one."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import run, watched
from benchmarks.tap_runs import BIN, last_midnight

if TYPE_CHECKING:
    from collections.abc import Iterator

_YOUNG = 30
_OLD = {Scale.FULL: 1_095, Scale.QUICK: 60}
_REPETITIONS = {Scale.FULL: 7, Scale.QUICK: 1}
_ROWS_A_DAY = 20
_NEW_ROWS = 1_000
_FORMATS = ("parquet", "delta")
_PROPERTIES = {
    "id": {"type": "string"},
    "startTime": {"type": "string", "format": "date-time"},
    "duration": {"type": "integer"},
}
_SCHEMA = {
    "type": "SCHEMA",
    "stream": "call_log",
    "schema": {"type": "object", "properties": _PROPERTIES},
    "key_properties": ["id"],
}

RATIOS = {
    name: Figure(f"{name}: upsert into 1,095 days / into 30 days", at_most=1.2) for name in _FORMATS
}
SECONDS = {name: Figure(f"{name}: upsert into 1,095 days", "seconds") for name in _FORMATS}


def measure(scale: Scale) -> Iterator[Result]:
    """Let upserts into both lakes take turns."""
    with TemporaryDirectory() as directory:
        home = Path(directory)
        new = _messages(home / "new", 1, _NEW_ROWS)
        for name in _FORMATS:
            lakes = [_lake(home, name, days) for days in (_YOUNG, _OLD[scale])]
            turns = [
                [watched(lake, source=new).seconds for lake in lakes]
                for _ in range(_REPETITIONS[scale])
            ]
            yield Result(RATIOS[name], [old / young for young, old in turns])
            yield Result(SECONDS[name], [old for _, old in turns])


def _lake(home: Path, table_format: str, days: int) -> list[str]:
    """Load so many days, and return the command that upserts into them."""
    config = home / f"{table_format}-{days}.json"
    lake = {
        "destination_path": str(config.with_suffix("")),
        "table_format": table_format,
        "load_method": "upsert",
        "partition_by": {"call_log": "startTime fixed"},
    }
    config.write_text(json.dumps(lake), "utf-8")
    command = [str(BIN / "target-parquet"), "--config", str(config)]
    run(command, source=_messages(home / "old", days, _ROWS_A_DAY))
    return command


def _messages(file: Path, days: int, rows_a_day: int) -> Path:
    first = last_midnight() - timedelta(days=days)
    lines = [json.dumps(_SCHEMA)]
    for day in range(days):
        start = (first + timedelta(days=day)).isoformat()
        for number in range(rows_a_day):
            values = {"id": f"{day}-{number}", "startTime": start, "duration": number}
            lines.append(json.dumps({"type": "RECORD", "stream": "call_log", "record": values}))
    file.write_text("\n".join(lines), "utf-8")
    return file


SUBJECT = Subject(
    "old_lake",
    "An upsert of one day",
    "`target-parquet` upserts 1,000 rows of yesterday into a lake of 30 days and into one of 1,095 "
    "days, a file a day, on a local disk; start of the process included. Requests to an object "
    "store and files opened are counted in the loader's tests: they are equal.",
    tuple(figure for name in _FORMATS for figure in (RATIOS[name], SECONDS[name])),
    measure,
)
