"""Which recordings are wanted, and for how long a run reads them."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

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
from support.runs import SimulatedClock, config_of, only

from ringcentral_simulator import Profile, RateLimits
from tap_ringcentral.doctor import examine
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Simulator


def recorded(simulator: Simulator) -> list[dict[str, Any]]:
    return [call for call in simulator.truth.calls() if "recording" in call]


def extensions_of(call: dict[str, Any]) -> set[str]:
    parts = [call, *call["legs"]]
    return {str(part["extension"]["id"]) for part in parts if "extension" in part}


def test_recordings_of_one_kind_alone_are_stored(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        wanted = {
            call["recording"]["id"]
            for call in recorded(simulator)
            if call["recording"]["type"] == "OnDemand"
        }
        assert 0 < len(wanted) < len(recorded(simulator))
        store(simulator, tmp_path, recordings_type="OnDemand")
        assert_stored(simulator, tmp_path, wanted)


def test_recordings_of_short_calls_are_left_out(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        wanted = {
            call["recording"]["id"] for call in recorded(simulator) if call["duration"] >= 180
        }
        assert 0 < len(wanted) < len(recorded(simulator))
        store(simulator, tmp_path, recordings_min_seconds=180)
        assert_stored(simulator, tmp_path, wanted)


def test_recordings_of_some_extensions_and_of_queues_are_stored(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        calls = recorded(simulator)
        named = {next(iter(sorted(extensions_of(calls[0])))), *sorted(extensions_of(calls[-1]))[:1]}
        wanted = {
            call["recording"]["id"] for call in calls if not named.isdisjoint(extensions_of(call))
        }
        assert 0 < len(wanted) < len(calls)
        store(simulator, tmp_path, recordings_extension_ids=sorted(named))
        assert_stored(simulator, tmp_path, wanted)


def test_wider_choice_brings_what_was_left_out_and_asks_for_nothing_again(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        narrow = store(simulator, tmp_path, recordings_min_seconds=180)
        store(simulator, tmp_path, state=narrow.state)
        assert_stored(simulator, tmp_path, ids_of(simulator))
        assert set(asked(simulator).values()) == {1}


def test_run_ends_well_when_its_time_is_over_and_the_next_one_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with recorded_company(
        profile=Profile(calls_per_weekday=120, history_days=3), rate_limits=RateLimits()
    ) as simulator:
        all_of_them = len(ids_of(simulator))
        state, runs = None, 0
        while len(files_in(tmp_path)) < all_of_them:
            runs += 1
            caplog.clear()
            began = simulator.clock.now()
            with caplog.at_level(logging.INFO):
                state = store(simulator, tmp_path, state=state, recordings_max_minutes=3).state
            assert (simulator.clock.now() - began).total_seconds() <= 4 * 60
            left = all_of_them - len(files_in(tmp_path))
            text = f"{AUDIO}: stopped after recordings_max_minutes (3); {left:,} recordings wait"
            assert left <= 1 or f"{text} for the next run." in caplog.messages
            assert runs < 20
        assert runs > 2
        assert set(asked(simulator).values()) == {1}
        assert_stored(simulator, tmp_path, ids_of(simulator))


def test_what_waits_is_told_ahead_with_how_long_it_takes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with recorded_company() as simulator, caplog.at_level(logging.INFO):
        number = len(ids_of(simulator))
        store(simulator, tmp_path)
    assert any(
        re.fullmatch(
            rf"{AUDIO}: {number} recordings wait\. At 10 a minute they take \d+ min; the oldest is "
            r"deleted in 8\d d( \d+ h)?\.",
            line,
        )
        for line in caplog.messages
    )


def test_missing_place_is_told_at_once_and_stops_no_other_stream(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = (
        f"The setting recordings_path is missing: {AUDIO} stores its files there. Set it to a "
        "directory or to s3://bucket/prefix, or deselect the stream."
    )
    with recorded_company() as simulator:
        with pytest.raises(Exception, match=re.escape(text)) as caught:
            store(simulator, "", AUDIO, "call_log")
        output = caught.value.output  # type: ignore[attr-defined] # of `run`
        assert output.records["call_log"]
        assert not asked(simulator)
        with pytest.raises(Exception, match=re.escape(text)):
            list(examine(tap_of(simulator, AUDIO)))
    assert sum(text in line for line in caplog.messages) == 1


def tap_of(simulator: Simulator, *streams: str, **settings: Any) -> TapRingCentral:
    return TapRingCentral(
        config=config_of(simulator, **settings),
        catalog=only(*streams),
        clock=SimulatedClock(simulator),
    )


def test_check_names_scope_and_permission_where_the_stream_is_selected_and_only_there(
    tmp_path: Path,
) -> None:
    with recorded_company() as simulator:
        simulator.access.app_scopes.discard("ReadCallRecording")
        simulator.access.user_permissions.discard("ReadCompanyCallRecording")
        found = list(examine(tap_of(simulator, AUDIO, recordings_path=str(tmp_path))))
        needs = {each.need: each.is_met for each in found}
        assert needs == {
            "app scope ReadCallLog": True,
            "app scope ReadCallRecording": False,
            "role permission ReadCompanyCallLog": True,
            "role permission ReadCompanyCallRecording": False,
        }
        others = {each.need for each in examine(tap_of(simulator, "call_log", "call_recording"))}
        assert others == {"app scope ReadCallLog", "role permission ReadCompanyCallLog"}


def test_stream_that_is_not_selected_costs_nothing(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        store(simulator, tmp_path / "audio", "call_log", "call_recording")
        assert not asked(simulator)
        assert not [each for each in simulator.requests if "recordingType" in each.query]
        assert not [each for each in simulator.requests if each.path.endswith("/call-recording")]
    assert not (tmp_path / "audio").exists()


def test_call_log_is_read_to_its_end_before_the_first_audio(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        for parallel in (True, False):
            place = tmp_path / str(parallel)
            output = store(simulator, place, AUDIO, "call_log", "active_call", parallel=parallel)
            order = [each["stream"] for each in output.of_type("RECORD")]
            assert order.index(AUDIO) > max(
                number for number, name in enumerate(order) if name == "call_log"
            )
            assert stored_rows(output)
