"""The tap: its streams, its one session."""

from __future__ import annotations

import os
import signal
import sys
from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import click
from singer_sdk import Tap
from singer_sdk.helpers._classproperty import classproperty
from singer_sdk.plugin_base import JSONSchemaValidator, _ConfigInput
from singer_sdk.singerlib import Catalog
from typing_extensions import override

from tap_ringcentral.account_id import ACCOUNT_ID, SETTING, as_set, claim
from tap_ringcentral.api import timestamps
from tap_ringcentral.api.clock import Clock
from tap_ringcentral.api.errors import RingCentralError, SettingsError
from tap_ringcentral.cli import TapCommand
from tap_ringcentral.config.environment import describe_error, read_environment
from tap_ringcentral.config.forms import CLEANING
from tap_ringcentral.config.inputs import JsonFile, check_catalog, check_state, read_object
from tap_ringcentral.config.properties import SETTINGS
from tap_ringcentral.config.sdk_settings import (
    check_sdk_settings,
    maps_made,
    register,
    say_what_fails,
)
from tap_ringcentral.config.settings import Settings
from tap_ringcentral.config.tidy_config import mend, tidied
from tap_ringcentral.run.reading import read_all
from tap_ringcentral.session import ApiSession
from tap_ringcentral.streams import PARENTS, STREAMS
from tap_ringcentral.streams.base.line_writer import LineWriter

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import FrameType

    from singer_sdk import Stream

    from tap_ringcentral.client import RingCentralStream


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
            kwargs["catalog"] = check_catalog(catalog, STREAMS, PARENTS)
        if isinstance(state := kwargs.get("state"), dict):
            check_state(state)
        self._clock = clock or Clock()
        super().__init__(**kwargs)

    @cached_property
    def settings(self) -> Settings:
        """The settings of the run, checked."""
        return Settings.from_config(self.config)

    @cached_property
    def api(self) -> ApiSession:
        """What all streams share: connections, sign-in, limiter, clock."""
        return ApiSession(self.settings, self._clock)

    @cached_property
    @override
    def input_catalog(self) -> Catalog | None:
        """The user's catalog; its schemas and keys follow the setting `account_id_column`."""
        catalog = super().input_catalog
        is_on = bool(self.config.get(SETTING))
        return catalog and Catalog(
            (name, as_set(entry, is_on=is_on, keys=_own_keys(name)))
            for name, entry in catalog.items()
        )

    @override
    def discover_streams(self) -> list[Stream]:
        return [stream(tap=self) for stream in STREAMS.values()]

    @override
    def _validate_config(self, *, raise_errors: bool = True) -> list[str]:
        """Fill in the defaults and check the settings, in words that hold no secret."""
        self.append_builtin_config(self.config_jsonschema)
        self._config = tidied(self._config, self.config_jsonschema, CLEANING)
        validator = JSONSchemaValidator(self.config_jsonschema)
        errors = [describe_error(error) for error in validator.iter_errors(self._config)]
        if not raise_errors:
            return errors
        if errors:
            raise SettingsError(" ".join(errors))
        if start := self.settings.start_date:
            self._config["start_date"] = timestamps.render(start)  # the SDK compares it as text
        check_sdk_settings(self._config, STREAMS)
        return []

    @override
    def load_state(self, state: dict[str, Any]) -> None:
        """Take over a state: bookmarks, and whose they are."""
        super().load_state(state)
        if account := state.get(ACCOUNT_ID):
            cast("dict[str, Any]", self.state)[ACCOUNT_ID] = account

    @classmethod
    @override
    def append_builtin_config(cls, config_jsonschema: dict[str, Any]) -> None:
        super().append_builtin_config(config_jsonschema)
        # A copy, since the SDK's own is that of every other plugin in this process as well.
        config_jsonschema["properties"] = deepcopy(config_jsonschema["properties"])
        mend(config_jsonschema)

    @override
    def setup_mapper(self) -> None:
        catalog = self.catalog  # whose faults are not the maps'
        with maps_made(self.config):
            super(Tap, self).setup_mapper()
            register(self.mapper, catalog)
        say_what_fails(self.mapper)

    @classproperty
    @override
    def _env_var_config(cls) -> dict[str, str]:  # noqa: N805 - a property of the class
        cls.append_builtin_config(cls.config_jsonschema)
        return read_environment(cls.config_jsonschema["properties"], cls._env_var_prefix)

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
                    "Sign in, and tell for each selected stream whether it may be read. Ends with "
                    "0 if all may, with 1 if something is missing, with 3 if not all could be "
                    "checked. --test=schema writes the schemas only."
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
        config: dict[str, Any] = {}
        for name in value:
            config |= {} if name == "ENV" else read_object(name)
        return _ConfigInput(config=config, parse_env="ENV" in value)

    @classmethod
    def configured(cls, given: _ConfigInput, **options: Any) -> Self:
        """Make a tap from what the command line gives: files, the environment, or both."""
        return cls(config=given.config, parse_env_config=given.parse_env, **options)

    @classmethod
    @override
    def invoke(  # type: ignore[override] # as in the SDK: each plugin has its own options
        cls,
        *,
        about: bool = False,
        about_format: str | None = None,
        config: _ConfigInput | None = None,
        state: dict[str, Any] | None = None,
        catalog: dict[str, Any] | None = None,
        test: str = "disabled",
    ) -> None:
        """Run the tap. An error or an interrupt leaves a STATE to resume from.

        Raises:
            SettingsError: There is no standard output, as after `>&-`.
        """
        if sys.stdout is None:
            raise SettingsError(
                "Standard output is closed, and nothing else takes the records: pipe the tap into "
                "a target, or send its output to a file."
            )
        if about:
            cls.print_about(about_format)
            return
        cls.print_version(print_fn=cls.logger.info)
        tap = cls.configured(config or _ConfigInput(), state=state, catalog=catalog)
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
        if sys.stdout is None and isinstance(self.message_writer, LineWriter):
            raise RingCentralError("Standard output is closed, so that no target can read it.")
        # Ahead of any output: without a token there is nothing to say to a target.
        self.api.authenticator.token()
        settings = self.api.settings
        if settings.start_date and settings.start_date > self._clock.server_now():
            settings.check_time(self.api.server_now())
        if self.config.get(SETTING):
            claim(cast("dict[str, Any]", self.state), self.api)
        try:
            self._sync()
            self.api.failures.raise_if_any()
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

    def _sync(self) -> None:
        """Do what `sync_all` of the SDK does, in lanes and the calls first."""
        self._reset_state_progress_markers()
        self._set_compatible_replication_methods()
        if self.state:
            self.state_writer.write_state(self.state)
        read_all([each for each in self._chosen if not self.api.failures.lacks(each)], self.api)
        for stream in self.streams.values():
            stream.log_sync_costs()

    @property
    def _chosen(self) -> list[RingCentralStream]:
        """The streams to read, in the order of `STREAMS`, without those made of others."""
        found = (self.streams[name] for name in STREAMS)
        return [
            cast("RingCentralStream", stream)
            for stream in found
            if stream.parent_stream_type is None
            and (stream.selected or stream.has_selected_descendents)
        ]

    def examine(self) -> None:
        """Print who is signed in and what each selected stream may do.

        Raises:
            RingCentralError: A stream lacks a scope or a permission, or that could not be checked,
                or nobody can be signed in.
        """
        from tap_ringcentral import doctor  # noqa: PLC0415 - no run needs it

        click.echo(f"Signed in as {doctor.identity(self)}.\n")
        findings = list(doctor.examine(self))
        click.echo(doctor.table(findings))
        doctor.conclude(findings)

    @override
    def _handle_termination(self, signum: int, frame: FrameType | None) -> None:
        """End soon, and not with 0: not everything was extracted. A second signal ends at once."""
        signal.signal(signum, signal.SIG_DFL)
        self.logger.warning("Interrupted by signal %d; the next run resumes.", signum)
        raise SystemExit(128 + signum)


def _own_keys(stream: str) -> Collection[str]:
    """The keys of a stream's class; of those a catalog may make others."""
    keys: object = STREAMS[stream].primary_keys
    return keys if isinstance(keys, tuple) else ()
