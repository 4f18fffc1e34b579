"""Tells what RingCentral showed, and when."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringcentral_simulator import Simulator

    Record = dict[str, Any]


class Witness:
    """Knows each form that a record has had, by turning the simulator's clock back.

    Args:
        simulator: Whose records.
        latency: Simulated seconds that an answer takes; it is composed in their middle.
    """

    def __init__(self, simulator: Simulator, latency: float) -> None:
        self._simulator = simulator
        self._half = timedelta(seconds=latency / 2)
        self._forms: defaultdict[str, list[Record]] = defaultdict(list)

    def shown(self, at: datetime) -> dict[str, Record]:
        """Give every record as it was at a moment, deleted ones too, by id."""
        with _Clock(self._simulator, at):
            records = {r["id"]: as_written(r) for r in self._simulator.truth.all_calls()}
        for key, record in records.items():
            self._keep(key, record)
        return records

    def form(self, key: str, start: str, at: datetime) -> Record | None:
        """Give one record as it was at a moment; None where it was not shown."""
        started = datetime.fromisoformat(start)
        with _Clock(self._simulator, at):
            found = [
                as_written(record)
                for record in self._simulator.truth.all_calls(started, started)
                if record["id"] == key
            ]
        for record in found:
            self._keep(key, record)
        return found[0] if found else None

    def saw(
        self,
        key: str,
        start: str,
        modified: str,
        fits: Callable[[Record], bool],
        requests: int,
    ) -> bool:
        """Tell whether some form of a record fits, of those shown up to now.

        Args:
            key: The record's id.
            start: When the call began.
            modified: When the form in question was made.
            fits: Whether a form is the one in question.
            requests: The first request that may have been answered with it.
        """
        if any(fits(form) for form in self._forms[key]):
            return True
        now = self._simulator.clock.now()
        moments = [datetime.fromisoformat(modified), *self._answers(requests)]
        return any(
            form is not None and fits(form)
            for moment in moments
            if moment <= now and (form := self.form(key, start, moment))
        )

    def _answers(self, first: int) -> Iterator[datetime]:
        for request in self._simulator.requests[first:]:
            if "/call-log" in request.path:
                yield request.time + self._half

    def _keep(self, key: str, form: Record) -> None:
        if form not in self._forms[key]:
            self._forms[key].append(form)


class _Clock:
    """Turns the simulator's clock to a moment, and to where it was afterwards."""

    def __init__(self, simulator: Simulator, moment: datetime) -> None:
        self._clock = simulator.clock
        self._moment = moment

    def __enter__(self) -> None:
        self._now = self._clock.now()
        self._clock.set(self._moment)

    def __exit__(self, *_: object) -> None:
        self._clock.set(self._now)


def as_written(value: Any) -> Any:
    """Bring what RingCentral shows into the form of the lake: every id is text."""
    if isinstance(value, dict):
        return {
            name: str(each) if name == "id" or name.endswith("Id") else as_written(each)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [as_written(each) for each in value]
    return value
