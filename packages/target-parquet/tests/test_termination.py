"""A stop is a stop: a container that is told to end is not killed half a minute later."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

_DEAF = """
import signal, sys, threading
from target_parquet import termination

termination._PATIENCE = 0.1

class Finalized:
    def __del__(self):
        termination.stop(signal.SIGTERM)  # what it raises is lost

if sys.argv[1] == "finalizer":
    Finalized()
else:
    threading.Thread(target=threading.Event().wait).start()  # waits for a server for ever
    termination.stop(signal.SIGTERM)
threading.Event().wait()
"""


@pytest.mark.parametrize("busy_with", ["finalizer", "request"])
def test_a_stop_ends_a_loader_that_cannot_end_by_itself(busy_with: str) -> None:
    loader = subprocess.run(
        [sys.executable, "-c", _DEAF, busy_with], stderr=subprocess.DEVNULL, check=False
    )
    assert loader.returncode == 128 + signal.SIGTERM
