"""Plays a scenario: whole runs of the tap over recordings, and a check after each."""

from __future__ import annotations

import random
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import SimulatedClock, config_of, only

from ringcentral_simulator import Fault, FaultKind
from ringcentral_simulator.gateway.faults import FOR_GOOD, FaultQueue
from simulation import audio_invariants
from simulation.audio_listing import Shelf, listed
from simulation.audio_report import STREAM, AudioReport
from simulation.audio_tape import AudioTape, watched_store
from simulation.audio_watch import Watch
from simulation.interference import RecordingInterference
from simulation.lake import Lake
from simulation.play import company_of, extracted, play
from tap_ringcentral.api import timestamps
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from simulation.audio_scenario import AudioRun, AudioScenario
    from simulation.report import Line


class AudioLife:
    """One lake and the files beside it, filled run by run.

    Args:
        scenario: What happens.
        home: A directory of its own.
    """

    def __init__(self, scenario: AudioScenario, home: Path) -> None:
        self._scenario = scenario
        self._token = home / f"token-{scenario.seed}.json"
        self._shelf = Shelf(home / f"audio-{scenario.seed}")
        self._interference = RecordingInterference(scenario.latency)
        self.simulator = company_of(
            scenario, self._interference, longest_audio_bytes=scenario.longest_bytes
        )
        self._lake = Lake()
        self._luck = random.Random(f"{scenario.seed}/luck")  # noqa: S311 - data, no secrets

    def live(self) -> None:
        """Play all runs.

        Raises:
            Violation: A run broke a promise; the text says which run.
        """
        with self.simulator, _conditions(self._scenario):
            play(self.simulator, self._scenario.runs, self._run)

    def _run(self, run: AudioRun) -> None:
        simulator, lake = self.simulator, self._lake
        if run.forgets:
            lake.state = None
        found = listed(simulator)
        self._interference.begin(run, simulator, {id_: {} for id_ in found})
        report = AudioReport(
            scenario=self._scenario,
            simulator=simulator,
            shelf=self._shelf,
            began=simulator.clock.now(),
            requests=len(simulator.requests),
            listed=found,
            stood=frozenset(self._shelf.by_id()),
            rows={id_: row for (id_,), row in lake.rows[STREAM].items()},
        )
        watch = Watch(report)
        lines, is_complete = self._extract(run, watch)
        if watch.broken:
            raise watch.broken
        audio_invariants.check_store(report)
        audio_invariants.check_requests(report)
        messages = [line.message for line in lines]
        if not is_complete:
            lake.take_part(messages, flushed=run.flushed, durable=run.durable, luck=self._luck)
            return
        lake.take(messages)
        if run.minutes is None:
            audio_invariants.check_owed(report, lake)

    def _extract(self, run: AudioRun, watch: Watch) -> tuple[list[Line], bool]:
        """Run the tap; give what it wrote, and whether it said that this is all."""
        scenario, simulator = self._scenario, self.simulator
        self._inject(run, sorted(watch.report.listed, key=int))
        tape = AudioTape(simulator.clock, run, watch.see)
        settings: dict[str, Any] = {
            "token_store": str(self._token),
            "recordings_path": str(self._shelf.home),
            "lookback_hours": scenario.lookback.total_seconds() / 3_600,
        }
        if scenario.start_date:
            settings["start_date"] = timestamps.render(scenario.start_date)
        if run.minutes:
            settings["recordings_max_minutes"] = run.minutes
        tap = TapRingCentral(
            config=config_of(simulator, **settings),
            state=deepcopy(self._lake.state),
            catalog=_catalog(),
            clock=SimulatedClock(simulator, ahead=scenario.ahead),
            message_writer=tape,
        )
        with watched_store(tape, watch.publish):
            return extracted(tap, tape, run)

    def _inject(self, run: AudioRun, ids: list[str]) -> None:
        faults = self.simulator._application.faults = FaultQueue()  # none is left of a former run
        for fault in run.faults:
            faults.add(fault)
        if not run.is_told:
            faults.add(Fault(FaultKind.STATUS, path="/call-recording"))
        if run.silent is not None and ids:
            silent = ids[int(run.silent * len(ids))]
            path = f"/recording/{silent}/content"
            faults.add(Fault(FaultKind.STATUS, path=path, times=FOR_GOOD))


@cache
def _catalog() -> dict[str, Any]:
    entries = only(STREAM)["streams"]
    return {"streams": [entry for entry in entries if entry["tap_stream_id"] == STREAM]}


@contextmanager
def _conditions(scenario: AudioScenario) -> Iterator[None]:
    """Make windows, pages and pieces small enough for a life of a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tap_ringcentral.calls.windows.TARGET", scenario.window_calls)
        patch.setattr("tap_ringcentral.streams.base.recording_plan._AHEAD", scenario.pages_ahead)
        patch.setattr("tap_ringcentral.streams.base.unsettled._MOST", scenario.most_waiting)
        patch.setattr("tap_ringcentral.recordings.audio._PIECE", scenario.piece)
        # No life ends with the machine: what was written is read again without a disk's time.
        patch.setattr("os.fsync", lambda _: None)
        yield
