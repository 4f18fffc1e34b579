"""Processes whose time or memory is measured."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINES_TOLD = 20


@dataclass(frozen=True)
class Used:
    """What a process took.

    Attributes:
        seconds: From its start to its end.
        cpu: Seconds of a processor, its own and the system's.
        peak: Bytes of memory, at the most.
    """

    seconds: float
    cpu: float
    peak: int


def run(command: Sequence[str], *, source: Path | None = None, output: Path | None = None) -> None:
    """Run a command to its end.

    Args:
        command: Which.
        source: File that it reads as its standard input.
        output: File for its standard output, which is dropped otherwise.

    Raises:
        RuntimeError: It failed; the text is the end of what it said.
    """
    with (
        (source or Path("/dev/null")).open("rb") as given,
        (output or Path("/dev/null")).open("wb") as written,
    ):
        ended = subprocess.run(
            command,
            stdin=given,
            stdout=written,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if ended.returncode:
        said = "\n".join(ended.stderr.splitlines()[-_LINES_TOLD:])
        raise RuntimeError(f"{command[0]} ended with {ended.returncode}:\n{said}")


def watched(
    command: Sequence[str], *, source: Path | None = None, output: Path | None = None
) -> Used:
    """Run a command to its end, as `run` does, and tell what it took.

    A small process starts it: the system counts the memory of whoever starts a process as the
    peak of that process, too.
    """
    with TemporaryDirectory() as home:
        told = Path(home) / "used.json"
        watch = [sys.executable, str(Path(__file__).with_name("watch.py")), str(told)]
        run([*watch, *command], source=source, output=output)
        return Used(**json.loads(told.read_text("utf-8")))
