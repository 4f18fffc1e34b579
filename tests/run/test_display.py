"""Whoever watches a run on a terminal sees a bar for each lane; a pipe has the log alone."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, cast

from rich.console import Console
from support.pipeline import BIN
from support.runs import SimulatedClock, config_of, only

from ringcentral_simulator import RateLimits
from tap_ringcentral.run.display import Display
from tap_ringcentral.run.lanes import lanes_of
from tap_ringcentral.run.report import Report
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ringcentral_simulator import Simulator
    from tap_ringcentral.client import RingCentralStream

SHOWN = {"TERM": "xterm", "COLUMNS": "120", "TAP_RINGCENTRAL_START_DATE": "2026-03-19"}
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def test_bars_tell_the_stream_the_share_and_the_time_that_the_quota_asks_for(
    company: Callable[..., Simulator],
) -> None:
    simulator = company()
    tap = TapRingCentral(
        config=config_of(simulator),
        catalog=only("extension_call_log", "extension_device", "extension"),
        clock=SimulatedClock(simulator),
    )
    streams = [cast("RingCentralStream", each) for each in tap.streams.values() if each.selected]
    lanes = lanes_of(streams)
    report = Report(tap.api, streams)
    display = Display(lanes, report, tap.api)
    tap.api.progress.update("extension_call_log", 100, 1_000)
    console = Console(file=StringIO(), width=120)
    console.print(display.get_renderable())
    text = cast("StringIO", console.file).getvalue()
    heavy = next(line for line in text.splitlines() if line.startswith("Heavy"))
    left = timedelta(minutes=(900 - 10) // 10)
    assert "10%" in heavy
    assert "extension_call_log 10%" in heavy
    assert f"by the quota {left // timedelta(minutes=1)} min left" in heavy


def test_terminal_shows_bars_and_messages_stay_apart(
    company: Callable[..., Simulator], tmp_path: Path
) -> None:
    simulator = company(rate_limits=RateLimits(enabled=False))
    shown, terminal = pty.openpty()
    output = tmp_path / "output.jsonl"
    with output.open("w") as messages:
        process = subprocess.Popen(
            [BIN / "tap-ringcentral", "--config=ENV"],
            env=os.environ | simulator.environment() | SHOWN,
            stdout=messages,
            stderr=terminal,
        )
    os.close(terminal)
    seen = b""
    try:
        while piece := os.read(shown, 65_536):
            seen += piece
    except OSError:  # the terminal's other end was closed
        pass
    os.close(shown)
    assert process.wait(timeout=20) == 0
    text = _ESCAPES.sub("", seen.decode())
    for lane in ("Heavy", "Light", "Medium"):
        assert re.search(rf"{lane} +━+ +100% done", text), text[-2_000:]
    assert "call_log:" in text
    assert all(line.startswith("{") for line in output.read_text().splitlines())
