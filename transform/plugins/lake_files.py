"""Tells DuckDB which files a lake of Delta tables has now, without DuckDB's extension for them.

The extension is downloaded when it is first used, which is not possible everywhere; deltalake reads
the log of a table, and DuckDB reads the Parquet files that the log names.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError


class Plugin(BasePlugin):
    """Makes the folder of the answers, and the table lake.delta_file (stream, path)."""

    def initialize(self, config: dict[str, Any]) -> None:
        """Take what the profile says, and make the folder of the answers.

        Raises:
            DbtRuntimeError: the lake is on no disk or is not there, or has half a path of Meltano.
        """
        self._lake = _on_a_disk(config["lake"])
        self._is_delta = config["lake_format"] == "delta"
        if config["answers"]:
            Path(config["answers"]).mkdir(parents=True, exist_ok=True)

    def configure_connection(self, conn: Any) -> None:
        """List the files of each Delta table; none of a lake of plain Parquet."""
        conn.execute("attach if not exists ':memory:' as lake")
        conn.execute("create or replace table lake.delta_file (stream varchar, path varchar)")
        if self._is_delta:
            files = [
                (log.parent.name, path)
                for log in sorted(self._lake.glob("*/_delta_log"))
                for path in _files(log.parent)
            ]
            if files:
                conn.executemany("insert into lake.delta_file values (?, ?)", files)


def _on_a_disk(lake: str) -> Path:
    if "://" in lake:
        raise DbtRuntimeError(
            f"The models read lakes on a disk, not {lake}: see docs/reports.md, Other places."
        )
    # dbt works in the folder of the models, Meltano and all its other plugins in the project's.
    if "MELTANO_PROJECT_ROOT" in os.environ and not Path(lake).is_absolute():
        raise DbtRuntimeError(
            f"The lake {lake} needs a whole path (TARGET_PARQUET_DESTINATION_PATH, or `lake`)."
        )
    if not Path(lake).is_dir():
        raise DbtRuntimeError(
            f"The lake {lake} is not there: load it first, or set RINGCENTRAL_LAKE to where it is."
        )
    return Path(lake)


def _files(table: Path) -> list[str]:
    from deltalake import DeltaTable  # noqa: PLC0415 - lakes of plain Parquet need it not

    known = DeltaTable(str(table))
    # The address of the table is percent-encoded, what follows it is a file's name as it is.
    root = known.table_uri.removeprefix("file://")
    return [str(table / uri.removeprefix(root)) for uri in known.file_uris()]
