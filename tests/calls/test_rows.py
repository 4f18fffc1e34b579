"""Rows of calls, of legs and of recordings are made in one place, and leave the call alone."""

from __future__ import annotations

from copy import deepcopy

import pytest

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.calls.rows import call_row, leg_rows, recording_rows

CALL = {"id": "a", "startTime": "2026-03-20T12:00:00.000Z"}


def test_row_of_a_leg_or_a_recording_leaves_its_call_as_it_was() -> None:
    recording = {"id": "7", "uri": "https://x/7"}
    call = CALL | {"recording": recording, "legs": [{"recording": recording}, None, {}]}
    before = deepcopy(call)
    of_call = {"callLogId": "a", "callStartTime": CALL["startTime"], "callLastModifiedTime": None}
    assert [*leg_rows(call)] == [
        {"index": 0, "recording": recording, **of_call},
        {"index": 2, **of_call},
    ]
    assert [*recording_rows(call)] == [recording | of_call]
    assert call_row(call, ["legs"]) == CALL | {"recording": recording}
    assert call == before


@pytest.mark.parametrize("id_", [None, ""])
def test_recording_without_an_id_is_told_with_its_call(id_: str | None) -> None:
    call = CALL | {"legs": [{"recording": {"id": id_}}]}
    with pytest.raises(RingCentralError, match="a recording without id in the call with id a"):
        [*recording_rows(call)]


def test_recording_that_call_and_legs_name_is_one_row() -> None:
    legs = [{"recording": {"id": "7"}}, {"recording": {"id": "8"}}, {"recording": None}]
    call = CALL | {"recording": {"id": "7"}, "legs": legs}
    assert [row["id"] for row in recording_rows(call)] == ["7", "8"]
