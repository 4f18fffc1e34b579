"""A recording that is not there: not yet, or not any more, which the bookmark passes."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.recordings import (
    AUDIO,
    asked,
    assert_stored,
    ids_of,
    recorded_company,
    store,
    stored_rows,
)

from ringcentral_simulator import Profile, Quirks, RateLimits
from tap_ringcentral.api import timestamps

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Simulator

HOUR = 3600
DAY = timedelta(hours=24)
CODES = pytest.mark.parametrize("code", ["CMN-102", ""], ids=["with a code", "with no body"])


def gone_in(rows: dict[str, dict[str, Any]]) -> set[str]:
    return {key for key, row in rows.items() if row["status"] == "gone"}


def ids_before(simulator: Simulator, hours: float) -> list[str]:
    """Recordings of calls that began longer ago than that, oldest first."""
    until = simulator.clock.now() - timedelta(hours=hours)
    return [each.id for each in simulator.truth.recordings() if each.start < until]


@CODES
def test_recording_that_is_not_ready_is_waited_for_and_stored_by_a_later_run(
    tmp_path: Path, code: str
) -> None:
    quirks = Quirks(recording_ready_after=20 * HOUR, missing_recording_code=code)
    with recorded_company(quirks) as simulator:
        named = {call["recording"]["id"] for call in simulator.truth.calls() if "recording" in call}
        late = named - ids_of(simulator)
        assert late, "all are ready"
        first = store(simulator, tmp_path)
        assert_stored(simulator, tmp_path, named - late)
        assert not late & stored_rows(first).keys()
        assert set(first.state["bookmarks"][AUDIO]["waiting"]) == late
        simulator.clock.advance(21 * HOUR)
        second = store(simulator, tmp_path, state=first.state)
        assert late <= stored_rows(second).keys()
        assert late <= ids_of(simulator)
        assert max(asked(simulator).values()) == 2


@CODES
def test_recording_that_was_deleted_is_a_row_a_warning_and_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    with recorded_company(Quirks(missing_recording_code=code)) as simulator:
        deleted = ids_before(simulator, 25)[:3]
        for each in deleted:
            simulator.delete_recording(each)
        with caplog.at_level(logging.INFO):
            output = store(simulator, tmp_path)
        assert_stored(simulator, tmp_path, ids_of(simulator))
        rows = stored_rows(output)
        assert gone_in(rows) == set(deleted)
        assert rows[deleted[0]].get("path") is None
        assert timestamps.parse(output.bookmark(AUDIO)) == simulator.clock.now() - DAY
        since = len(simulator.requests)
        store(simulator, tmp_path, state=output.state)
        assert not asked(simulator, since)
    assert (
        f"{AUDIO}: 3 recordings were deleted at RingCentral before they were read; their rows have "
        "status gone."
    ) in caplog.messages


def test_recording_that_was_deleted_soon_is_not_told_from_a_late_one_until_its_time_is_over(
    tmp_path: Path,
) -> None:
    with recorded_company() as simulator:
        young = [each for each in ids_of(simulator) if each not in ids_before(simulator, 24)]
        simulator.delete_recording(young[0])
        first = store(simulator, tmp_path)
        assert young[0] not in stored_rows(first)
        simulator.clock.advance(25 * HOUR)
        second = store(simulator, tmp_path, state=first.state)
        assert stored_rows(second)[young[0]]["status"] == "gone"
        assert young[0] not in (second.state["bookmarks"][AUDIO].get("waiting") or [])


def test_recording_that_leaves_the_log_with_its_audio_holds_up_nothing(tmp_path: Path) -> None:
    with recorded_company(Quirks(deleted_stays_listed=False)) as simulator:
        young = [each for each in ids_of(simulator) if each not in ids_before(simulator, 24)]
        simulator.delete_recording(young[0])
        first = store(simulator, tmp_path)
        simulator.clock.advance(25 * HOUR)
        second = store(simulator, tmp_path, state=first.state)
        assert young[0] not in {*stored_rows(first), *stored_rows(second)}
        assert timestamps.parse(second.bookmark(AUDIO)) == simulator.clock.now() - DAY


@pytest.mark.parametrize("stays_listed", [True, False])
def test_what_is_deleted_while_the_run_goes_on_is_told_and_all_else_is_stored(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, stays_listed: bool
) -> None:
    quirks = Quirks(recordings_kept_number=120, deleted_stays_listed=stays_listed)
    with recorded_company(
        quirks,
        profile=Profile(calls_per_weekday=400, history_days=3),
        rate_limits=RateLimits(),
        longest_audio_bytes=2_000,
    ) as simulator:
        before = ids_of(simulator)
        output = store(simulator, tmp_path)
        rows = stored_rows(output)
        gone = gone_in(rows)
        assert gone or not stays_listed, "all were stored in time"
        still_there = before & ids_of(simulator)
        warned = [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]
        # Those that left the log with their audio are no part of what is to be expected.
        is_warned = any("Ask RingCentral for a higher Heavy limit" in line for line in warned)
        assert is_warned == stays_listed
        assert not gone & still_there
        assert still_there <= rows.keys()


def test_what_the_account_no_longer_keeps_is_not_asked_for_where_it_tells_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    profile = Profile(calls_per_weekday=3, history_days=200)
    with recorded_company(profile=profile) as simulator:
        kept = simulator.truth.answer("call-recording")["automatic"]["retentionPeriod"]
        assert kept == 90
        output = store(simulator, tmp_path, start_date="2025-09-01T00:00:00Z")
        assert_stored(simulator, tmp_path, ids_of(simulator))
        assert {row["status"] for row in stored_rows(output).values()} == {"stored"}
        assert len(asked(simulator)) == len(ids_of(simulator))
    assert (
        f"{AUDIO}: RingCentral deletes recordings after 90 days; older ones are not asked for."
        in (caplog.messages)
    )


def test_account_that_does_not_tell_how_long_it_keeps_them_is_taken_for_a_usual_one(
    tmp_path: Path,
) -> None:
    profile = Profile(calls_per_weekday=3, history_days=200)
    with recorded_company(profile=profile) as simulator:
        simulator.access.user_permissions.discard("ReadCompanyInfo")
        store(simulator, tmp_path)
        assert_stored(simulator, tmp_path, ids_of(simulator))
        assert len(asked(simulator)) == len(ids_of(simulator))
