"""How long the tap takes to start."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import run
from benchmarks.tap_runs import BIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REPETITIONS = {Scale.FULL: 15, Scale.QUICK: 3}
_DISCOVER = [str(BIN / "tap-ringcentral"), "--discover"]
_IMPORT = [sys.executable, "-c", "import singer_sdk"]

RATIO = Figure("tap-ringcentral --discover / python -c 'import singer_sdk'", at_most=1.6)
SECONDS = Figure("tap-ringcentral --discover", "seconds")


def measure(scale: Scale) -> Iterator[Result]:
    """Let both take turns, once more for the first time that files are read."""
    _seconds(_DISCOVER), _seconds(_IMPORT)
    turns = [(_seconds(_DISCOVER), _seconds(_IMPORT)) for _ in range(_REPETITIONS[scale])]
    yield Result(RATIO, [discover / bare for discover, bare in turns])
    yield Result(SECONDS, [discover for discover, _ in turns])


def _seconds(line: Sequence[str]) -> float:
    began = time.perf_counter()
    run(line)
    return time.perf_counter() - began


SUBJECT = Subject(
    "discovery",
    "Start",
    "Whole processes, taking turns.",
    (RATIO, SECONDS),
    measure,
)
