"""What a run costs that finds nothing new, as most runs of every few minutes do."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.arrivals import Calls
from benchmarks.call_log import CallLog
from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import watched
from benchmarks.records import Templates
from benchmarks.server import CallServer
from benchmarks.tap_runs import BIN, catalog, command, last_midnight, settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REPETITIONS = {Scale.FULL: 15, Scale.QUICK: 2}

RATIO = Figure("Tap and loader / python -c 'import singer_sdk' twice", at_most=1.2)
TAP = Figure("Tap", "CPU seconds")
LOADER = Figure("Loader", "CPU seconds")
BOTH = Figure("Tap and loader", "CPU seconds")


@dataclass(frozen=True)
class Pipe:
    """A tap and a loader, each by its command line, and the files between them."""

    tap: Sequence[str]
    loader: Sequence[str]
    home: Path

    def run(self) -> tuple[float, float]:
        """Run one after the other from the state of the run before; give the CPU seconds."""
        state, messages, told = (self.home / name for name in ("state.json", "messages", "told"))
        given = ["--state", str(state)] if state.exists() else []
        tap = watched([*self.tap, *given], output=messages)
        loader = watched(self.loader, source=messages, output=told)
        if states := told.read_text("utf-8").splitlines():
            state.write_text(states[-1], "utf-8")
        return tap.cpu, loader.cpu


def measure(scale: Scale) -> Iterator[Result]:
    """Let pipe and bare import take turns, once more to sign in and begin the state."""
    log = CallLog(Calls([]), Templates.bare(), lambda: datetime.now(UTC))
    with CallServer(log) as server, TemporaryDirectory() as directory:
        home = Path(directory)
        config = settings(server.url, home, start_date=last_midnight().isoformat())
        lake = home / "target.json"
        lake.write_text(json.dumps({"destination_path": str(home / "lake")}), "utf-8")
        pipe = Pipe(
            command(config, catalog({"call_log", "call_log_leg"}), home),
            [str(BIN / "target-parquet"), "--config", str(lake)],
            home,
        )
        pipe.run(), _bare()
        turns = [(*pipe.run(), _bare() + _bare()) for _ in range(_REPETITIONS[scale])]
    yield Result(RATIO, [(tap + loader) / bare for tap, loader, bare in turns])
    yield Result(TAP, [tap for tap, _, _ in turns])
    yield Result(LOADER, [loader for _, loader, _ in turns])
    yield Result(BOTH, [tap + loader for tap, loader, _ in turns])


def _bare() -> float:
    return watched([sys.executable, "-c", "import singer_sdk"]).cpu


SUBJECT = Subject(
    "start",
    "A run without new calls",
    "User and system time of the processes `tap-ringcentral` and `target-parquet`, with `call_log` "
    "and `call_log_leg` selected, a state that is up to date, and a server without calls. The bare "
    "import takes turns with them; it searches what it imports for garbage, as Python does by "
    "itself. Measured are the commands of the environment whose Python runs the benchmark: with "
    "`.venv/bin/python` of another checkout, in turns, those of another commit.",
    (RATIO, TAP, LOADER, BOTH),
    measure,
)
