"""Real commands in processes of their own, and the lake they fill held against the truth."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ringcentral_simulator import Simulator

PROJECT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
# Within what the simulator keeps, so that no call of the lake leaves the truth by its age.
START = datetime(2026, 3, 12, tzinfo=UTC)
COMPARED = {"call_log", "call_log_leg", "call_queue", "call_queue_member", "extension"}
"""Streams that are held against the truth."""


class Pipeline:
    """This checkout's Meltano project, with a lake and a state of its own.

    Args:
        simulator: The account.
        home: Where lake and state are.
        project: Another Meltano project.
        suffix: What follows the names of the plugins, of those that inherit.
    """

    def __init__(
        self, simulator: Simulator, home: Path, *, project: Path = PROJECT, suffix: str = ""
    ) -> None:
        self.simulator = simulator
        self.meltano = BIN / "meltano"
        self._project = project
        self._plugins = [f"tap-ringcentral{suffix}", f"target-parquet{suffix}"]
        self.lake = home / "lake"
        own = {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home),
            "MELTANO_PROJECT_ROOT": str(project),
            "MELTANO_DATABASE_URI": f"sqlite:///{home}/meltano.db",
            "MELTANO_CLI_LOG_LEVEL": "debug",
            "TAP_RINGCENTRAL_LOGLEVEL": "DEBUG",
            "TARGET_PARQUET_LOGLEVEL": "DEBUG",
            "MELTANO_AUTO_INSTALL": "false",
            "TAP_RINGCENTRAL_START_DATE": START.isoformat(),
            "TAP_RINGCENTRAL_TOKEN_STORE": str(home / "token.json"),
            "TARGET_PARQUET_DESTINATION_PATH": str(self.lake),
        }
        self.environment = own | simulator.environment()
        if suffix:
            infix = suffix.replace("-", "_").upper()
            self.environment = {
                re.sub("^(TAP_RINGCENTRAL|TARGET_PARQUET)", rf"\1{infix}", name): value
                for name, value in self.environment.items()
            }

    def start(self) -> subprocess.Popen[str]:
        """Start `meltano run tap-ringcentral target-parquet`."""
        return subprocess.Popen(
            [self.meltano, "--environment=simulator", "run", *self._plugins],
            cwd=self._project,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self) -> str:
        """Run to the end; give what was logged."""
        process = self.start()
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output
        return output

    def rows(self, stream: str) -> list[dict[str, Any]]:
        """Read a stream back from the lake."""
        return lake_rows(self.lake, stream)


def lake_rows(lake: Path, stream: str) -> list[dict[str, Any]]:
    """Read a stream back from a lake."""
    files = f"{lake}/{stream}/**/*.parquet"
    relation = duckdb.sql(f"from read_parquet('{files}', hive_partitioning = false)")
    assert relation is not None
    found: list[dict[str, Any]] = relation.to_arrow_table().to_pylist()
    return found


def kill(process: subprocess.Popen[str], plugin: str, *, when: Callable[[], bool]) -> None:
    """Kill a plugin under Meltano, as a crash would, once it runs and a condition holds."""
    victims: list[psutil.Process] = []
    while not victims:
        assert process.poll() is None, "the run ended before it could be killed"
        running = psutil.Process(process.pid).children(recursive=True) if when() else []
        victims = [
            child for child in running if any(part.endswith(plugin) for part in _command_of(child))
        ]
    for victim in victims:
        victim.kill()


def _command_of(process: psutil.Process) -> list[str]:
    try:
        words: list[str] = process.cmdline()
    except psutil.Error:  # it has just ended
        return []
    return words


def canonical(value: Any) -> Any:
    """Bring a record of the simulator, or a row of the lake, into one form.

    The lake has ids as text and instants as instants, and a null where the API has nothing.
    """
    if isinstance(value, dict):
        items = ((name, _id(name, canonical(each))) for name, each in value.items())
        return {name: each for name, each in items if each is not None and each != {}}
    if isinstance(value, list):
        return [canonical(each) for each in value] or None
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z"
    return value


def _id(name: str, value: Any) -> Any:
    is_id = name == "id" or name.endswith("Id")
    return str(value) if is_id and isinstance(value, int) else value


def by_key(rows: Iterable[dict[str, Any]], *keys: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """Index rows by their key, in the one form; each key must occur once."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in map(canonical, rows):
        key = tuple(str(row[name]) for name in keys)
        assert key not in found, f"{key} is there twice"
        found[key] = row
    return found


def truth_of_legs(simulator: Simulator, since: datetime | None = START) -> list[dict[str, Any]]:
    """The rows that call_log_leg should have, out of the simulator's calls."""
    return [
        {
            "callLogId": call["id"],
            "index": index,
            "callStartTime": call["startTime"],
            "callLastModifiedTime": call["lastModifiedTime"],
            **leg,
        }
        for call in simulator.truth.calls(date_from=since)
        for index, leg in enumerate(call["legs"])
    ]


def assert_rows_are_the_truth(
    rows_of: Callable[[str], list[dict[str, Any]]], simulator: Simulator
) -> None:
    """Compare streams of a lake with what the simulator shows now, row by row.

    Args:
        rows_of: reads a stream back from the lake.
        simulator: the account.
    """
    truth = simulator.truth
    expected = {
        "call_log": by_key(truth.calls(date_from=START), "id"),
        "call_log_leg": by_key(truth_of_legs(simulator), "callLogId", "index"),
        "call_queue": by_key(truth.queues(), "id"),
        "call_queue_member": by_key(truth.queue_members(), "queueId", "id"),
        "extension": by_key(truth.extensions(), "id"),
    }
    keys = {"call_log_leg": ("callLogId", "index"), "call_queue_member": ("queueId", "id")}
    assert expected.keys() == COMPARED
    for stream, rows in expected.items():
        found = by_key(rows_of(stream), *keys.get(stream, ("id",)))
        assert rows
        assert found.keys() == rows.keys(), stream
        for key, row in rows.items():
            assert found[key] == row, (stream, key)


def messages(output: str) -> list[dict[str, Any]]:
    """Read Singer messages."""
    return [json.loads(line) for line in output.splitlines()]
