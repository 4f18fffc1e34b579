"""The command line: the SDK's options, with errors told in one line."""

from __future__ import annotations

import io
import sys
from typing import Any

from singer_sdk.plugin_base import SingerCommand
from typing_extensions import override

from tap_ringcentral.api.errors import RingCentralError


def escape_what_the_terminal_lacks() -> None:
    """Let texts for a person show as escapes the characters that the output's encoding lacks.

    Standard error does so by itself. Singer messages are bytes, and always UTF-8.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


class TapCommand(SingerCommand):
    """Ends with one line, and exit code 1 in most cases, where a person can mend what failed."""

    @override
    def main(self, *args: Any, **kwargs: Any) -> Any:
        escape_what_the_terminal_lacks()
        if sys.stdout is None:
            self.logger.error("Standard output is closed, and all that the tap says goes there.")
            sys.exit(1)
        try:
            return super().main(*args, **kwargs)
        except RingCentralError as error:
            self.logger.error("%s", error)  # noqa: TRY400 - no traceback for what a user can mend
            sys.exit(error.exit_code)
        except OSError as error:  # of the output, such as a full disk
            self.logger.error("The output cannot be written: %s.", error.strerror or error)  # noqa: TRY400
            sys.exit(1)
