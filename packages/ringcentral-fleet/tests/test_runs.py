"""Runs of accounts, as the command does them: each by itself, and none loses what another has."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from deltalake import DeltaTable
from support.pipeline import assert_rows_are_the_truth, by_key, lake_rows

from ringcentral_simulator import Profile

from .fleets import STREAMS, SimulatedFleet

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from support.object_store import ObjectStore

REMEDY = "Sign-in failed."


def test_refused_account_is_named_with_its_remedy_and_the_others_are_the_truth(
    fleet: SimulatedFleet,
) -> None:
    fleet.simulators["south"].issuer.revoke_jwt(fleet.simulators["south"].credentials.jwt)
    told = fleet.run("run", "--all", "--at-once", "2", code=1)
    (failed,) = (line for line in told.splitlines() if line.startswith("south: failed."))
    assert REMEDY in failed
    assert told.splitlines()[-1] == "2 of 3 runs ended well."
    for name in ("north", "east"):
        fleet.assert_lake_is_the_truth(name)
    assert not (fleet.home / "lake" / "account=south").exists()
    folders = {
        (file.name, file.stat().st_mode & 0o777) for file in (fleet.home / "tokens").glob("*.json")
    }
    assert folders == {("north.json", 0o600), ("east.json", 0o600)}


def test_second_run_reads_what_is_new_from_the_state(fleet: SimulatedFleet) -> None:
    fleet.run("run", "north")
    requests = len(fleet.simulators["north"].requests)
    fleet.simulators["north"].clock.advance(3600)
    fleet.run("run", "north")
    fleet.assert_lake_is_the_truth("north")
    assert fleet.state("north")["number"] == 3, "an empty one is the first"
    assert len(fleet.simulators["north"].requests) < 2 * requests


def test_lost_state_is_refused_and_never_a_silent_full_load(fleet: SimulatedFleet) -> None:
    fleet.run("run", "north")
    shutil.rmtree(fleet.home / "state")
    asked = len(fleet.simulators["north"].requests)
    told = fleet.run("run", "north", code=1)
    assert "The state of north is not in" in told
    assert "ringcentral-fleet run north --anew" in told
    assert len(fleet.simulators["north"].requests) == asked
    fleet.run("run", "north", "--anew")
    fleet.assert_lake_is_the_truth("north")


def test_state_of_another_server_or_account_is_refused(fleet: SimulatedFleet) -> None:
    fleet.run("run", "--all")
    fleet.entries["north"]["settings"], mine = (
        fleet.entries["south"]["settings"],
        fleet.entries["north"]["settings"],
    )
    fleet.write()
    assert "is of another server_url" in fleet.run("run", "north", code=1)
    fleet.entries["north"]["settings"] = mine
    fleet.write()
    # The same server, and credentials of another account.
    (*_, file) = sorted((fleet.home / "state" / "north" / "lake").glob("*.json"))
    kept = json.loads(file.read_text())
    kept["state"]["accountId"] = "1"
    file.write_text(json.dumps(kept))
    assert "The state is of account 1, and account" in fleet.run("run", "north", code=1)


def test_year_by_months_is_the_year_at_once(tmp_path: Path) -> None:
    with SimulatedFleet(tmp_path, (), history_streams=["call_log", "call_log_leg"]) as fleet:
        year = Profile(calls_per_weekday=5, history_days=365)
        fleet.add("north", profile=year)
        fleet.add("again", profile=year, seed=sum(b"north"))
        del fleet.entries["again"]["start_date"]
        fleet.write()
        fleet.run("run", "again")
        months = [f"2025-{month:02}" for month in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]
        fleet.run("run", "north", *(option for month in months for option in ("--month", month)))
        for stream, keys in (("call_log", ["id"]), ("call_log_leg", ["callLogId", "index"])):
            at_once, by_months = (
                by_key((row for row in fleet.rows(name, stream) if _started(row) >= _APRIL), *keys)
                for name in ("again", "north")
            )
            assert len(at_once) > 1000
            assert by_months.keys() == at_once.keys()
            for key, row in at_once.items():
                assert _without_addresses(by_months[key]) == _without_addresses(row)
        assert fleet.state("north", "2025-04")["state"] != {}
        requests = len(fleet.simulators["north"].requests)
        fleet.run("run", "north", "--month", "2025-04")  # it is read, and stays so
        assert len(fleet.simulators["north"].requests) - requests <= 3


_APRIL = datetime(2025, 4, 1, tzinfo=UTC)


def _started(row: dict[str, Any]) -> datetime:
    found: datetime = row.get("callStartTime") or row["startTime"]
    return found


def _without_addresses(row: dict[str, object]) -> str:
    """A row as text, but for the server that its addresses name."""
    return re.sub(r"http://127\.0\.0\.1:\d+", "", json.dumps(row))


def test_stream_or_account_that_there_is_not_is_told(fleet: SimulatedFleet) -> None:
    assert "There is no account 'west'; there are: north, south, east." in fleet.run(
        "run", "west", code=1
    )
    fleet.content["streams"] = ["call_logs"]
    fleet.write()
    assert "streams names call_logs, which the tap does not have" in fleet.run(
        "run", "north", code=1
    )
    assert "'2026-13' is no month" in fleet.run("run", "north", "--month", "2026-13", code=1)
    fleet.run("run", code=2)
    fleet.file.unlink()
    assert "accounts.yaml cannot be read: No such file" in fleet.run("run", "north", code=1)
    assert "--month" in fleet.run("run", "--help")


def test_no_secret_is_in_the_state_the_lake_or_any_file_but_the_token_store(
    fleet: SimulatedFleet,
) -> None:
    fleet.run("run", "north")
    known = fleet.simulators["north"].credentials
    secrets = [known.client_secret, known.jwt, known.password]
    files = [file for file in fleet.home.rglob("*") if file.is_file()]
    assert len(files) > len(STREAMS)
    for file in files:
        if file.parent.name != "tokens":
            content = file.read_bytes()
            assert not any(secret and secret.encode() in content for secret in secrets), file
            assert b"U0pDMTFQMDFQQVMwMHx" not in content, file


def test_accounts_are_a_partition_of_one_table(fleet: SimulatedFleet) -> None:
    fleet.run("run", "--all")
    rows = lake_rows(fleet.home / "lake" / "account=*", "call_log")
    assert len({row["accountId"] for row in rows}) == len(fleet.simulators)
    assert len(rows) == sum(len(fleet.rows(name, "call_log")) for name in fleet.simulators)


def test_lake_and_state_may_be_in_a_bucket(
    tmp_path: Path, object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    object_store.use(monkeypatch)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    bucket = object_store.new_bucket()
    places = {"lake": f"s3://{bucket}/lake", "state": f"s3://{bucket}/state"}
    delta = {"table_format": "delta"}
    with SimulatedFleet(tmp_path, ("north", "south"), loader=delta, **places) as fleet:
        for _ in range(2):
            fleet.run("run", "--all")
            for simulator in fleet.simulators.values():
                simulator.clock.advance(3600)
        fleet.run("run", "--all")
        for name, simulator in fleet.simulators.items():

            def rows(stream: str, name: str = name) -> list[dict[str, Any]]:
                table = DeltaTable(f"{places['lake']}/account={name}/{stream}").to_pyarrow_table()
                added = {"accountId", "day", "month"} & {*table.column_names}
                found: list[dict[str, Any]] = table.drop_columns([*added]).to_pylist()
                return found

            assert_rows_are_the_truth(rows, simulator)
        assert not (tmp_path / "lake").exists()
        fleet.content["state"] = f"s3://{bucket}/elsewhere"
        fleet.write()
        assert "The state of north is not in s3://" in fleet.run("run", "north", code=1)
