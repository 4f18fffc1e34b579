"""Whatever comes in the place of audio, nothing that is not audio gets a name, and none is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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

from ringcentral_simulator import FOR_GOOD, Fault, FaultKind, Profile, Quirks, RateLimits
from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringcentral_simulator import Simulator

CONTENT = "/content"
JSON = {"Content-Type": "application/json"}
MP3 = {"Content-Type": "audio/mpeg"}
FAULTS = {
    "a body that breaks off": Fault(FaultKind.TRUNCATED, CONTENT, after=2, times=2),
    "a connection that is reset": Fault(FaultKind.RESET, CONTENT, after=2, times=2),
    "a slow answer": Fault(FaultKind.SLOW, CONTENT, after=2, delay=0.001),
    "a page of a proxy": Fault(FaultKind.HTML, CONTENT, after=2, times=2),
    "JSON": Fault(FaultKind.STATUS, CONTENT, after=2, status=200, body=b"{}", headers=JSON),
    "nothing": Fault(FaultKind.STATUS, CONTENT, after=2, status=200, body=b"", headers=MP3),
    "bytes that are none": Fault(
        FaultKind.STATUS, CONTENT, after=2, status=200, body=b"<html> sorry", headers=MP3
    ),
    "an outage of moments": Fault(FaultKind.STATUS, CONTENT, after=2, times=3, status=503),
    "a token that is refused": Fault(FaultKind.UNAUTHORIZED, CONTENT, after=2),
    "a request too many": Fault(FaultKind.STATUS, CONTENT, after=2, times=2, status=429),
    "a pause that is asked for": Fault(
        FaultKind.STATUS, CONTENT, after=2, status=429, headers={"Retry-After": "45"}
    ),
}


@pytest.fixture(params=[True, False], ids=["with length", "in chunks"])
def simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    with recorded_company(Quirks(sends_content_length=request.param)) as simulator:
        yield simulator


@pytest.mark.parametrize("fault", FAULTS)
def test_all_is_stored_whole_though_there_was(
    simulator: Simulator, tmp_path: Path, fault: str
) -> None:
    simulator.inject(FAULTS[fault])
    store(simulator, tmp_path)
    assert_stored(simulator, tmp_path, ids_of(simulator))
    assert len([each for each in asked(simulator).values() if each > 1]) <= 1


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (Fault(FaultKind.HTML, CONTENT, times=FOR_GOOD), "text/html"),
        (
            Fault(FaultKind.STATUS, CONTENT, times=FOR_GOOD, status=200, body=b"{}", headers=JSON),
            "application/json",
        ),
        (
            Fault(FaultKind.STATUS, CONTENT, times=FOR_GOOD, status=200, body=b"", headers=MP3),
            "nothing",
        ),
    ],
)
def test_proxy_that_answers_for_good_is_named_and_nothing_is_stored(
    simulator: Simulator, tmp_path: Path, fault: Fault, what: str
) -> None:
    simulator.inject(fault)
    with pytest.raises(RingCentralError) as caught:
        store(simulator, tmp_path)
    assert re.search(
        rf"{AUDIO}: RingCentral answered with {what} in the place of audio \(recording \d+\)\. "
        r"Check any proxy between here and there; run again to resume\.",
        str(caught.value),
    )
    assert not files_in(tmp_path)
    assert len(asked(simulator)) <= 5, "an outage costs few requests"


def one_of(simulator: Simulator) -> str:
    return sorted(ids_of(simulator))[2]


@pytest.mark.parametrize("status", [400, 403, 500])
def test_one_that_is_refused_leaves_the_others_and_is_asked_for_last_by_the_next_run(
    simulator: Simulator, tmp_path: Path, status: int
) -> None:
    key = one_of(simulator)
    simulator.inject(
        Fault(FaultKind.STATUS, f"/{key}/content", times=FOR_GOOD, status=status, body=b"")
    )
    with pytest.raises(RingCentralError, match=rf"1 of the recordings .* {key}; the oth") as caught:
        store(simulator, tmp_path)
    assert_stored(simulator, tmp_path, ids_of(simulator) - {key})
    output = caught.value.output  # type: ignore[attr-defined] # of `run`
    held = next(each for each in simulator.truth.recordings() if each.id == key)
    assert timestamps.parse(output.bookmark(AUDIO)) <= held.start
    assert output.state["bookmarks"][AUDIO]["waiting"] == [key]
    since = len(simulator.requests)
    with pytest.raises(RingCentralError):
        store(simulator, tmp_path, state=output.state)
    assert set(asked(simulator, since)) == {key}
    simulator._application.faults = type(simulator._application.faults)()
    again = store(simulator, tmp_path, state=output.state)
    assert_stored(simulator, tmp_path, ids_of(simulator))
    assert again.bookmark(AUDIO) > output.bookmark(AUDIO)
    assert not again.state["bookmarks"][AUDIO]["waiting"]


def test_missing_right_ends_the_stream_at_once_and_names_what_to_tick(
    simulator: Simulator, tmp_path: Path
) -> None:
    simulator.access.user_permissions.discard("ReadCompanyCallRecording")
    with pytest.raises(
        RingCentralError,
        match=r"The helper extension's role lacks ReadCompanyCallRecording: an administrator ticks "
        "Company Call Log, Access Recordings.",
    ):
        store(simulator, tmp_path)
    assert asked(simulator).total() == 1


def test_missing_scope_ends_the_stream_at_once_and_the_other_streams_go_on(
    simulator: Simulator, tmp_path: Path
) -> None:
    simulator.access.app_scopes.discard("ReadCallRecording")
    with pytest.raises(RingCentralError, match="lacks the scope ReadCallRecording") as caught:
        store(simulator, tmp_path, AUDIO, "call_log")
    assert asked(simulator).total() == 1
    assert caught.value.output.records["call_log"]  # type: ignore[attr-defined] # of `run`


def test_404_of_a_proxy_says_nothing_of_what_ringcentral_has(
    simulator: Simulator, tmp_path: Path
) -> None:
    simulator.inject(
        Fault(
            FaultKind.STATUS,
            CONTENT,
            times=FOR_GOOD,
            status=404,
            body=b"<html>",
            headers={"RCRequestId": ""},
        )
    )
    with pytest.raises(RingCentralError) as caught:
        store(simulator, tmp_path)
    assert not stored_rows(caught.value.output)  # type: ignore[attr-defined] # of `run`
    assert "404" in str(caught.value)


def test_account_that_is_not_there_is_an_error_and_no_recording_is_taken_for_gone(
    simulator: Simulator, tmp_path: Path
) -> None:
    body = (
        b'{"errorCode": "CMN-102", "message": "Resource for parameter [accountId] is not found",'
        b' "parameterName": "accountId", "parameterValue": "1"}'
    )
    simulator.inject(
        Fault(FaultKind.STATUS, CONTENT, times=FOR_GOOD, status=404, body=body, headers=JSON)
    )
    with pytest.raises(RingCentralError, match="CMN-102") as caught:
        store(simulator, tmp_path)
    assert not stored_rows(caught.value.output)  # type: ignore[attr-defined] # of `run`


def test_limits_are_kept_over_an_hour_and_the_token_is_renewed(tmp_path: Path) -> None:
    with recorded_company(
        profile=Profile(calls_per_weekday=120, history_days=4),
        rate_limits=RateLimits(scale=10),  # ten requests in ten minutes
        longest_audio_bytes=2_000,
    ) as simulator:
        began, wanted = simulator.clock.now(), ids_of(simulator)
        output = store(simulator, tmp_path)
        took = simulator.clock.now() - began
        assert took.total_seconds() > 3_700, "too few to outlive a token"
        assert not [each for each in simulator.requests if each.status == 429]
        tokens = [each for each in simulator.requests if each.path.endswith("/oauth/token")]
        assert len(tokens) >= 2
        assert stored_rows(output).keys() == wanted
        assert asked(simulator).total() == len(stored_rows(output))
