"""Rows that reach the target in files: no STATE passes one that is in no file yet."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from support.runs import Output, only, run

from ringcentral_simulator import Fault, FaultKind
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from support.runs import SimulatedClock

    from ringcentral_simulator import Simulator


def settings(folder: Path) -> dict[str, Any]:
    folder.mkdir()
    return {
        "batch_config": {
            "encoding": {"format": "jsonl", "compression": "gzip"},
            "storage": {"root": folder.as_uri()},
            "batch_size": 300,
        },
        "start_date": "2026-03-05T00:00:00Z",
    }


def ids(output: Output) -> set[str]:
    """The calls of the files that the target was told of."""
    told = [each for each in output.of_type("BATCH") if each["stream"] == "call_log"]
    files = [file for message in told for file in message["manifest"]]
    rows = (
        json.loads(line)
        for file in files
        for line in gzip.decompress(Path(urlsplit(file).path).read_bytes()).splitlines()
    )
    return {row["id"] for row in rows}


def test_run_that_fails_between_two_files_leaves_no_call_behind(
    simulator: Simulator,
    clock: SimulatedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tap_ringcentral.calls.windows.TARGET", 200)
    streams = only("call_log", "call_queue", "extension")
    wanted = {call["id"] for call in simulator.truth.calls()}
    # After some windows calls break off; other lanes go on, and each writes a STATE.
    simulator.inject(Fault(FaultKind.STATUS, path="/call-log", status=500, after=3, times=6))
    with pytest.raises(RingCentralError) as failed:
        run(
            simulator,
            clock=clock,
            catalog=streams,
            output=Output(),
            **settings(tmp_path / "first"),
        )
    first: Output = failed.value.output  # type: ignore[attr-defined] # see `run`
    assert ids(first), "it broke off ahead of the first file"
    assert ids(first) != wanted, "nothing broke off"
    second = run(
        simulator,
        clock=clock,
        catalog=streams,
        state=first.state,
        output=Output(),
        **settings(tmp_path / "second"),
    )
    assert ids(first) | ids(second) == wanted
