"""No log line, error or row says more of a recording than its id."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from support.recordings import AUDIO, ids_of, recorded_company, store

from ringcentral_simulator import FOR_GOOD, Fault, FaultKind, Quirks, RateLimits
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringcentral_simulator import Simulator


def texts(value: Any) -> Iterator[str]:
    """Every text of a record."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def personal(simulator: Simulator) -> set[str]:
    """Names and numbers of those who called, and were called."""
    parties = [
        call[side] for call in simulator.truth.calls() for side in ("from", "to") if side in call
    ]
    return {
        party[name]
        for party in parties
        for name in ("name", "phoneNumber")
        if len(party.get(name, "")) > 4
    }


@pytest.mark.parametrize(
    "kind", [FaultKind.HTML, FaultKind.TRUNCATED, FaultKind.RESET, FaultKind.STATUS, None]
)
def test_log_and_errors_name_no_address_no_file_no_token_no_person(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: FaultKind | None
) -> None:
    place = tmp_path / "private place"
    quirks = Quirks(media_redirects_to="/signed")
    error = ""
    with recorded_company(quirks, rate_limits=RateLimits()) as simulator:
        simulator.delete_recording(min(ids_of(simulator)))
        if kind:
            simulator.inject(Fault(kind, "/content", after=3, times=FOR_GOOD, status=403))
        with caplog.at_level(logging.INFO):
            try:
                output = store(simulator, place, AUDIO, "voicemail", recordings_max_minutes=3)
            except RingCentralError as caught:
                error, output = str(caught), caught.output  # type: ignore[attr-defined] # of `run`
        secrets = {"/recording/", "/content", "signature", "Bearer", str(place), "day="}
        secrets |= personal(simulator)
        secrets |= {simulator.truth.transcription(each["messageId"]) for each in voicemails(output)}
    lines = [each.getMessage() for each in caplog.records if each.levelno >= logging.INFO]
    told = "\n".join([*lines, error])
    assert bool(error) == bool(kind)
    assert len(lines) > 5
    assert not [secret for secret in secrets if secret and secret in told]
    rows = json.dumps(output.records[AUDIO])
    assert str(place) not in rows
    assert simulator.media_url not in rows


def voicemails(output: Any) -> list[dict[str, Any]]:
    return [row for row in output.records["voicemail"] if row.get("transcription")]
