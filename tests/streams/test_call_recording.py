"""Recordings come out of the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.runs import Output, SimulatedClock, config_of, only

from tap_ringcentral.streams.call_parts import CallRecording
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from ringcentral_simulator import Simulator

STARTED = "2026-03-20T12:00:00.000Z"


def recording(key: str) -> dict[str, Any]:
    return {
        "id": key,
        "uri": f"https://x/recording/{key}",
        "type": "Automatic",
        "contentUri": f"https://media/recording/{key}/content",
    }


@pytest.fixture
def stream(simulator: Simulator) -> CallRecording:
    tap = TapRingCentral(
        config=config_of(simulator),
        catalog=only("call_recording"),
        clock=SimulatedClock(simulator),
        message_writer=Output(),
    )
    found = tap.streams["call_recording"]
    assert isinstance(found, CallRecording)
    return found


def written(stream: CallRecording, call: dict[str, Any]) -> list[dict[str, Any]]:
    stream.write({"id": "c1", "startTime": STARTED, **call})
    output = stream._tap.message_writer
    assert isinstance(output, Output)
    return output.records["call_recording"]


def test_recording_of_a_call_names_the_call_and_the_audio(stream: CallRecording) -> None:
    (row,) = written(stream, {"recording": recording("7")})
    of_call = {"callLogId": "c1", "callStartTime": STARTED, "callLastModifiedTime": None}
    assert row == {**recording("7"), **of_call}


def test_recording_that_call_and_leg_both_name_comes_once(stream: CallRecording) -> None:
    legs = [{"recording": recording("7")}, {"recording": recording("8")}, {}]
    rows = written(stream, {"recording": recording("7"), "legs": legs})
    assert [row["id"] for row in rows] == ["7", "8"]


@pytest.mark.parametrize("call", [{}, {"recording": None, "legs": None}, {"legs": [{}]}])
def test_call_that_was_not_recorded_has_no_row(stream: CallRecording, call: dict[str, Any]) -> None:
    assert written(stream, call) == []


def test_bookmark_passes_calls_that_were_not_recorded(stream: CallRecording) -> None:
    written(stream, {})
    assert stream.bookmark is not None
    assert stream.tap_state["bookmarks"]["call_recording"]["replication_key_value"] == STARTED
