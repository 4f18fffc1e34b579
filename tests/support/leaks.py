"""Watches whatever the tests log or print, at debug level, for the secrets that they use."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringcentral_simulator import Simulator

# How every token and code of the simulator begins, and every JWT.
_BEGINNINGS = {"token or code": "U0pDMTFQMDFQQVMwMHx", "JWT": "eyJraWQi"}

simulators: list[Simulator] = []
"""Every simulator that this process has made."""
printed: list[str] = []
"""What the commands and processes that a test started have printed."""


def line_of(output: Iterable[str], part: str) -> str:
    """Read the output of a process that goes on, up to the line with a part; keep all of it."""
    for line in output:
        printed.append(line)
        if part in line:
            return line
    raise AssertionError(f"The output ended without {part!r}.")


class Watch(logging.Handler):
    """Keeps what is logged in this process, with tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(self.format(record))


def leaked(texts: Iterable[str]) -> set[str]:
    """Name the kinds of secrets that stand in texts."""
    known = dict(_BEGINNINGS)
    for simulator in simulators:
        known["client secret"] = simulator.credentials.client_secret or "none"
        known["password"] = simulator.credentials.password
    return {kind for text in texts for kind, secret in known.items() if secret in text}
