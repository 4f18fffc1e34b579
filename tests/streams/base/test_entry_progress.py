"""A list that is read for hours tells how far it has come, and is not told line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from support.runs import only
from support.still_clock import StillClock

from tap_ringcentral.streams.base.per_entry import EntryProgress, PerEntryStream
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    import pytest

CONFIG = {"client_id": "a", "client_secret": "b", "jwt": "e30.e30."}


def read(seconds_each: float, caplog: pytest.LogCaptureFixture) -> list[str]:
    clock = StillClock()
    tap = TapRingCentral(config=CONFIG, catalog=only("message"), clock=clock)
    progress = EntryProgress(cast("PerEntryStream", tap.streams["message"]), 1_000)
    caplog.clear()
    with caplog.at_level("INFO"):
        for _ in range(1_000):
            progress.step()
            clock.sleep(seconds_each)
    return caplog.messages


def test_long_list_tells_each_minute_how_far_it_has_come(caplog: pytest.LogCaptureFixture) -> None:
    lines = read(0.5, caplog)
    assert lines[0] == "message: extension 120 of 1,000."
    assert len(lines) == 8


def test_short_list_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    lines = read(0.05, caplog)
    assert lines == []
