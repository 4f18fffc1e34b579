"""Runs tap and loader as processes that begin where all imports are done.

A process of Python imports for longer than an account without new calls takes to be read. So one
process imports once and does nothing else (`multiprocessing`'s fork server); it is forked for each
command. The commands share nothing else: each has its own memory, environment and exit code.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import signal
import sys
from importlib.util import find_spec
from multiprocessing import get_context
from typing import TYPE_CHECKING

from ringcentral_fleet.errors import FleetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

COMMANDS = {"tap-ringcentral": "tap_ringcentral", "target-parquet": "target_parquet"}
"""Commands that are imported once, by the packages whose `__main__` they are."""
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2), on Linux

_context = get_context("forkserver")
_context.set_forkserver_preload(["__main__", "ringcentral_fleet.preloaded"])
Pipe = _context.Pipe


def check() -> None:
    """Check that the commands are there to be started.

    Raises:
        FleetError: One is not installed in this environment.
    """
    for command, package in COMMANDS.items():
        if find_spec(package) is None:
            raise FleetError(
                f"{command} is not installed beside ringcentral-fleet: install it into the "
                f"environment of {sys.executable}."
            )


def start(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    stdin: Connection | None = None,
    stdout: Connection | None = None,
    stderr: Connection | None = None,
) -> ForkServerProcess:
    """Start a command; it ends with this process.

    Args:
        command: Its name, one of `COMMANDS`, and its arguments.
        environment: All of its variables.
        stdin: What it reads; nothing where it is None.
        stdout: What it writes to; nothing where it is None.
        stderr: What it logs to; what this process does where it is None.
    """
    process = _context.Process(
        target=_run, args=(list(command), dict(environment), stdin, stdout, stderr)
    )
    process.start()
    return process


def _run(
    command: list[str],
    environment: dict[str, str],
    stdin: Connection | None,
    stdout: Connection | None,
    stderr: Connection | None,
) -> None:
    """Become the command, in a process that was forked for it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGTERM)
    os.environ.clear()
    os.environ.update(environment)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(stdin.fileno() if stdin else nothing, 0)
    os.dup2(stdout.fileno() if stdout else nothing, 1)
    if stderr:
        os.dup2(stderr.fileno(), 2)
    for pipe in (stdin, stdout, stderr):
        if pipe:
            pipe.close()
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    sys.argv = command
    importlib.import_module(f"{COMMANDS[command[0]]}.__main__").main()
