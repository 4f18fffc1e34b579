"""One small run of tap and loader through a table of hostile surroundings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.poor_mount import poor_mount
from support.surroundings import Machine

from .conftest import START, log_in, rows_loaded, rows_written
from .table import LOADER, TABLE, TAP, Row

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Simulator

    from .conftest import Rows


@pytest.fixture(params=[*TABLE.values()], ids=[*TABLE])
def row(request: pytest.FixtureRequest) -> Row:
    """One row of the table, where this machine can make it."""
    found: Row = request.param
    if missing := found.place.missing:
        pytest.skip(missing)
    return found


@pytest.fixture
def machine(simulator: Simulator, catalog: Path, tmp_path: Path, row: Row) -> Machine:
    """A machine on which a run succeeds, but for the surroundings."""
    volume = tmp_path / row.volume
    volume.mkdir()
    settings = simulator.environment() | {
        "TAP_RINGCENTRAL_START_DATE": f"{START:%Y-%m-%dT%H:%M:%SZ}",
        "TAP_RINGCENTRAL_TOKEN_STORE": f"{volume}/token.json",
        "TARGET_PARQUET_DESTINATION_PATH": f"{volume}/lake",
    }
    if row.mount:
        settings |= poor_mount(tmp_path / "mount", **row.mount)
    arguments = {TAP: ["--config=ENV", f"--catalog={catalog}"], LOADER: ["--config=ENV"]}
    machine = Machine(tmp_path, volume, settings, arguments)
    if row.grant == "login":
        del settings["TAP_RINGCENTRAL_JWT"]
    if row.stored is not None:
        log_in(simulator, {"token_store": str(machine.store)}, row.grant)
        machine.store.chmod(row.stored)
    return machine


def test_the_rows_arrive_or_one_line_says_what_to_change(
    row: Row, machine: Machine, singer_file: Path, expected: Rows
) -> None:
    match row.of:
        case "both":
            ended = machine.run_both(row.place)
        case "tap-ringcentral":
            ended = [machine.run(TAP, row.place)]
        case "target-parquet":
            ended = [machine.run(LOADER, row.place, singer_file)]
    logs = "\n".join(each.log for each in ended)
    assert all(each.is_plain for each in ended), logs
    assert re.search(row.warns, logs), logs
    if row.ends:
        assert [each.code for each in ended] == [1] * len(ended), logs
        assert [len(each.errors) for each in ended] == [1] * len(ended), logs
        assert re.search(row.ends, "\n".join(each.errors[0] for each in ended))
    else:
        assert [each.code for each in ended] == [0] * len(ended), logs
        assert_rows_arrived(row, machine, expected)


def assert_rows_arrived(row: Row, machine: Machine, expected: Rows) -> None:
    found = rows_written(machine.written) if row.of == TAP else rows_loaded(machine.lake)
    for stream, rows in expected.items():
        assert found[stream] == rows, stream
    if row.of != TAP:
        assert machine.written.read_bytes().startswith(b'{"bookmarks"'), "no STATE came out"
    if machine.store.exists() and "chmod" not in row.mount:
        assert machine.store.stat().st_mode & 0o077 == 0, "others can read the token"
