"""States of accounts: nothing is lost by two runs, a damaged version or an old one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ringcentral_fleet.account_state import AccountState
from ringcentral_fleet.errors import FleetError, StateConflictError, StoreError
from ringcentral_fleet.state_store import LAKE, StateStore, has_objects

if TYPE_CHECKING:
    from pathlib import Path

    from support.object_store import ObjectStore

ABOUT = {"lake": "lake/account=north"}


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where states are kept."""
    if request.param == "folder":
        return str(tmp_path / "a state")
    store: ObjectStore = request.getfixturevalue("object_store")
    store.use(monkeypatch)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    return f"s3://{store.new_bucket()}/state"


def opened(place: str, run: str = "run", part: str = LAKE) -> AccountState:
    return AccountState(StateStore(place), "north", part, ABOUT, run)


def written(state: AccountState, value: int) -> None:
    state.take({"bookmarks": {"call_log": {"replication_key_value": value}}})
    state.flush()


def value(state: AccountState) -> int:
    assert state.latest
    found: int = state.latest.state["bookmarks"]["call_log"]["replication_key_value"]
    return found


def test_next_run_goes_on_from_the_last_version(place: str) -> None:
    first = opened(place)
    assert first.latest is None
    for each in range(3):
        written(first, each)
    again = opened(place)
    assert again.latest
    assert (again.latest.number, value(again), again.latest.run) == (3, 2, "run")
    assert opened(place, part="2026-03").latest is None


def test_of_two_runs_that_go_on_from_one_version_the_second_is_told(place: str) -> None:
    written(opened(place), 1)
    one, other = opened(place, "one"), opened(place, "other")
    written(one, 2)
    with pytest.raises(StateConflictError, match="Another run has written the state of north"):
        written(other, 3)
    assert value(opened(place)) == 2


def test_run_that_slept_while_its_version_grew_old_and_was_removed_is_told(place: str) -> None:
    written(opened(place), 0)
    asleep, awake = opened(place, "asleep"), opened(place, "awake")
    for each in range(40):
        written(awake, each)
    with pytest.raises(StateConflictError):
        written(asleep, 99)
    assert value(opened(place)) == 39


def test_damaged_state_and_one_of_another_account_are_refused_and_never_taken_for_none(
    tmp_path: Path,
) -> None:
    written(opened(str(tmp_path)), 1)
    (file,) = tmp_path.rglob("*.json")
    whole = file.read_text()
    file.write_text(whole[:40])
    with pytest.raises(FleetError, match=r"0000000001\.json in .* is not as it was written"):
        opened(str(tmp_path))
    file.write_text(whole.replace('"north"', '"south"', 1))
    with pytest.raises(FleetError, match="is of account south, version 1"):
        opened(str(tmp_path))


def test_other_lake_or_server_is_told_by_name(tmp_path: Path) -> None:
    written(opened(str(tmp_path)), 1)
    moved = AccountState(StateStore(str(tmp_path)), "north", LAKE, {"lake": "other"}, "run")
    assert moved.differing == ["lake"]


def test_store_that_is_not_there_is_an_error_and_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    with pytest.raises(StoreError, match="cannot be read"):
        opened("s3://bucket/state")
    with pytest.raises(FleetError, match="cannot be opened"):
        StateStore("nowhere://bucket")
    if os.getuid():
        tmp_path.chmod(0o500)
        with pytest.raises(StoreError, match="cannot be written"):
            written(opened(str(tmp_path)), 1)


def test_folder_with_files_and_without_are_told_apart(tmp_path: Path) -> None:
    assert not has_objects(str(tmp_path / "none"))
    assert not has_objects(str(tmp_path))
    (tmp_path / "call_log").mkdir()
    (tmp_path / "call_log" / "a.parquet").touch()
    assert has_objects(str(tmp_path))
