"""The command line's last word: one line for what a user can mend."""

from __future__ import annotations

import io
import logging
import os
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import singer_sdk
from singer_sdk.exceptions import ConfigValidationError, SingerSDKError
from singer_sdk.plugin_base import SingerCommand
from singer_sdk.singerlib.exceptions import SingerError

_OF_THE_SDK = f"{Path(singer_sdk.__file__).parent}{os.sep}"


def is_for_the_user(record: logging.LogRecord) -> bool:
    """Return whether a line is for people: the SDK's reports, its metrics too, are for debugging.

    A logging configuration of one's own (SINGER_SDK_LOG_CONFIG) may give the SDK's loggers, such as
    `singer_sdk.metrics`, handlers of their own, which get all.
    """
    is_report = record.levelno <= logging.INFO and record.pathname.startswith(_OF_THE_SDK)
    return not is_report or logging.getLogger().isEnabledFor(logging.DEBUG)


class LoadCommand(SingerCommand):
    """Ends with exit code 1 and one line of error, without a traceback, where a user can help."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command. What goes out is UTF-8, as Singer is."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        for handler in logging.getLogger().handlers:
            handler.addFilter(is_for_the_user)
        try:
            return super().main(*args, **kwargs)
        except ConfigValidationError:
            raise
        except (SingerSDKError, SingerError) as error:
            self._fail(str(error))
        except pa.ArrowException as error:
            self._fail(f"Arrow cannot keep the rows: {type(error).__name__}")
        except OSError as error:
            self._fail(f"the lake cannot be read or written: {error}")

    def _fail(self, reason: str) -> None:
        self.logger.error("%s", " ".join(reason.split()))
        sys.exit(1)
