"""Each recording is stored whole and once, whatever happens between RingCentral and the store."""

from __future__ import annotations

from traceback import format_exception
from typing import TYPE_CHECKING

import pytest

from simulation.audio_draw import audio_scenario_of
from simulation.audio_life import AudioLife
from simulation.report import Violation

if TYPE_CHECKING:
    from pathlib import Path


def test_no_recording_is_lost_and_none_is_false(seed: int, tmp_path: Path) -> None:
    try:
        AudioLife(audio_scenario_of(seed), tmp_path).live()
    except Violation as violation:
        cause = violation.__cause__
        trace = "".join(format_exception(cause)) if cause else ""
        message = f"{violation}\n{trace}make soak SEEDS=1 FIRST={seed}"
        raise pytest.fail.Exception(message, pytrace=False) from None
