"""`target-parquet-maintain`: fewer and larger files, and none that nobody needs any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import click
from pyarrow import fs

from target_parquet.appended import AppendedFiles
from target_parquet.command import LoadCommand
from target_parquet.formats import Lake
from target_parquet.partition import Grain, Partitioning, coarser
from target_parquet.record import Contents
from target_parquet.table import Table
from target_parquet.target import TargetParquet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from singer_sdk.plugin_base import _ConfigInput

    from target_parquet.directory import Directory

_LARGE = 128 * 2**20  # bytes of a partition whose files are better left as they are
_WEEK = 7 * 24


@click.command(cls=LoadCommand, logger=TargetParquet.logger)
@click.option(
    "--config",
    multiple=True,
    required=True,
    help="The loader's configuration file, or ENV for the environment.",
    callback=TargetParquet.cb_config,
)
@click.option(
    "--retention-hours",
    type=click.IntRange(min=_WEEK),
    default=_WEEK,
    show_default=True,
    help="How long a file stays in a Delta table's directory after it left the table: longer than "
    "any reader takes, and any loader.",
)
def main(config: _ConfigInput, retention_hours: int) -> None:
    """Tidy the lake up: may be killed at any time, and run again.

    Days become months where partition_by says so, the files of a partition one, and what is no part
    of a Delta table any more is removed.
    """
    settings = TargetParquet(config=config.config, parse_env_config=config.parse_env).config
    lake = Lake(settings)
    for name in _directories(lake):
        directory = lake.directory(unquote(name))
        if isinstance(directory, AppendedFiles):
            click.echo(f"{name}: plain files on an object store are left as they are")
            continue
        try:
            done = Maintenance(unquote(name), directory, settings)
            told = [*done.regrained(), *done.merged(), *done.removed(retention_hours)]
        finally:
            directory.close()
        click.echo(f"{name}: {', '.join(told) or 'nothing to do'}")


class Maintenance:
    """What can be done for one stream. Each method yields what it did."""

    def __init__(self, stream: str, directory: Directory, settings: Mapping[str, Any]) -> None:
        directory.open()
        self._stream = stream
        self._directory = directory
        self._table = Table(stream, directory)
        self._partition_by = settings["partition_by"].get(stream)
        self._compression = settings["compression"]

    def regrained(self) -> Iterator[str]:
        """Let days become months, all in one commit, where the settings say so."""
        stored = self._directory.contents()
        if stored is None or stored.grain != Grain.DAY or not self._partition_by:
            return
        wanted = Partitioning.parse(self._stream, self._partition_by, stored.schema).grain
        if wanted == stored.grain:
            return
        days = self._table.partitions()
        months: dict[str, list[str]] = {}
        for day, files in sorted(days.items()):
            months.setdefault(coarser(day, wanted), []).extend(files)
        contents = Contents(stored.schema, wanted)
        self._directory.attempt(lambda: self._table.rewrite(months, contents, self._compression))
        yield f"{len(days)} days became {len(months)} months"

    def merged(self) -> Iterator[str]:
        """Let the files of each partition become one, unless they are large."""
        count = 0
        for partition in self._table.partitions():
            if size := self._merge(partition):
                count += size
        if count:
            yield f"{count} files merged"

    def removed(self, retention_hours: int) -> Iterator[str]:
        """Remove what is no part of the stream any more."""
        if count := self._directory.vacuum(retention_hours):
            yield f"{count} files removed"

    def _merge(self, partition: str) -> int:
        merged = 0

        def merge() -> None:
            nonlocal merged
            contents = self._directory.contents()
            files = self._table.partitions().get(partition, [])
            paths = [self._directory.path(file) for file in files]
            sizes = [info.size for info in self._directory.filesystem.get_file_info(paths)]
            if contents and len(files) > 1 and sum(sizes) < _LARGE:
                self._table.rewrite({partition: files}, contents, self._compression)
                merged = len(files)

        self._directory.attempt(merge)
        return merged


def _directories(lake: Lake) -> list[str]:
    selector = fs.FileSelector(lake.root, allow_not_found=True)
    found = lake.filesystem.get_file_info(selector)
    names = (info.base_name for info in found if info.type == fs.FileType.Directory)
    return sorted(name for name in names if not name.startswith((".", "_")))
