"""The progress of a long extraction, as the log tells it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tap_ringcentral.calls.page import PackedCall
from tap_ringcentral.calls.progress import Progress
from tap_ringcentral.calls.windows import TimeWindow

if TYPE_CHECKING:
    import pytest

START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CALL = PackedCall("2026-03-01T00:00:00.000Z", "a", b"{}")


def told(caplog: pytest.LogCaptureFixture, whole: TimeWindow, *windows: TimeWindow) -> list[str]:
    caplog.set_level("INFO")
    progress = Progress(logging.getLogger("tap-ringcentral"), whole)
    for window in windows:
        assert list(progress.counted([CALL] * 1_500)) == [CALL] * 1_500
        progress.log_window(window)
    return [record.getMessage() for record in caplog.records]


def test_days_calls_and_share_are_told(caplog: pytest.LogCaptureFixture) -> None:
    whole = TimeWindow(START, START + 4 * DAY)
    first, second = TimeWindow(START, START + DAY), TimeWindow(START + DAY, START + 2 * DAY)
    lines = told(caplog, whole, first, second)
    assert "from 2026-03-01 00:00 to 2026-03-05 00:00" in lines[0]
    assert "1,500; 25 % of the range done, 1,500 calls so far" in lines[1]
    assert "50 % of the range done, 3,000 calls so far" in lines[2]


def test_range_that_turns_out_longer_is_done_at_a_hundred(
    caplog: pytest.LogCaptureFixture,
) -> None:
    nothing = TimeWindow(START, START)
    lines = told(caplog, nothing, TimeWindow(START, START + DAY))
    assert "100 % of the range done" in lines[1]
