"""The command line: the SDK's options, with errors told in one line."""

from __future__ import annotations

import io
import logging
import os
import sys
from pathlib import Path
from typing import Any

import singer_sdk
from singer_sdk.plugin_base import SingerCommand
from typing_extensions import override

from tap_ringcentral.api.errors import RingCentralError


def escape_what_the_terminal_lacks() -> None:
    """Let texts for a person show as escapes the characters that the output's encoding lacks.

    Standard error does so by itself. Singer messages are bytes, and always UTF-8.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


_OF_THE_SDK = f"{Path(singer_sdk.__file__).parent}{os.sep}"


def is_for_the_user(record: logging.LogRecord) -> bool:
    """Whether a line of the log is for people: what the SDK reports, metrics too, is for debugging.

    A logging configuration of one's own (SINGER_SDK_LOG_CONFIG) may give the SDK's loggers, such as
    `singer_sdk.metrics`, handlers of their own, which get all.
    """
    is_report = record.levelno <= logging.INFO and record.pathname.startswith(_OF_THE_SDK)
    return not is_report or logging.getLogger().isEnabledFor(logging.DEBUG)


class TapCommand(SingerCommand):
    """Ends with one line, and exit code 1 in most cases, where a person can mend what failed."""

    @override
    def main(self, *args: Any, **kwargs: Any) -> Any:
        escape_what_the_terminal_lacks()
        for handler in logging.getLogger().handlers:
            handler.addFilter(is_for_the_user)
        if sys.stdout is None:
            self.logger.error("Standard output is closed, and all that the tap says goes there.")
            sys.exit(1)
        try:
            return super().main(*args, **kwargs)
        except RingCentralError as error:
            told = {"is_for_a_person": error.is_for_a_person}  # a field of structured logs
            self.logger.error("%s", error, extra=told)  # noqa: TRY400 - no traceback for what a user can mend
            sys.exit(error.exit_code)
        except OSError as error:  # of the output, such as a full disk
            self.logger.error("The output cannot be written: %s.", error.strerror or error)  # noqa: TRY400
            sys.exit(1)
