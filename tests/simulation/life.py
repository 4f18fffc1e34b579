"""Plays a scenario: whole runs of the tap against the simulator, and a check after each."""

from __future__ import annotations

import random
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import SimulatedClock, catalog_of, config_of

from ringcentral_simulator import FaultKind
from ringcentral_simulator.calls.calendar import Calendar
from ringcentral_simulator.gateway.faults import FaultQueue
from simulation.beside import check_beside
from simulation.interference import Interference
from simulation.invariants import check_lake, check_output
from simulation.lake import Lake
from simulation.play import company_of, extracted, play
from simulation.report import Report
from simulation.tape import LineTape, Tape
from simulation.witness import Witness
from tap_ringcentral.api import timestamps
from tap_ringcentral.streams.base.bookmarked import BookmarkedStream
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ringcentral_simulator.calls.call import Call
    from simulation.report import Line
    from simulation.scenario import ReplicationKey, Run, Scenario
    from simulation.witness import Record

_PATIENCE = 0.4  # real seconds


class Life:
    """One lake, filled run by run.

    Args:
        scenario: What happens.
        home: A directory of its own.
    """

    def __init__(self, scenario: Scenario, home: Path) -> None:
        self._scenario = scenario
        self._store = home / f"token-{scenario.seed}.json"
        self._interference = Interference(scenario.latency)
        self.simulator = company_of(scenario, self._interference)
        self._witness = Witness(self.simulator, scenario.latency)
        self._lake = Lake()
        self._luck = random.Random(f"{scenario.seed}/luck")  # noqa: S311 - data, no secrets
        # Which lane works next, wherever one could wait.
        self._turns = random.Random(f"{scenario.seed}/turns")  # noqa: S311 - likewise
        self._is_by_change = True

    def live(self) -> None:
        """Play all runs.

        Raises:
            Violation: A run broke a promise; the text says which run.
        """
        with self.simulator, _conditions(self._scenario):
            play(self.simulator, self._scenario.runs, self._run)

    def _run(self, run: Run) -> None:
        simulator, lake = self.simulator, self._lake
        self._is_by_change &= run.key == "lastModifiedTime"
        began, former, requests = simulator.clock.now(), lake.state, len(simulator.requests)
        shown = self._shown(run)
        self._interference.begin(run, simulator, shown)
        lines, is_complete = self._extract(run)
        report = Report(
            scenario=self._scenario,
            key=run.key,
            began=began,
            former=former,
            requests=requests,
            shown=shown,
            lines=lines,
            is_by_change=self._is_by_change,
        )
        check_output(report, self._witness)
        messages = [line.message for line in lines]
        if is_complete:
            lake.take(messages)
            check_lake(report, lake, self._witness, simulator.clock.now())
            check_beside(report, lake, simulator)
        else:
            lake.take_part(messages, flushed=run.flushed, durable=run.durable, luck=self._luck)

    def _shown(self, run: Run) -> dict[str, Record]:
        """What a run that begins now owes: a list of changes may lag behind."""
        lag = self._scenario.quirks.sync_lag if run.key == "lastModifiedTime" else 0.0
        return self._witness.shown(self.simulator.clock.now() - timedelta(seconds=lag))

    def _extract(self, run: Run) -> tuple[list[Line], bool]:
        """Run the tap; give what it wrote, and whether it said that this is all."""
        scenario, simulator = self._scenario, self.simulator
        simulator._application.faults = FaultQueue()  # none is left over from the run before
        for fault in run.faults:
            simulator.inject(fault)
        output = (LineTape if scenario.takes_lines else Tape)(simulator.clock, run)
        settings: dict[str, Any] = {
            "token_store": str(self._store),
            "lookback_hours": scenario.lookback_hours,
        }
        if scenario.start_date:
            settings["start_date"] = timestamps.render(scenario.start_date)
        tap = TapRingCentral(
            config=config_of(simulator, **settings),
            state=deepcopy(self._lake.state),
            catalog=_catalog((*scenario.streams, *scenario.beside), run.key),
            clock=SimulatedClock(simulator, ahead=scenario.ahead, luck=self._turns),
            message_writer=output,
        )
        return extracted(tap, output, run)


@contextmanager
def _conditions(scenario: Scenario) -> Iterator[None]:
    """Make windows, pages and waits small enough for a life of seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BookmarkedStream, "STATE_MSG_FREQUENCY", scenario.state_every)
        patch.setattr("tap_ringcentral.calls.windows.TARGET", scenario.window_calls)
        patch.setattr(
            "tap_ringcentral.calls.changes.PAGE_SIZE", scenario.quirks.detailed_page_limit
        )
        patch.setattr("ringcentral_simulator.calls.calendar._TIE_SHARE", scenario.tie_share)
        patch.setattr(Calendar, "_call", _grained(Calendar._call, scenario.grain))
        if any(f.kind is FaultKind.HANG for run in scenario.runs for f in run.faults):
            patch.setattr("tap_ringcentral.api.client.TIMEOUT", _PATIENCE)
        yield


def _grained(call: Callable[..., Call], grain: int) -> Callable[..., Call]:
    """Have calls start on multiples of so many milliseconds only."""

    def drawn(self: Calendar, rng: random.Random, start: int, slot: Any, burst: float) -> Call:
        return call(self, rng, start - start % grain, slot, burst)

    return drawn


@cache
def _catalog(streams: tuple[str, ...], key: ReplicationKey) -> dict[str, Any]:
    names = {"call_log", "call_log_leg", "call_queue", "call_queue_member", "extension", *streams}
    catalog = catalog_of({name: name in streams for name in names})
    for entry in catalog["streams"]:
        if entry["stream"] == "call_log":
            for metadata in entry["metadata"]:
                if not metadata["breadcrumb"]:
                    metadata["metadata"]["replication-key"] = key
    return catalog
