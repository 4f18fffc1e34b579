"""Rows that say which account they are of, so that several accounts can share a table."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from support.runs import LineOutput, Output, SimulatedClock, by_change, config_of, only, run
from support.whole_account import WholeAccount

from ringcentral_simulator import Fault, FaultKind, Simulator
from tap_ringcentral.account_id import ACCOUNT_ID
from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.doctor import examine
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]
ON: Row = {"account_id_column": True}
CALLS = ("call_log", "call_log_leg", "call_recording")
SINCE: Row = {"start_date": "2026-03-18T00:00:00Z"}


@pytest.fixture(scope="session")
def marked(whole: WholeAccount, tmp_path_factory: pytest.TempPathFactory) -> WholeAccount:
    """The account of `whole`, read once more with the setting."""
    store = tmp_path_factory.mktemp("marked") / "token.json"
    with pytest.MonkeyPatch.context() as watch:
        return WholeAccount.read(whole.simulator, store, watch, recordings_path=whole.audio, **ON)


def account_of(simulator: Simulator) -> str:
    return str(simulator.truth.answer("/restapi/v1.0/account/~")["id"])


def keys(output: Output) -> dict[str, list[str]]:
    return {each["stream"]: list(each["key_properties"]) for each in output.of_type("SCHEMA")}


def bare(rows: Iterable[Row], account: str = "") -> list[Row]:
    """Rows without the account, which files have a folder of."""
    others = {ACCOUNT_ID, "storedAt"}
    found = [{name: row[name] for name in row if name not in others} for row in rows]
    for row in found:
        if account and "sha256" in row:
            row["path"] = row["path"].removeprefix(f"account={account}/")
    return found


def extension_asked_for(simulator: Simulator) -> int:
    return [each.path.endswith("/account/~/extension/~") for each in simulator.requests].count(True)


@pytest.mark.parametrize("stream", STREAMS)
def test_every_row_schema_and_key_has_the_account_and_is_the_same_otherwise(
    marked: WholeAccount, whole: WholeAccount, stream: str
) -> None:
    others = [key for key in keys(whole.output)[stream] if key != ACCOUNT_ID]
    assert keys(marked.output)[stream] == [ACCOUNT_ID, *others]
    (schema,) = (m["schema"] for m in marked.output.of_type("SCHEMA") if m["stream"] == stream)
    assert next(iter(schema["properties"])) == ACCOUNT_ID
    assert "null" not in schema["properties"][ACCOUNT_ID]["type"]
    rows = marked.rows(stream)
    account = account_of(marked.simulator)
    assert {row[ACCOUNT_ID] for row in rows} == {account}
    assert bare(rows, account) == bare(whole.rows(stream))


def test_account_is_asked_for_once_in_a_run_only_where_it_is_needed_and_not_named(
    small_company: Simulator,
) -> None:
    asked: list[int] = []
    rows: list[list[Row]] = []
    account = {"account_id": account_of(small_company)}
    for settings in ({}, ON, ON | account):
        before = len(small_company.requests), extension_asked_for(small_company)
        output = run(small_company, catalog=only(*CALLS, "site", "extension"), **settings, **SINCE)
        rows.append(output.records["call_log"])
        asked.append(len(small_company.requests) - before[0])
        assert extension_asked_for(small_company) - before[1] == (settings == ON)
    assert asked[1] - 1 <= asked[0], "the first run has signed in, the others have its token"
    assert rows[1] == rows[2]
    assert rows[0] == bare(rows[1])


@pytest.mark.parametrize("made_by", ["line", "record", "change", "map", "flattening"])
def test_calls_and_their_parts_have_the_account_however_they_are_written(
    small_company: Simulator, made_by: str
) -> None:
    changes: dict[str, Row] = {
        "map": {"stream_maps": {"call_log": {"note": "direction"}, "call_log_leg": {"n": "index"}}},
        "flattening": {"flattening_enabled": True, "flattening_max_depth": 2},
    }
    catalog = by_change(only(*CALLS)) if made_by == "change" else only(*CALLS)
    output = LineOutput() if made_by in {"line", "change"} else Output()
    run(small_company, catalog=catalog, output=output, **ON, **SINCE, **changes.get(made_by, {}))
    assert {name: found[0] for name, found in keys(output).items()} == dict.fromkeys(
        CALLS, ACCOUNT_ID
    )
    for stream in ("call_log", "call_log_leg"):
        rows = output.records[stream]
        assert {row[ACCOUNT_ID] for row in rows} == {account_of(small_company)}
        assert "note" in rows[0] or made_by != "map" or stream != "call_log"


def test_rows_in_files_have_the_account(small_company: Simulator, tmp_path: Path) -> None:
    batches = {
        "encoding": {"format": "jsonl", "compression": "gzip"},
        "storage": {"root": tmp_path.as_uri()},
    }
    streams = ("call_log", "call_log_leg", "call_queue_member", "active_call")
    output = run(small_company, catalog=only(*streams), batch_config=batches, **ON, **SINCE)
    files = [file for message in output.of_type("BATCH") for file in message["manifest"]]
    rows = [
        json.loads(line)
        for file in files
        for line in gzip.decompress(Path(urlsplit(file).path).read_bytes()).splitlines()
    ]
    assert {each["stream"] for each in output.of_type("BATCH")} >= {"call_log", "call_queue_member"}
    rows += output.records["call_log_leg"]
    assert {row[ACCOUNT_ID] for row in rows} == {account_of(small_company)}


def test_event_that_names_no_account_gets_the_one_that_was_asked_for(
    small_company: Simulator,
) -> None:
    event = {"eventTime": "2026-03-19T10:00:00Z"}
    events: list[Row] = [{"id": "1"}, {"id": "2", ACCOUNT_ID: None}, {"id": "3", ACCOUNT_ID: ""}]
    events.append({"id": "4", ACCOUNT_ID: 77})
    body = json.dumps(
        {"records": [each | event for each in events], "paging": {"totalPages": 1}}
    ).encode()
    fault = Fault(FaultKind.STATUS, path="/audit-trail/search", status=200, body=body, times=99)
    small_company.inject(fault)
    rows = run(small_company, catalog=only("audit_trail"), **ON, **SINCE).records["audit_trail"]
    own = account_of(small_company)
    assert {row["id"]: row[ACCOUNT_ID] for row in rows} == {"1": own, "2": own, "3": own, "4": "77"}


def test_rows_of_two_accounts_with_the_same_ids_are_told_apart(
    small_company: Simulator,
) -> None:
    with Simulator(seed=1, extensions=40) as other:
        found: dict[bool, set[tuple[str, ...]]] = {True: set(), False: set()}
        total = 0
        for simulator in (small_company, other):
            for is_on, loaded in found.items():
                output = run(simulator, catalog=only("greeting"), account_id_column=is_on)
                of = keys(output)["greeting"]
                loaded |= {tuple(row[key] for key in of) for row in output.records["greeting"]}
            total += len(output.records["greeting"])
    assert len(found[True]) == total
    assert len(found[False]) < total


def test_examination_tells_the_scope_that_the_account_takes(simulator: Simulator) -> None:
    simulator.access.app_scopes.discard("ReadAccounts")
    for settings, needs in ((ON, True), ({}, False), (ON | {"account_id": "1"}, False)):
        tap = TapRingCentral(
            config=config_of(simulator, **settings),
            clock=SimulatedClock(simulator),
            catalog=only("call_log"),
        )
        assert any(not found.is_met for found in examine(tap)) is needs


def test_state_of_another_account_is_refused_before_anything_is_read(
    small_company: Simulator,
) -> None:
    state = run(small_company, catalog=only("site"), **ON, **SINCE).state
    assert state[ACCOUNT_ID] == account_of(small_company)
    run(small_company, catalog=only("site"), state=state, **ON, **SINCE)
    other = {**state, ACCOUNT_ID: "1"}
    with pytest.raises(SettingsError, match="The state is of account 1, and account ") as failed:
        run(small_company, catalog=only("site"), state=other, **ON, **SINCE)
    assert not failed.value.output.messages  # type: ignore[attr-defined] # see `run`
