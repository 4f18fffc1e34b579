"""The command line: the SDK's options, with errors told in one line."""

from __future__ import annotations

import sys
from typing import Any

from singer_sdk.plugin_base import SingerCommand
from typing_extensions import override

from tap_ringcentral.errors import RingCentralError


class TapCommand(SingerCommand):
    """Ends with one line, and exit code 1 in most cases, where a person can mend what failed."""

    @override
    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except RingCentralError as error:
            self.logger.error("%s", error)  # noqa: TRY400 - no traceback for what a user can mend
            sys.exit(error.exit_code)
        except OSError as error:  # of the output, such as a full disk
            self.logger.error("The output cannot be written: %s.", error.strerror or error)  # noqa: TRY400
            sys.exit(1)
