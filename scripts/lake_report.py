"""Print one answer out of a lake; with --streams, rows, partitions and files of each stream."""

from __future__ import annotations

import argparse
import sys
from io import TextIOWrapper
from pathlib import Path

import duckdb
from deltalake import DeltaTable

# Calls that reached a queue: the agent's leg is the one a person of the company accepted, and the
# wait is the time from the call's start to that leg's start.
QUEUES = """
with answered as (
    select callLogId, min(startTime) as answered_at
    from legs
    where result in ('Accepted', 'Call connected')
      and coalesce(master, false) = false
      and extension.id in (select id from extensions where type in ('User', 'DigitalUser'))
    group by callLogId
)
select
    queue.name as queue,
    count(*) as calls,
    count(answered_at) / count(*) as answered,
    median(epoch(answered_at) - epoch(call.startTime)) as wait
from calls as call
join queues as queue on queue.id = call.extension.id
left join answered on answered.callLogId = call.id
where call.direction = 'Inbound'
group by queue.name
order by calls desc, queue.name
"""


def main(lake: str, *, with_streams: bool) -> None:
    """Print the report."""
    print(f"\nThe lake {lake}")
    if "://" in lake:
        print("It is not on this disk: docs/lake.md shows how to read it.")
        return
    root = Path(lake)
    if not root.is_dir():
        print("Nothing was loaded into it yet.")
        return
    database = duckdb.connect()
    if with_streams:
        print(f"\n  {'stream':<30}{'rows':>10}{'files':>8}{'parts':>7}  from and to (UTC)")
        for folder in sorted(path for path in root.iterdir() if path.is_dir()):
            print(f"  {folder.name:<30}{_figures(database, folder)}")
    views = {"calls": "call_log", "legs": "call_log_leg", "queues": "call_queue"}
    for view, stream in (views | {"extensions": "extension"}).items():
        if not _files(root / stream):
            print(f"\nNo {stream} yet: no question about queues can be answered.")
            return
        _rows(database, root / stream).create_view(view)
    print("How the call queues did (from the legs of their calls)")
    print(f"  {'queue':<28}{'calls':>8}{'answered':>10}{'median wait':>13}")
    for queue, calls, answered, wait in database.execute(QUEUES).fetchall():
        seconds = "-" if wait is None else f"{wait:.0f} s"
        print(f"  {queue:<28}{calls:>8,}{answered:>10.0%}{seconds:>13}")


def _is_delta(folder: Path) -> bool:
    return (folder / "_delta_log").is_dir()


def _files(folder: Path) -> list[str]:
    if _is_delta(folder):
        return list(DeltaTable(folder).file_uris())
    return [str(path) for path in folder.rglob("*.parquet")]


def _rows(database: duckdb.DuckDBPyConnection, folder: Path) -> duckdb.DuckDBPyRelation:
    if _is_delta(folder):
        return database.from_arrow(DeltaTable(folder).to_pyarrow_dataset())
    pattern = str(folder / "**" / "*.parquet")
    return database.read_parquet(pattern, hive_partitioning=True, union_by_name=True)


def _figures(database: duckdb.DuckDBPyConnection, folder: Path) -> str:
    files = _files(folder)
    if not files:
        return f"{0:>10}{0:>8}"
    rows = _rows(database, folder)
    by = next((name for name in ("day", "month") if name in rows.columns), None)
    parts = f"count(distinct {by}), min({by}), max({by})" if by else "0, '', ''"
    found = rows.aggregate(f"count(*), {parts}").fetchall()
    count, partitions, first, last = found[0]
    span = f"{partitions:>7}  {first} to {last}" if partitions else ""
    return f"{count:>10,}{len(files):>8,}{span}"


if __name__ == "__main__":
    # A queue's name may have characters that the terminal's encoding lacks.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lake", help="The lake's directory.")
    parser.add_argument("--streams", action="store_true", help="List the streams as well.")
    given = parser.parse_args()
    main(given.lake, with_streams=given.streams)
