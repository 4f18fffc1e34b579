"""What happens at RingCentral while a run goes on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from simulation.scenario import Incident

if TYPE_CHECKING:
    from ringcentral_simulator import Simulator
    from simulation.scenario import Run
    from simulation.witness import Record


class Interference:
    """Lets a run's events happen, each before the answer that it is due at.

    Args:
        latency: Simulated seconds that an answer takes.
    """

    def __init__(self, latency: float) -> None:
        self._latency = latency
        self._answers = 0
        self._run: Run | None = None

    def begin(self, run: Run, simulator: Simulator, shown: dict[str, Record]) -> None:
        """Wait for the events of a run."""
        self._run, self._simulator = run, simulator
        self._answers = 0
        self._calls = [key for key, record in shown.items() if not record.get("deleted")]

    def __call__(self) -> float:
        """Give the latency of one more answer."""
        self._answers += 1
        for event in self._run.events if self._run else ():
            if event.request == self._answers:
                match event.incident:
                    case Incident.DELETION:
                        self._delete(event.calls, event.place)
                    case Incident.REVOCATION:
                        self._simulator._account.oauth.sessions._living.clear()
                    case Incident.TOKEN_LOSS:
                        self._simulator.expire_sync_tokens()
        return self._latency

    def _delete(self, count: int, place: float) -> None:
        last = max(0, len(self._calls) - count)
        first = round(place * last)
        for key in self._calls[first : first + count]:
            with suppress(LookupError):  # too old by now
                self._drop(key)
        del self._calls[first : first + count]

    def _drop(self, key: str) -> None:
        self._simulator.delete(key)


class RecordingInterference(Interference):
    """Its deletions are of recordings."""

    def _drop(self, key: str) -> None:
        self._simulator.delete_recording(key)
