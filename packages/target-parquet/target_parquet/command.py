"""The command line's last word: one line for what a user can mend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk.exceptions import ConfigValidationError, SingerSDKError
from singer_sdk.plugin_base import SingerCommand
from singer_sdk.singerlib.exceptions import SingerError

if TYPE_CHECKING:
    import click


class LoadCommand(SingerCommand):
    """Ends with exit code 1 and one line of error, without a traceback, where a user can help."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ConfigValidationError:
            raise
        except (SingerSDKError, SingerError) as error:
            self._fail(ctx, str(error))
        except OSError as error:
            self._fail(ctx, f"the lake cannot be read or written: {error}")

    def _fail(self, ctx: click.Context, reason: str) -> None:
        self.logger.error("%s", " ".join(reason.split()))
        ctx.exit(1)
