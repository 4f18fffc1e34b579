"""The models over a lake: an account is read into one, dbt runs, and the marts are read back."""

from __future__ import annotations

import io
import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import duckdb
import msgspec

from support.pipeline import PROJECT
from support.runs import SimulatedClock, catalog_of, only, run
from target_parquet import TargetParquet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from ringcentral_simulator import Simulator

TRANSFORM = PROJECT / "transform"
DBT = PROJECT / ".targets" / "dbt" / "bin" / "dbt"
STREAMS = (
    "account",
    "call_analytics_queue",
    "company_business_hours",
    "extension_business_hours",
    "phone_number",
    "site",
)
PARTITIONS = {
    "call_log": "startTime",
    "call_log_leg": "callStartTime",
    "call_analytics_queue": "time",
}


def read(simulator: Simulator, since: datetime, streams: Iterable[str] = STREAMS) -> bytes:
    """Read the usual streams and others, analytics by day and by hour, as lines of Singer."""
    settings: dict[str, Any] = {
        "start_date": since.isoformat(),
        "clock": SimulatedClock(simulator),
    }
    by_day = run(simulator, catalog=catalog_of(dict.fromkeys(streams, True)), **settings)
    hours = only("call_analytics_queue")
    by_hour = run(simulator, catalog=hours, analytics_interval="Hour", **settings)
    messages = [*by_day.messages, *by_hour.messages]
    return b"\n".join(msgspec.json.encode(each) for each in messages)


def load(lines: bytes, lake: Path, **settings: Any) -> None:
    """Load them as plain Parquet."""
    config = {"destination_path": str(lake), "load_method": "upsert", "partition_by": PARTITIONS}
    TargetParquet(config=config | settings).listen(io.StringIO(lines.decode()))


class Rows(Protocol):
    """Where marts are read."""

    def rows(self, mart: str) -> list[dict[str, Any]]:
        """Read one, by its name without `ringcentral__`."""


@dataclass
class Answers:
    """The models over one lake, with a database of their own.

    Attributes:
        lake: Where the streams are.
        home: Where dbt writes all that it does not write beside the lake.
        project: Another copy of `transform/`.
        variables: Environment variables besides.
    """

    lake: Path
    home: Path
    project: Path = TRANSFORM
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the marts are as Parquet."""
        return self.lake.with_name(f"{self.lake.name}.answers")

    @property
    def database(self) -> Path:
        """The file of DuckDB in which dbt works."""
        return self.lake.with_name(f"{self.lake.name}.answers.duckdb")

    def dbt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of dbt."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "DBT_PROJECT_DIR": str(self.project),
            "DBT_PROFILES_DIR": str(self.project),
            "DBT_TARGET_PATH": str(self.home / "target"),
            "DBT_LOG_PATH": str(self.home / "logs"),
            "DBT_USE_COLORS": "false",
            "DO_NOT_TRACK": "1",
            "RINGCENTRAL_LAKE": str(self.lake),
        }
        return subprocess.run(
            [DBT, *arguments],
            env=environment | self.variables,
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, *arguments: str) -> str:
        """Run `dbt build`, which must end well; give what it printed."""
        built = self.dbt("build", *arguments)
        assert built.returncode == 0, built.stdout
        return built.stdout

    def rows(self, mart: str) -> list[dict[str, Any]]:
        """Read a mart back from its Parquet file."""
        file = self.folder / f"ringcentral__{mart}.parquet"
        with duckdb.connect() as database:
            database.execute("set timezone = 'UTC'")
            return rows_of(database, f"from read_parquet('{file}')")


def rows_of(database: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """Rows of a query, by column."""
    found = database.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
