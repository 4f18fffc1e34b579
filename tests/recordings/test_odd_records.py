"""Whatever a call or a message says of its audio, a run stores the rest or says what is odd."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from support.recordings import AUDIO, recorded_company, store, stored_rows

from ringcentral_simulator import FOR_GOOD, Fault, FaultKind
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Simulator

JSON = {"Content-Type": "application/json"}


def answer_with(simulator: Simulator, path: str, records: list[dict[str, Any]]) -> None:
    """Have a list answer with these, and nothing else."""
    body = json.dumps({"records": records, "navigation": {}}).encode()
    simulator.inject(
        Fault(FaultKind.STATUS, path, times=FOR_GOOD, status=200, body=body, headers=JSON)
    )


def recorded_calls(simulator: Simulator) -> list[dict[str, Any]]:
    """Two calls with a recording each, in one lookback."""
    return [deepcopy(call) for call in simulator.truth.calls() if "recording" in call][-2:]


@pytest.mark.parametrize("uri", [None, 17, "", "nowhere", "https://[bad", "file:///etc/passwd"])
def test_address_that_is_none_holds_up_one_recording_alone(tmp_path: Path, uri: Any) -> None:
    with recorded_company() as simulator:
        odd, good = recorded_calls(simulator)
        odd["startTime"] = "2026-03-18T12:00:00.000Z"  # older than the lookback
        odd["recording"]["contentUri"] = uri
        odd["legs"] = []
        answer_with(simulator, "/call-log", [odd])
        with pytest.raises(RingCentralError) as caught:
            store(simulator, tmp_path)
        assert AUDIO in str(caught.value)
        assert "\n" not in str(caught.value)
        simulator._application.faults = type(simulator._application.faults)()
        answer_with(simulator, "/call-log", [good])
        assert stored_rows(store(simulator, tmp_path)).keys() == {good["recording"]["id"]}


@pytest.mark.parametrize("id_", [None, "", {"id": 1}, [], True])
def test_recording_without_an_id_is_an_error_that_names_its_call(tmp_path: Path, id_: Any) -> None:
    with recorded_company() as simulator:
        odd, _ = recorded_calls(simulator)
        odd["recording"]["id"] = id_
        answer_with(simulator, "/call-log", [odd])
        with pytest.raises(RingCentralError, match=rf"without id in the call with id {odd['id']}"):
            store(simulator, tmp_path)


def test_id_that_is_a_number_or_no_part_of_a_name_is_a_file_all_the_same(tmp_path: Path) -> None:
    for id_ in (17, "../../17", "a/b", "\N{SNOWMAN}-1"):
        with recorded_company() as simulator:
            odd, _ = recorded_calls(simulator)
            odd["recording"]["id"] = id_
            odd["legs"] = []
            answer_with(simulator, "/call-log", [odd])
            place = tmp_path / "audio"
            first = stored_rows(store(simulator, place))
            assert first.keys() == {str(id_)}
            assert stored_rows(store(simulator, place)) == first
            (file,) = (place / path for path in (row["path"] for row in first.values()))
            assert file.resolve().is_relative_to(place.resolve())
    assert {path.name for path in tmp_path.iterdir()} == {"audio"}


@pytest.mark.parametrize("kind", [None, "", "A new kind", 17, ["Automatic"], {"name": "Automatic"}])
def test_recording_of_an_odd_kind_is_stored_where_all_are_wanted(tmp_path: Path, kind: Any) -> None:
    with recorded_company() as simulator:
        odd, good = recorded_calls(simulator)
        odd["recording"]["type"] = kind
        odd["legs"] = []
        answer_with(simulator, "/call-log", [odd, good])
        both = {odd["recording"]["id"], good["recording"]["id"]}
        assert stored_rows(store(simulator, tmp_path / "all")).keys() == both
        wanted = good["recording"]["type"]
        rows = stored_rows(store(simulator, tmp_path / "one", recordings_type=wanted))
        assert rows.keys() == (both if not kind else {good["recording"]["id"]})


@pytest.mark.parametrize(
    "change",
    [
        {"legs": None},
        {"legs": 17},
        {"legs": [None, 17, "leg", {"extension": 17, "recording": None}]},
        {"duration": None},
        {"duration": "long"},
        {"extension": "main"},
        {"extension": {"id": None}},
    ],
    ids=str,
)
def test_odd_call_has_its_recording_stored(tmp_path: Path, change: dict[str, Any]) -> None:
    with recorded_company() as simulator:
        odd, good = recorded_calls(simulator)
        answer_with(simulator, "/call-log", [odd | change, good])
        rows = stored_rows(store(simulator, tmp_path, recordings_min_seconds=1))
        assert rows.keys() == {odd["recording"]["id"], good["recording"]["id"]}


@pytest.mark.parametrize(
    "change",
    [
        {"attachments": None},
        {"attachments": 17},
        {"attachments": [None, "audio", {"type": 17}]},
        {"attachments": [{"type": "AudioRecording", "uri": "https://[bad"}]},
        {"attachments": [{"type": "AudioTranscription"}], "vmTranscriptionStatus": "Completed"},
        {"vmTranscriptionStatus": 17},
        {"creationTime": None},
        {"creationTime": "noon"},
        {"id": None},
    ],
    ids=str,
)
def test_odd_voicemail_is_a_row_or_one_line(tmp_path: Path, change: dict[str, Any]) -> None:
    message = {
        "id": 1,
        "type": "VoiceMail",
        "creationTime": "2026-03-20T12:00:00.000Z",
        "vmTranscriptionStatus": "NotAvailable",
        "attachments": [],
    }
    with recorded_company() as simulator:
        answer_with(simulator, "/message-store?", [message | change])
        told, rows = "", []
        try:
            output = store(simulator, tmp_path, "voicemail", extension_ids=["~"])
            rows = [row["messageId"] for row in output.records["voicemail"]]
        except RingCentralError as error:
            told = str(error)
    assert rows == ["1"] or "voicemail" in told
    assert "\n" not in told
