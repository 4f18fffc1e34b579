"""Whether a long recording takes more memory than a short one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.figure import Figure, Result, Scale
from benchmarks.processes import watched
from benchmarks.tap_runs import catalog, command, settings_for
from ringcentral_simulator import Clock, Profile, Quirks, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOW = datetime(2026, 3, 20, 22, tzinfo=UTC)  # a Friday
_SHORT = 1_000_000
_LONG = {Scale.FULL: 200_000_000, Scale.QUICK: 20_000_000}
_LONGEST_RINGING = 600  # seconds, ahead of what is recorded
_BYTES_A_SECOND = 16_000  # of WAV, in the simulator
_REPETITIONS = {Scale.FULL: 3, Scale.QUICK: 1}
_MIB = 2**20

RATIO = Figure("Peak memory, a recording of 200 MB / of 1 MB", at_most=1.1)
PEAK = Figure("Peak memory, a recording of 200 MB", "MiB")
FIGURES = (RATIO, PEAK)


def measure(scale: Scale) -> Iterator[Result]:
    """Store the recording of one call, cut to either length, in turns."""
    long = _LONG[scale]
    turns = [(_peak(long, long), _peak(_SHORT, long)) for _ in range(_REPETITIONS[scale])]
    yield Result(RATIO, [of_long / of_short for of_long, of_short in turns])
    yield Result(PEAK, [of_long / _MIB for of_long, _ in turns])


def _peak(size: int, needed: int) -> int:
    """Return the most memory that the tap's process took.

    Args:
        size: Bytes that the recording is cut to.
        needed: Bytes that it has at least where it is not cut.

    Raises:
        AssertionError: Another recording was stored.
    """
    simulator = Simulator(
        clock=Clock(_NOW),
        profile=Profile(long_call_share=1),  # each lasts from one to five hours
        quirks=Quirks(recording_format="wav"),
        rate_limits=RateLimits(enabled=False),
        longest_audio_bytes=size,
    )
    with simulator, TemporaryDirectory() as directory:
        home = Path(directory)
        start = _start_of_call(simulator, needed / _BYTES_A_SECOND)
        config = settings_for(
            simulator,
            home,
            start_date=start.isoformat(),
            end_date=(start + timedelta(milliseconds=1)).isoformat(),
            recordings_path=str(home / "recordings"),
        )
        used = watched(command(config, catalog({"call_recording_audio"}), home))
        sizes = [file.stat().st_size for file in home.glob("recordings/day=*/*")]
        if sizes != [size]:
            raise AssertionError(f"stored were {sizes} bytes, not {size}")
        return used.peak


def _start_of_call(simulator: Simulator, seconds: float) -> datetime:
    """Return when the first recorded call began that was talked on for so long."""
    calls = simulator.truth.calls(_NOW - timedelta(days=3), _NOW - timedelta(days=1))
    found = next(
        call
        for call in calls
        if "recording" in call and call["duration"] > seconds + _LONGEST_RINGING
    )
    return datetime.fromisoformat(found["startTime"])
