"""Runs another command against the simulator, as if it had been called directly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType

_NOT_EXECUTABLE, _NOT_FOUND, _KILLED = 126, 127, 128
_OTHER_SIGN_INS = (
    "TAP_RINGCENTRAL_REFRESH_TOKEN",
    "TAP_RINGCENTRAL_AUTHORIZATION_CODE",
    "TAP_RINGCENTRAL_REDIRECT_URI",
    "TAP_RINGCENTRAL_CODE_VERIFIER",
    "TAP_RINGCENTRAL_USERNAME",
    "TAP_RINGCENTRAL_EXTENSION",
    "TAP_RINGCENTRAL_PASSWORD",
)


def run_command(command: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run a command to its end; standard input and output are its own.

    SIGINT and SIGTERM are passed on.

    Args:
        command: The program and its arguments.
        variables: Set for it; any other way to sign in is taken out.

    Returns:
        Its exit code; 128 and the signal's number where a signal ended it; 127 and 126, as in a
        shell, where it is not found or cannot be executed.
    """
    inherited = {k: v for k, v in os.environ.items() if k not in _OTHER_SIGN_INS}
    try:
        # What is run is what the user typed.
        process = subprocess.Popen(command, env={**inherited, **variables})  # noqa: S603 - the user's own
    except FileNotFoundError:
        sys.stderr.write(f"ringcentral-simulator: command not found: {command[0]}\n")
        return _NOT_FOUND
    except OSError as error:
        sys.stderr.write(f"ringcentral-simulator: cannot run {command[0]}: {error.strerror}\n")
        return _NOT_EXECUTABLE
    code = _wait(process)
    return code if code >= 0 else _KILLED - code


def _wait(process: subprocess.Popen[bytes]) -> int:
    def pass_on(number: int, _frame: FrameType | None) -> None:
        # A terminal has sent its interrupt to the command already.
        if number == signal.SIGTERM or not sys.stdin.isatty():
            process.send_signal(number)

    usual = {n: signal.signal(n, pass_on) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        return process.wait()
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
