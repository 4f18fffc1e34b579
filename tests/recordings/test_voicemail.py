"""A voicemail's text is a column and its audio a file; what is final costs its requests once."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.recordings import asked, files_in, recorded_company, store
from support.runs import SimulatedClock, catalog_of, run

from ringcentral_simulator import FOR_GOOD, Fault, FaultKind, Profile, Quirks
from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.runs import Output

    from ringcentral_simulator import Simulator

VOICEMAIL = "voicemail"
MANY = Profile(calls_per_weekday=200, history_days=3)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with recorded_company(profile=MANY) as simulator:
        yield simulator


def rows_of(output: Output) -> dict[str, dict[str, Any]]:
    return {row["messageId"]: row for row in output.records[VOICEMAIL]}


def contents_asked(simulator: Simulator, since: int = 0) -> int:
    return sum("/content/" in each.path for each in simulator.requests[since:])


def messages(simulator: Simulator) -> dict[str, dict[str, Any]]:
    """The account's voicemails, by their ids."""
    found = {}
    for extension in simulator.truth.extensions():
        path = f"extension/{extension['id']}/message-store"
        for each in simulator.truth.records(path, dateFrom="2026-03-01T00:00:00Z"):
            if each["type"] == "VoiceMail":
                found[str(each["id"])] = each
    return found


def test_text_is_there_without_a_place_for_audio(simulator: Simulator) -> None:
    rows = rows_of(store(simulator, "", VOICEMAIL))
    known = messages(simulator)
    assert rows.keys() == known.keys()
    for key, row in rows.items():
        assert row["transcriptionStatus"] == known[key]["vmTranscriptionStatus"]
        has_text = row["transcriptionStatus"] in {"Completed", "CompletedPartially"}
        assert row.get("transcription") == (
            simulator.truth.transcription(key) if has_text else None
        )
        assert "path" not in row
    assert any("transcription" in row for row in rows.values())


def test_audio_lies_beside_that_of_calls_in_a_folder_of_its_own(
    simulator: Simulator, tmp_path: Path
) -> None:
    rows = rows_of(store(simulator, tmp_path, VOICEMAIL))
    files = files_in(tmp_path)
    assert {row["path"] for row in rows.values()} == files.keys()
    for key, row in rows.items():
        content = files[row["path"]]
        assert content == simulator.truth.voicemail_audio(key)
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert row["path"].startswith(f"voicemail/day={row['creationTime'][:10]}/{key}-")


@pytest.mark.parametrize("has_place", [True, False], ids=["with audio", "text alone"])
def test_what_is_final_costs_its_requests_once(
    simulator: Simulator, tmp_path: Path, *, has_place: bool
) -> None:
    place = tmp_path if has_place else ""
    first = store(simulator, place, VOICEMAIL)
    since = len(simulator.requests)
    second = store(simulator, place, VOICEMAIL, state=first.state)
    assert contents_asked(simulator, since) == 0
    assert {row["transcriptionStatus"] for row in second.records[VOICEMAIL]} <= {"InProgress"}
    lost = store(simulator, place, VOICEMAIL)
    assert rows_of(lost) == rows_of(first)


def test_text_that_is_in_progress_is_read_again_until_it_is_there(tmp_path: Path) -> None:
    with recorded_company(Quirks(transcribes_within=40_000.0), profile=MANY) as simulator:
        first = store(simulator, tmp_path, VOICEMAIL)
        waiting = {
            key for key, row in rows_of(first).items() if row["transcriptionStatus"] == "InProgress"
        }
        assert waiting
        simulator.clock.advance(41_000)
        second = rows_of(store(simulator, tmp_path, VOICEMAIL, state=first.state))
        assert waiting <= second.keys()
        again = [second[key] for key in waiting]
        assert "InProgress" not in {row["transcriptionStatus"] for row in again}
        assert any("transcription" in row for row in again)
        paths = [each.path for each in simulator.requests if "/content/" in each.path]
        assert len(paths) == len(set(paths)), "something was asked for twice"


def test_place_that_is_set_later_brings_the_audio_of_what_had_its_text(
    simulator: Simulator, tmp_path: Path
) -> None:
    text_alone = store(simulator, "", VOICEMAIL)
    store(simulator, tmp_path, VOICEMAIL, state=text_alone.state)
    assert len(files_in(tmp_path)) == len(rows_of(text_alone))


def test_text_that_nobody_selected_costs_no_request(simulator: Simulator) -> None:
    selected = {VOICEMAIL: True, f"{VOICEMAIL}.transcription": False}
    catalog = catalog_of(selected | dict.fromkeys(("call_log", "call_log_leg"), False))
    output = run(simulator, catalog=catalog, clock=SimulatedClock(simulator))
    assert output.records[VOICEMAIL]
    assert contents_asked(simulator) == 0


@pytest.mark.parametrize("kind", [FaultKind.HTML, FaultKind.TRUNCATED, FaultKind.RESET])
def test_page_of_a_proxy_is_neither_text_nor_audio(
    simulator: Simulator, tmp_path: Path, kind: FaultKind
) -> None:
    simulator.inject(Fault(kind, "/content/", after=4, times=2))
    rows = rows_of(store(simulator, tmp_path, VOICEMAIL))
    assert rows.keys() == messages(simulator).keys()
    assert not [row for row in rows.values() if "<" in row.get("transcription", "")]
    for key, row in rows.items():
        assert (tmp_path / row["path"]).read_bytes() == simulator.truth.voicemail_audio(key)


def test_mailbox_whose_audio_fails_leaves_the_others_and_is_asked_for_again(
    simulator: Simulator, tmp_path: Path
) -> None:
    key = max(messages(simulator))
    fault = Fault(FaultKind.STATUS, f"/{key}/content/", times=FOR_GOOD, status=500)
    simulator.inject(fault)
    with pytest.raises(RingCentralError, match="1 of the extensions could not be read") as caught:
        store(simulator, tmp_path, VOICEMAIL)
    output = caught.value.output  # type: ignore[attr-defined] # of `run`
    assert key not in rows_of(output)
    simulator._application.faults = type(simulator._application.faults)()
    again = store(simulator, tmp_path, VOICEMAIL, state=output.state)
    assert key in rows_of(again)
    assert rows_of(output).keys() | rows_of(again).keys() == messages(simulator).keys()


def test_audio_that_was_deleted_is_told_where_it_is_older_than_the_lookback(
    simulator: Simulator, tmp_path: Path
) -> None:
    body = b'{"errorCode": "CMN-102", "parameterName": "attachmentId"}'
    known = messages(simulator)
    old = simulator.clock.now() - timedelta(hours=24)
    keys = sorted(known, key=lambda key: str(known[key]["creationTime"]))
    for key in (keys[0], keys[-1]):
        simulator.inject(
            Fault(FaultKind.STATUS, f"/{key}/content/", times=FOR_GOOD, status=404, body=body)
        )
    rows = rows_of(store(simulator, tmp_path, VOICEMAIL))
    assert timestamps.parse(known[keys[0]]["creationTime"]) < old
    assert rows[keys[0]]["status"] == "gone"
    assert "status" not in rows[keys[-1]]
    assert asked(simulator) == {}


def test_text_that_is_named_and_not_there_yet_is_asked_for_again(simulator: Simulator) -> None:
    first = rows_of(store(simulator, "", VOICEMAIL))
    key = next(key for key, row in reversed(first.items()) if "transcription" in row)
    body = b'{"errorCode": "CMN-102", "parameterName": "attachmentId"}'
    simulator.inject(Fault(FaultKind.STATUS, f"/{key}/content/", status=404, body=body))
    late = store(simulator, "", VOICEMAIL)
    assert "transcription" not in rows_of(late)[key]
    again = store(simulator, "", VOICEMAIL, state=late.state)
    young = simulator.clock.now() - timedelta(hours=24)
    is_young = timestamps.parse(first[key]["creationTime"]) > young
    assert is_young
    assert rows_of(again)[key] == first[key]


@pytest.mark.parametrize("status", [17, ["Completed"], {"status": "Completed"}, "A new status"])
def test_odd_status_of_a_text_is_a_row_or_one_line(simulator: Simulator, status: Any) -> None:
    message = {
        "id": 1,
        "creationTime": "2026-03-20T12:00:00.000Z",
        "vmTranscriptionStatus": status,
        "attachments": [],
    }
    body = json.dumps({"records": [message], "navigation": {}}).encode()
    headers = {"Content-Type": "application/json"}
    simulator.inject(
        Fault(FaultKind.STATUS, "/message-store?", status=200, body=body, headers=headers)
    )
    told, rows = "", []
    try:
        output = store(simulator, "", VOICEMAIL, extension_ids=["~"])
        rows = output.records[VOICEMAIL]
    except RingCentralError as error:
        told = str(error)
    assert bool(rows) != bool(told)
    assert "\n" not in told
