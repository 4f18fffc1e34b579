"""One start of the tap, which may be killed at a step of its sign-in.

Run as a process of its own: `python -m support.one_start TIME [STEP]`, with the configuration as
JSON on standard input, where no process list shows it. Prints who is signed in.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from support.still_clock import StillClock
from tap_ringcentral.api.rate_limit import RateLimiter
from tap_ringcentral.auth.authenticator import Authenticator
from tap_ringcentral.auth.token_endpoint import TokenEndpoint
from tap_ringcentral.doctor import identity
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator import Simulator

# A function of each step, and whether the process dies before it or after it.
STEPS: dict[str, tuple[type, str, Literal["before", "after"]]] = {
    "before-the-request": (TokenEndpoint, "_post", "before"),
    "after-the-answer": (TokenEndpoint, "_post", "after"),
    "before-the-rename": (Path, "replace", "before"),
    "after-the-rename": (Path, "replace", "after"),
    "before-first-use": (Authenticator, "__call__", "after"),
    "after-first-use": (RateLimiter, "update_from_response", "before"),
}


def start(
    simulator: Simulator, config: dict[str, Any], step: str | None = None
) -> subprocess.Popen[str]:
    """Start the tap at the simulator's time; it reads its configuration and goes ahead."""
    time = simulator.clock.now().isoformat()
    process = subprocess.Popen(
        [sys.executable, "-m", "support.one_start", time, *([step] if step else [])],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    with process.stdin as stdin:
        json.dump(config, stdin)
    process.stdin = None  # else communicate() would write to it
    return process


def end_of(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Wait for the end of a start."""
    output, log = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, output, log)


def _die_at(step: str) -> None:
    owner, name, when = STEPS[step]
    function: Callable[..., Any] = getattr(owner, name)

    @wraps(function)
    def deadly(*args: Any, **kwargs: Any) -> None:
        if when == "after":
            function(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, deadly)


def _main(time: str, step: str | None = None) -> None:
    logging.basicConfig(level=logging.DEBUG)
    # A hundred kilobytes of it would fill the pipe of a start that nobody reads yet.
    logging.getLogger("singer_sdk.singerlib.catalog").setLevel(logging.INFO)
    clock = StillClock()
    clock.time = datetime.fromisoformat(time)
    if step:
        _die_at(step)
    tap = TapRingCentral(config=json.load(sys.stdin), clock=clock)
    print(identity(tap))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    _main(*sys.argv[1:])
