"""The tap and the loader, each started by a shell that first makes the surroundings it runs in."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from support import leaks
from support.pipeline import BIN

# A shell whose mounts nobody else sees. Who is not root may be so in a user namespace.
_OWN_MOUNTS = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
# What is meant for a programmer, and tells a user nothing.
_UNFIT = ("Traceback", "Exception ignored", "--- Logging error", "Fatal Python error", "Warning:")

# Runs Python, and does nothing: not every user may read where it is installed.
PYTHON = f"{sys.executable} -c pass"

Program = Literal["tap-ringcentral", "target-parquet"]


@dataclass(frozen=True)
class Surroundings:
    """Where a command runs, as far as it differs from cron's short environment.

    Attributes:
        script: Shell lines that make them; `$VOLUME` is where the commands may write.
        own_mounts: Whether the lines mount something, which nobody else is to see.
        needs: A command that fails where they cannot be made.
    """

    script: str = ""
    own_mounts: bool = False
    needs: str = "true"

    def shell(self, lines: str) -> list[str]:
        """The command that runs shell lines in them."""
        return [*(_OWN_MOUNTS if self.own_mounts else []), "bash", "-c", f"{self.script}\n{lines}"]

    @property
    def missing(self) -> str:
        """What this machine lacks to make them; empty where nothing."""
        mounts = Surroundings(own_mounts=self.own_mounts)
        tried = subprocess.run(  # by a shell, which tells of a program that is not there
            ["sh", "-c", 'exec "$@"', "sh", *mounts.shell(self.needs)],
            capture_output=True,
            check=False,
        )
        return f"this machine cannot: {self.needs}" if tried.returncode else ""


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    log: str

    @property
    def is_plain(self) -> bool:
        """Whether all that was logged is for a user."""
        return not any(each in self.log for each in _UNFIT)

    @property
    def errors(self) -> list[str]:
        """The lines that say what failed."""
        lines = self.log.splitlines()
        return [line for line in lines if "ERROR" in line or line.startswith("Error:")]


@dataclass(frozen=True)
class Machine:
    """A machine with one volume, and what the commands are told there.

    Attributes:
        home: Where the outputs are kept, of which the commands know nothing.
        volume: Where the commands may write.
        settings: The variables of tap and loader.
        arguments: Of each command.
    """

    home: Path
    volume: Path
    settings: dict[str, str]
    arguments: dict[Program, list[str]]

    @property
    def lake(self) -> Path:
        """What the loader fills."""
        return self.volume / "lake"

    @property
    def store(self) -> Path:
        """The tap's token store."""
        return self.volume / "token.json"

    @property
    def written(self) -> Path:
        """What a command wrote that ran alone, or the loader."""
        return self.home / "output.jsonl"

    def run(self, program: Program, place: Surroundings, given: Path = Path(os.devnull)) -> Ended:
        """Run one of the commands alone, with an input."""
        with given.open("rb") as stdin, self.written.open("wb") as stdout:
            process = self._start(program, place, stdin, stdout)
            process.wait(60)
        return self._end(program, process)

    def run_both(self, place: Surroundings) -> list[Ended]:
        """Run the tap into the loader."""
        with ExitStack() as stack:
            nothing = stack.enter_context(Path(os.devnull).open("rb"))
            state = stack.enter_context(self.written.open("wb"))
            tap = self._start("tap-ringcentral", place, nothing, subprocess.PIPE)
            loader = self._start("target-parquet", place, tap.stdout, state)
            assert tap.stdout
            tap.stdout.close()  # else a loader that ends early would not be seen by the tap
            loader.wait(60)
            tap.wait(60)
        return [self._end("tap-ringcentral", tap), self._end("target-parquet", loader)]

    def _start(
        self, program: Program, place: Surroundings, stdin: Any, stdout: IO[bytes] | int
    ) -> subprocess.Popen[bytes]:
        cron = {"HOME": str(self.volume), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
        with self._log(program).open("wb") as log:
            return subprocess.Popen(
                [*place.shell('exec "$@"'), "bash", BIN / program, *self.arguments[program]],
                env=cron | {"VOLUME": str(self.volume), "PROGRAM": program} | self.settings,
                cwd=self.volume,
                stdin=stdin,
                stdout=stdout,
                stderr=log,
                start_new_session=True,  # no terminal
            )

    def _log(self, program: Program) -> Path:
        return self.home / f"{program}.log"

    def _end(self, program: Program, process: subprocess.Popen[bytes]) -> Ended:
        log = self._log(program).read_text(errors="replace")
        leaks.printed.append(log)
        return Ended(process.returncode, log)
