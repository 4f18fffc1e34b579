"""The tap: its streams, its one session."""

from __future__ import annotations

import json
import os
import sys
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, ClassVar, Self

import click
from singer_sdk import Tap
from singer_sdk.plugin_base import JSONSchemaValidator, _ConfigInput
from typing_extensions import override

from tap_ringcentral import timestamps
from tap_ringcentral.api_session import ApiSession
from tap_ringcentral.clock import Clock
from tap_ringcentral.command import TapCommand
from tap_ringcentral.config_check import complaint, read_environment
from tap_ringcentral.doctor import examine, table, whoever_is_signed_in
from tap_ringcentral.errors import RingCentralError, SettingsError
from tap_ringcentral.inputs import JsonFile, check_catalog, check_state
from tap_ringcentral.line_writer import LineWriter
from tap_ringcentral.setting_list import SETTINGS
from tap_ringcentral.settings import Settings
from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from types import FrameType

    from singer_sdk import Stream


class TapRingCentral(Tap):
    """Brings a company's RingCentral calls and call queues into its data lake."""

    name = "tap-ringcentral"
    config_jsonschema: ClassVar[dict[str, Any]] = SETTINGS.to_dict()
    message_writer_class = LineWriter

    def __init__(self, *, clock: Clock | None = None, **kwargs: Any) -> None:
        """Set up the tap; see the SDK for the arguments. A test brings a clock of its own.

        Raises:
            SettingsError: The settings, the catalog or the state cannot be used.
        """
        if isinstance(catalog := kwargs.get("catalog"), dict):
            check_catalog(catalog, STREAMS)
        if isinstance(state := kwargs.get("state"), dict):
            check_state(state)
        self._clock = clock or Clock()
        super().__init__(**kwargs)

    @cached_property
    def api(self) -> ApiSession:
        """What all streams share: connections, sign-in, limiter, clock."""
        return ApiSession(Settings.of(self.config), self._clock)

    @override
    def discover_streams(self) -> list[Stream]:
        return [stream(tap=self) for stream in STREAMS.values()]

    @override
    def _validate_config(self, *, raise_errors: bool = True) -> list[str]:
        """Fill in the defaults and check the settings, in words that hold no secret."""
        self.append_builtin_config(self.config_jsonschema)
        # A variable left empty in .env is as good as not set.
        given = {name: value for name, value in self._config.items() if value not in (None, "")}
        self._config = given
        validator = JSONSchemaValidator(self.config_jsonschema)
        errors = [complaint(error) for error in validator.iter_errors(given)]
        if not raise_errors:
            return errors
        if errors:
            raise SettingsError(" ".join(errors))
        settings = Settings.of(self._config)
        if settings.start_date:
            # The SDK compares it with bookmarks, as text.
            self._config["start_date"] = timestamps.render(settings.start_date)
        return []

    # The command line

    @classmethod
    @override
    def get_singer_command(cls) -> click.Command:
        command = super().get_singer_command()
        for param in command.params:
            if param.name in {"catalog", "state"}:
                param.type = JsonFile()
            if param.name == "test":
                param.callback, param.expose_value = None, True
                param.help = (
                    "Sign in, and tell for each selected stream whether it may be read. "
                    "--test=schema writes the schemas only."
                )
        return TapCommand(
            name=command.name,
            callback=command.callback,
            params=command.params,
            help=cls.__doc__,
            context_settings=command.context_settings,
            logger=cls.logger,
        )

    @classmethod
    @override
    def cb_config(
        cls, ctx: click.Context, param: click.Option, value: tuple[str, ...]
    ) -> _ConfigInput:
        try:
            return super().cb_config(ctx, param, value)
        except (OSError, ValueError) as error:
            raise click.BadParameter(
                f"{', '.join(value)} cannot be read as JSON: {error}", ctx, param
            ) from None

    @classmethod
    def configured(cls, given: _ConfigInput, **options: Any) -> Self:
        """Make a tap from what the command line gives: files, the environment, or both."""
        settings = given.config
        if given.parse_env:
            cls.append_builtin_config(cls.config_jsonschema)
            settings |= read_environment(cls.config_jsonschema, cls._env_var_prefix)
        return cls(config=settings, **options)

    @classmethod
    @override
    def invoke(  # type: ignore[override] # as in the SDK: each plugin has its own options
        cls,
        *,
        about: bool = False,
        about_format: str | None = None,
        config: _ConfigInput | None = None,
        state: IO[str] | None = None,
        catalog: IO[str] | None = None,
        test: str = "disabled",
    ) -> None:
        """Run the tap. An error or an interrupt leaves a STATE to resume from."""
        if about:
            cls.print_about(about_format)
            return
        cls.print_version(print_fn=cls.logger.info)
        tap = cls.configured(
            config or _ConfigInput(),
            state=json.load(state) if state else None,
            catalog=json.load(catalog) if catalog else None,
        )
        if test == "schema":
            tap.write_schemas()
        elif test == "all":
            tap.examine()
        else:
            tap.extract()

    def extract(self) -> None:
        """Read all that is selected; a stream that cannot be read leaves the others alone.

        Raises:
            RingCentralError: Not all could be read; the text says what, and what to change.
        """
        # Ahead of any output: without a token there is nothing to say to a target.
        self.api.authenticator.token()
        try:
            self.sync_all()
            self.api.failures.tell()
        except (RingCentralError, SystemExit):
            self.state_writer.write_state(self.state)
            raise
        except BrokenPipeError:
            # Else Python flushes once more at its end, and complains: the standard library's
            # documentation of SIGPIPE.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise RingCentralError(
                "The target has stopped reading; its own message says why. The next run resumes "
                "from the last state that it took."
            ) from None

    def examine(self) -> None:
        """Print who is signed in and what each selected stream may do.

        Raises:
            RingCentralError: A stream lacks a scope or a permission, or nobody can be signed in.
        """
        click.echo(f"Signed in as {whoever_is_signed_in(self)}.\n")
        findings = list(examine(self))
        click.echo(table(findings))
        lacking = {finding.stream: None for finding in findings if finding.is_met is False}
        if lacking:
            raise RingCentralError(
                f"These streams lack a permission, as the table shows: {', '.join(lacking)}."
            )

    @override
    def _handle_termination(self, signum: int, frame: FrameType | None) -> None:
        """End at once, and not with 0: not everything was extracted."""
        self.logger.warning("Interrupted by signal %d; the next run resumes.", signum)
        raise SystemExit(128 + signum)
