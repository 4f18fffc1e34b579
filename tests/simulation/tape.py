"""What a run writes, up to where it is ended."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import msgspec
from singer_sdk.singerlib.encoding.base import GenericSingerWriter

from simulation.report import Line
from simulation.scenario import End

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringcentral_simulator import Clock
    from simulation.scenario import Run


class Killed(BaseException):
    """The process is gone from one line to the next."""


class Tape(GenericSingerWriter[str, Any]):
    """Keeps what a run writes, and ends the run where the scenario has it end."""

    def __init__(self, clock: Clock, run: Run) -> None:
        self.lines: list[Line] = []
        self._clock = clock
        self._run = run

    def serialize_message(self, message: Any) -> str:
        raise NotImplementedError

    def write_message(self, message: Any) -> None:
        line = message.to_dict()
        if line["type"] == "STATE":  # the tap goes on with what it holds
            line = deepcopy(line)
        self._keep([line])

    def _keep(self, messages: Iterable[dict[str, Any]]) -> None:
        before = len(self.lines)
        for message in messages:
            if len(self.lines) == self._run.lines and self._run.end is End.KILL:
                raise Killed
            self.lines.append(Line(self._clock.now(), message))
        if before < self._run.lines <= len(self.lines) and self._run.end is End.TERMINATION:
            raise SystemExit


class LineTape(Tape):
    """Takes lines that are ready as well, as the command does."""

    def write_lines(self, lines: bytes) -> None:
        self._keep(map(msgspec.json.decode, lines.splitlines()))
