"""The progress of a long extraction, as the log tells it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from support.still_clock import StillClock

from tap_ringcentral.api.progress import Progress
from tap_ringcentral.calls.page import PackedCall
from tap_ringcentral.calls.progress import CallProgress
from tap_ringcentral.calls.windows import TimeWindow

if TYPE_CHECKING:
    import pytest

START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CALL = PackedCall("2026-03-01T00:00:00.000Z", "a", b"{}")


def told(
    caplog: pytest.LogCaptureFixture,
    whole: TimeWindow,
    *windows: TimeWindow,
    seconds_each: float = 60,
) -> list[str]:
    caplog.set_level("INFO")
    clock = StillClock()
    shares = Progress()
    logger = logging.getLogger("tap-ringcentral.call_log")
    progress = CallProgress(logger, whole, clock, shares)
    for window in windows:
        assert list(progress.counted([CALL] * 1_500)) == [CALL] * 1_500
        clock.advance(seconds_each)
        progress.log_window(window)
        done = shares.of("call_log")
        assert done is not None
        assert done.share > 0
    return [record.getMessage() for record in caplog.records]


def test_days_calls_and_share_are_told(caplog: pytest.LogCaptureFixture) -> None:
    whole = TimeWindow(START, START + 4 * DAY)
    first, second = TimeWindow(START, START + DAY), TimeWindow(START + DAY, START + 2 * DAY)
    lines = told(caplog, whole, first, second)
    assert "from 2026-03-01 00:00 to 2026-03-05 00:00" in lines[0]
    assert "1,500; 25 % of the range done, 1,500 calls so far" in lines[1]
    assert "50 % of the range done, 3,000 calls so far" in lines[2]


def test_windows_of_a_moment_share_a_line_and_the_last_one_has_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole = TimeWindow(START, START + 3 * DAY)
    days = [TimeWindow(START + day * DAY, START + (day + 1) * DAY) for day in range(3)]
    lines = told(caplog, whole, *days, seconds_each=1)
    (line,) = lines[1:]
    assert line.startswith("Calls from 2026-03-01 00:00 to 2026-03-04 00:00: 4,500; 100 % of")


def test_range_that_turns_out_longer_is_done_at_a_hundred(
    caplog: pytest.LogCaptureFixture,
) -> None:
    nothing = TimeWindow(START, START)
    lines = told(caplog, nothing, TimeWindow(START, START + DAY))
    assert "100 % of the range done" in lines[1]
