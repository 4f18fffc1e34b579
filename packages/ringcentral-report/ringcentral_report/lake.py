"""The marts as tables of a DuckDB: Parquet that dbt wrote, and what of it is there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

# The columns that the page reads. One that a mart lacks is null, a mart that is not there is empty.
COLUMNS = {
    "call": "conversation_id text, started_at timestamptz, local_started_at timestamp, "
    "local_day date, "
    "site_id text, direction text, outside_number text, outcome text, wait_seconds double, "
    "wait_source text",
    "queue_call": "queue_id text, local_entered_at timestamp, local_day date, wait_seconds double, "
    "outcome text, answered_by text, talk_seconds double, wait_source text",
    "queue_hour": "queue_id text, local_day date, calls bigint, answered bigint, "
    "in_service_level bigint, out_of_service_level bigint, service_level_source text, "
    "service_level_formula text",
    "ring": "extension_id text, queue_id text, local_day date, is_answered boolean, "
    "talk_seconds double",
    "person_day": "extension_id text, local_day date, rung bigint, answered bigint, "
    "answered_talk_seconds double, outbound bigint",
    "transfer": "conversation_id text, kind text, from_extension_id text, to_extension_id text",
    "lost_call": "local_started_at timestamp, local_day date, outside_number text, queue_id text, "
    "site_id text, fate text",
    "number_day": "number text, local_day date, calls bigint, answered bigint",
    "caller_day": "number text, local_day date, calls bigint, answered bigint",
    "reconciliation": "queue_id text, interval text, interval_at timestamptz, is_settled boolean, "
    "their_calls bigint, our_calls bigint, their_answered bigint, our_answered bigint, "
    "their_abandoned bigint, our_abandoned bigint, their_voicemail bigint, our_voicemail bigint, "
    "their_in_service_level bigint, our_in_service_level bigint, "
    "their_out_of_service_level bigint, our_out_of_service_level bigint, "
    "their_wait_seconds double, our_wait_seconds double",
    "queue": "queue_id text, name text, site_id text, time_zone text, goal_percent bigint, "
    "threshold_seconds bigint, is_current boolean",
    "person": "extension_id text, name text, site_id text, is_current boolean",
    "site": "site_id text, name text, time_zone text, is_current boolean",
    "number": "number text, usage_type text, label text, extension_id text, is_current boolean",
}


class NoAnswersError(Exception):
    """The folder of answers is not there: dbt has not written it."""


class Lake:
    """A database that has each mart as a table; `missing` names those that dbt did not write."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise NoAnswersError(f"{folder} is not there: let dbt write the answers first.")
        self.database = duckdb.connect()
        self.missing: list[str] = []
        self.loaded_at: datetime | None = None
        for mart, columns in COLUMNS.items():
            self.database.execute(f"create table {mart} ({columns})")
            if not self._fill(mart, folder):
                self.missing.append(f"ringcentral__{mart}")

    def _fill(self, mart: str, folder: Path) -> bool:
        files = _files(folder, f"ringcentral__{mart}")
        if not files:
            return False
        self.database.read_parquet([str(file) for file in files]).create_view(f"{mart}_files")
        there = set(self.database.table(f"{mart}_files").columns)
        known = [column for column in self.database.table(mart).columns if column in there]
        names = ", ".join(f'"{column}"' for column in known)
        self.database.execute(f"insert into {mart} ({names}) select {names} from {mart}_files")  # noqa: S608
        written = max(file.stat().st_mtime for file in files)
        self.loaded_at = max(
            self.loaded_at or datetime.min.replace(tzinfo=UTC), datetime.fromtimestamp(written, UTC)
        )
        return True


def _files(folder: Path, mart: str) -> list[Path]:
    file = folder / f"{mart}.parquet"
    return [file] if file.is_file() else sorted((folder / mart).rglob("*.parquet"))
