"""The command line's last word: one line for what a user can mend."""

from __future__ import annotations

import io
import sys
from typing import Any

import pyarrow as pa
from singer_sdk.exceptions import ConfigValidationError, SingerSDKError
from singer_sdk.plugin_base import SingerCommand
from singer_sdk.singerlib.exceptions import SingerError


class LoadCommand(SingerCommand):
    """Ends with exit code 1 and one line of error, without a traceback, where a user can help."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command. STATE goes out as UTF-8; log lines have escapes for what they lack."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        if isinstance(sys.stderr, io.TextIOWrapper):
            sys.stderr.reconfigure(errors="backslashreplace")
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
