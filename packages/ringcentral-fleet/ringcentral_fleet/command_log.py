"""What tap and loader log, as JSON a line: passed on as text, and what is told in figures kept."""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

logger = logging.getLogger("ringcentral-fleet")

_LEVELS = logging.getLevelNamesMapping()
_CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "singer_sdk.logging.StructuredFormatter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "stream": "ext://sys.stderr",
        }
    },
    "root": {"level": "INFO", "handlers": ["stderr"]},
}


class _Line(msgspec.Struct):
    level: str
    message: str
    stream_name: str | None = None
    extra: dict[str, Any] = {}


def variables(folder: Path) -> dict[str, str]:
    """Return the variables that have a command of the SDK log JSON."""
    config = folder / "logging.json"
    config.write_text(json.dumps(_CONFIG), "utf-8")  # which is YAML as well
    return {"SINGER_SDK_LOG_CONFIG": str(config)}


class CommandLog(threading.Thread):
    """Reads the log of a command to its end.

    Args:
        account: Whose run it is.
        command: Its name.
        source: What it logs to.
    """

    def __init__(self, account: str, command: str, source: Connection) -> None:
        super().__init__(daemon=True)
        self._prefix = f"{account} {command}"
        self._source = source
        self.totals: dict[str, Any] = {}
        """Figures of the whole run, as rows and seconds."""
        self.last_error = ""
        """The last error: it says what to change."""
        self.is_for_a_person = False
        """Whether no other try would help before that is changed."""

    def run(self) -> None:
        """Read it."""
        with open(self._source.fileno(), "rb", closefd=False) as lines:
            for line in lines:
                self._take(line)
        self._source.close()

    def _take(self, line: bytes) -> None:
        try:
            told = msgspec.json.decode(line, type=_Line)
        except msgspec.DecodeError:  # of whatever else writes there
            told = _Line("warning", line.decode(errors="backslashreplace").rstrip())
        level = _LEVELS.get(told.level.upper(), logging.WARNING)
        if level >= logging.ERROR:
            self.last_error = told.message
            self.is_for_a_person = bool(told.extra.get("is_for_a_person"))
        if "rows" in told.extra and told.stream_name is None:
            self.totals = told.extra
        logger.log(level, "%s: %s", self._prefix, told.message)
