"""Ends the loader on a signal, though a thread or a finalizer stands in the way."""

from __future__ import annotations

import os
import threading
from typing import NoReturn

_PATIENCE = 5  # seconds; Kubernetes kills after thirty


def stop(signum: int) -> NoReturn:
    """End the process with the exit code of a signal: at once, or a few seconds later by force.

    What is raised within a finalizer or a weak reference's callback is lost
    (docs.python.org/3/reference/datamodel.html#object.__del__), and a thread holds up an
    ordinary end that waits for a server, or that its pool was about to take note of. A lake is not
    harmed: its files appear whole or not at all. Python calls a handler of signals only where its
    main thread runs Python (docs.python.org/3/library/signal.html).
    """
    code = 128 + signum
    last = threading.Timer(_PATIENCE, os._exit, [code])
    last.daemon = True
    last.start()
    raise SystemExit(code)
