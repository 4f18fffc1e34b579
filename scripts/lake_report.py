"""Print how much is in a lake; with --streams, rows, partitions and files of each stream."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

import duckdb
from deltalake import DeltaTable


@dataclass(frozen=True)
class Stream:
    """What the lake has of a stream; the partitions are days or months of UTC."""

    name: str
    rows: int = 0
    files: int = 0
    partitions: int = 0
    first: str = ""
    last: str = ""


def main(lake: str, *, with_streams: bool) -> None:
    """Print the report."""
    if "://" in lake:
        print(f"The lake {lake} is not on this disk: docs/lake.md shows how to read it.")
        return
    root = Path(lake)
    if not root.is_dir():
        print(f"The lake {lake}: nothing was loaded into it yet.")
        return
    database = duckdb.connect()
    folders = sorted(path for path in root.iterdir() if path.is_dir())
    streams = [_stream(database, folder) for folder in folders]
    if with_streams:
        print(f"{'stream':<30}{'rows':>10}{'files':>8}{'parts':>7}  from and to (UTC)")
        for each in streams:
            print(_line(each))
    rows, files = sum(each.rows for each in streams), sum(each.files for each in streams)
    print(f"The lake {lake}: {rows:,} rows of {len(streams)} streams in {files:,} files.")


def _line(stream: Stream) -> str:
    counts = f"{stream.name:<30}{stream.rows:>10,}{stream.files:>8,}"
    if not stream.partitions:
        return counts
    return f"{counts}{stream.partitions:>7,}  {stream.first} to {stream.last}"


def _stream(database: duckdb.DuckDBPyConnection, folder: Path) -> Stream:
    files = _files(folder)
    if not files:
        return Stream(folder.name)
    rows = _rows(database, folder)
    by = next((name for name in ("day", "month") if name in rows.columns), None)
    parts = f"count(distinct {by}), min({by}), max({by})" if by else "0, '', ''"
    found = rows.aggregate(f"count(*), {parts}").fetchall()
    count, partitions, first, last = found[0]
    return Stream(folder.name, count, len(files), partitions, str(first), str(last))


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


if __name__ == "__main__":
    # A lake's path may have characters that the terminal's encoding lacks.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lake", help="The lake's directory.")
    parser.add_argument("--streams", action="store_true", help="List the streams as well.")
    given = parser.parse_args()
    main(given.lake, with_streams=given.streams)
