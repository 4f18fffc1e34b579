"""What a run over recordings writes and stores, up to where it is ended."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from simulation.audio_listing import STAGING
from simulation.audio_scenario import AudioRun, Step
from simulation.tape import Killed, LineTape
from tap_ringcentral.recordings import audio
from tap_ringcentral.recordings.directory import DirectoryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ringcentral_simulator import Clock
    from simulation.report import Line
    from tap_ringcentral.recordings.stored import Stored


class AudioTape(LineTape):
    """Keeps what a run writes, and ends the run where the scenario has it end.

    Args:
        clock: Whose time each line is given.
        run: Where it ends.
        watch: Looks at each line when it is written.
    """

    def __init__(self, clock: Clock, run: AudioRun, watch: Callable[[Line], None]) -> None:
        super().__init__(clock, run)
        self._step, self._nth = run.step, run.nth
        self._watch = watch
        self._passed: Counter[Step] = Counter()
        self._is_dead = False

    def come_to(self, step: Step, draft: BinaryIO | None = None) -> None:
        """Go on, or be killed here; a draft stays, as nobody is left to remove it."""
        self._passed[step] += 1
        if step is self._step and self._passed[step] == self._nth:
            self._is_dead = True
            if draft and Path(draft.name).parent.name == STAGING:
                shutil.copy2(draft.name, f"{draft.name}-left")
            raise Killed

    def _keep(self, messages: Iterable[dict[str, Any]]) -> None:
        for message in messages:
            if self._is_dead:
                raise Killed
            if message["type"] == "STATE" and self.lines and _is_row(self.lines[-1]):
                self.come_to(Step.WRITTEN)
            before = len(self.lines)
            try:
                super()._keep([message])
            finally:
                for line in self.lines[before:]:
                    self._watch(line)


def _is_row(line: Line) -> bool:
    return bool(line.message["type"] == "RECORD")


@contextmanager
def watched_store(tape: AudioTape, published: Callable[[str], None]) -> Iterator[None]:
    """Have a run come to each step of the storing of a recording.

    Args:
        tape: Is told of each.
        published: Is told the path of what has got its name.
    """
    write, publish = audio._write, DirectoryStore.publish

    def written(file: BinaryIO, piece: bytes | None) -> None:
        if piece is not None:
            tape.come_to(Step.BODY, file)
        write(file, piece)

    def named(self: DirectoryStore, draft: BinaryIO, path: str) -> Stored:
        tape.come_to(Step.CHECKED, draft)
        stored = publish(self, draft, path)
        published(stored.path)
        tape.come_to(Step.NAMED)
        return stored

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audio, "_write", written)
        patch.setattr(DirectoryStore, "publish", named)
        yield
