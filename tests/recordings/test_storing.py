"""Each recording lies in the store once, as RingCentral has it, and costs one request."""

from __future__ import annotations

import hashlib
import stat
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

import pytest
from support.recordings import (
    AUDIO,
    asked,
    assert_stored,
    files_in,
    ids_of,
    recorded_company,
    store,
    stored_rows,
)

from ringcentral_simulator import Profile, Quirks
from tap_ringcentral.api import timestamps

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"mp3": "audio/mpeg", "wav": "audio/wav"}
LIVELY = Quirks(legs_recorded=True, transfer_shares_recording=True, filter_sees_legs=False)


@pytest.mark.parametrize("sends_length", [True, False], ids=["with length", "in chunks"])
@pytest.mark.parametrize("kind", ["mp3", "wav", "mixed"])
def test_every_recording_is_stored_as_ringcentral_has_it(
    tmp_path: Path, kind: Literal["mp3", "wav", "mixed"], *, sends_length: bool
) -> None:
    quirks = Quirks(recording_format=kind, sends_content_length=sends_length)
    with recorded_company(quirks) as simulator:
        rows = stored_rows(store(simulator, tmp_path))
        assert_stored(simulator, tmp_path, ids_of(simulator))
    assert rows
    endings = set()
    for row in rows.values():
        content = (tmp_path / row["path"]).read_bytes()
        assert row["status"] == "stored"
        assert row["bytes"] == len(content)
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert row["path"].startswith(f"day={row['callStartTime'][:10]}/{row['id']}-")
        ending = row["path"].rpartition(".")[2]
        assert row["contentType"] == KINDS[ending]
        endings.add(ending)
    assert endings == ({"mp3", "wav"} if kind == "mixed" else {kind})


def test_row_joins_to_the_call_that_was_recorded(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        output = store(simulator, tmp_path, AUDIO, "call_log", "call_recording")
        of_calls = {
            call["recording"]["id"]: (call["id"], call["startTime"])
            for call in output.records["call_log"]
            if call.get("recording")
        }
    rows = stored_rows(output)
    assert {row["id"] for row in output.records["call_recording"]} == rows.keys()
    assert of_calls == {key: (row["callLogId"], row["callStartTime"]) for key, row in rows.items()}


def test_second_run_asks_for_no_audio_and_writes_the_same_rows(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        first = store(simulator, tmp_path)
        since = len(simulator.requests)
        second = store(simulator, tmp_path, state=first.state)
        assert not asked(simulator, since)
    assert second.records[AUDIO]
    assert stored_rows(second).items() <= stored_rows(first).items()


def test_lost_state_costs_listings_and_no_audio(tmp_path: Path) -> None:
    with recorded_company(LIVELY) as simulator:
        first = store(simulator, tmp_path)
        since = len(simulator.requests)
        again = store(simulator, tmp_path)
        assert not asked(simulator, since)
    assert stored_rows(again) == stored_rows(first)


def test_recording_that_records_of_a_transfer_share_is_asked_for_and_stored_once(
    tmp_path: Path,
) -> None:
    profile = Profile(calls_per_weekday=200, history_days=3)
    with recorded_company(Quirks(transfer_shares_recording=True), profile=profile) as simulator:
        named = [call["recording"]["id"] for call in simulator.truth.calls() if "recording" in call]
        assert len(named) > len(set(named)), "no record shares its recording"
        output = store(simulator, tmp_path)
        assert set(asked(simulator).values()) == {1}
        assert_stored(simulator, tmp_path, ids_of(simulator))
    ids = [row["id"] for row in output.records[AUDIO]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("filter_sees_legs", [True, False])
def test_recording_of_a_leg_alone_is_stored_whatever_the_filter_sees(
    tmp_path: Path, *, filter_sees_legs: bool
) -> None:
    quirks = Quirks(legs_recorded=True, filter_sees_legs=filter_sees_legs)
    with recorded_company(quirks) as simulator:
        state = store(simulator, tmp_path).state
        settled = ids_of(simulator)
        simulator.clock.advance(25 * 3600)  # beyond the lookback: each call is then listed once
        store(simulator, tmp_path, state=state)
        assert settled <= {name.rpartition("/")[2].split("-")[0] for name in files_in(tmp_path)}
        of_calls = {
            call["recording"]["id"] for call in simulator.truth.calls() if "recording" in call
        }
        assert settled - of_calls, "no leg alone has a recording"


def test_files_are_for_the_eyes_of_their_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "audio"
    with recorded_company() as simulator:
        store(simulator, place)
    paths = [place, *place.rglob("*")]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_dir()}
    assert modes == {0o700}
    modes = {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_file()}
    assert modes == {0o600}


def test_bookmark_stays_behind_now_by_the_lookback(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        output = store(simulator, tmp_path)
        behind = simulator.clock.now() - timedelta(hours=24)
    assert output.bookmark(AUDIO) == behind.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_no_state_passes_a_recording_whose_row_is_not_written(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        messages = store(simulator, tmp_path).messages
        starts = {each.id: each.start for each in simulator.truth.recordings()}
    written: set[str] = set()
    states = 0
    for message in messages:
        if message["type"] == "RECORD":
            written.add(message["record"]["id"])
        elif bookmark := message.get("value", {}).get("bookmarks", {}).get(AUDIO):
            states += 1
            passed = timestamps.parse(bookmark["replication_key_value"])
            assert {key for key in starts if starts[key] < passed} <= written
    assert states > 10
    assert len(written) > 10


def test_accounts_that_share_a_place_share_no_file(tmp_path: Path) -> None:
    for seed in (1, 2):
        with recorded_company(seed=seed) as simulator:
            account = str(simulator.truth.answer("/restapi/v1.0/account/~")["id"])
            settings: dict[str, Any] = {
                "account_id_column": True,
                "token_store": str(tmp_path / f"{seed}.json"),
            }
            rows = stored_rows(store(simulator, tmp_path / "audio", **settings))
            assert_stored(simulator, tmp_path / "audio" / f"account={account}", ids_of(simulator))
            assert {row["path"].partition("/")[0] for row in rows.values()} == {
                f"account={account}"
            }
    assert len(list((tmp_path / "audio").glob("account=*"))) == 2
