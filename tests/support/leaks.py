"""Watches whatever the tests log or print, at debug level, for the secrets that they use."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringcentral_simulator import Simulator

# How every token and code of the simulator begins, and every JWT.
_BEGINNINGS = {"U0pDMTFQMDFQQVMwMHx": "token or code", "eyJraWQi": "JWT"}

_secrets: dict[str, str] = {}
"""What kind each secret is of the simulators that this process has made."""
printed: list[str] = []
"""What the commands and processes that a test started have printed."""


def watch_for(simulator: Simulator) -> None:
    """Look for a simulator's secrets from now on, also when it is gone."""
    known = simulator.credentials
    _secrets[known.password] = "password"
    if known.client_secret:
        _secrets[known.client_secret] = "client secret"


def line_of(output: Iterable[str], part: str) -> str:
    """Read the output of a process that goes on, up to the line with a part; keep all of it."""
    for line in output:
        printed.append(line)
        if part in line:
            return line
    raise AssertionError(f"The output ended without {part!r}.")


def read_until(output: Iterable[str], *parts: str) -> None:
    """Read the output of a process that goes on until it has had all parts, in any order."""
    missing = set(parts)
    while missing:
        line = line_of(output, "")
        missing = {part for part in missing if part not in line}


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
    text = "\n".join(texts)
    return {kind for secret, kind in (_BEGINNINGS | _secrets).items() if secret in text}
