"""The target: its settings, the loads of its streams, and when STATE may go out."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import click
from singer_sdk.configuration._dict_config import parse_environment_config
from singer_sdk.helpers._classproperty import classproperty
from singer_sdk.helpers.capabilities import CapabilitiesEnum, PluginCapabilities
from singer_sdk.plugin_base import _ConfigInput

from target_parquet.command import LoadCommand
from target_parquet.delta.pauses import Pauses
from target_parquet.delta.run_note import RunNote
from target_parquet.errors import LoadError
from target_parquet.formats import Lake
from target_parquet.mapping import MappingTarget
from target_parquet.reader import MessageReader
from target_parquet.settings import SETTINGS
from target_parquet.sink import ParquetSink
from target_parquet.stream_load import LoadMethod, StreamLoad
from target_parquet.termination import stop
from target_parquet.tidy_config import mend, tidied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from singer_sdk import Sink


class TargetParquet(MappingTarget):
    """Loads Singer streams into a lake of Parquet files, nested data kept nested."""

    name = "target-parquet"
    pauses: ClassVar[Pauses] = Pauses()
    """How long to wait for other loaders of a Delta table."""
    default_sink_class = ParquetSink
    capabilities: ClassVar[list[CapabilitiesEnum]] = [
        PluginCapabilities.ABOUT,
        PluginCapabilities.STREAM_MAPS,
        PluginCapabilities.FLATTENING,
        PluginCapabilities.STRUCTURED_LOGGING,
        PluginCapabilities.ACTIVATE_VERSION,
        PluginCapabilities.BATCH,
    ]
    config_jsonschema: ClassVar[dict[str, Any]] = SETTINGS

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # One stream at a time: threads would multiply the memory that a batch takes.
        self.max_parallelism = 1
        self.message_reader = MessageReader(self.drain_all, self._take_records)
        self.record_version: int | None = None
        self._batch_bytes = self.config["batch_size_mib"] * 2**20
        self._note = RunNote()
        self._lake = Lake(self.config, self._note, self.pauses)
        self._loads: dict[str, StreamLoad] = {}
        self._emitted_state: dict[str, Any] | None = None
        self._began = time.monotonic()

    @classmethod
    def get_singer_command(cls) -> click.Command:
        """Return the command, which says in one line what a user can mend."""
        command = super().get_singer_command()
        for option in command.params:
            if option.name == "file_input":
                option.type = click.File("rb")
        return LoadCommand(
            name=command.name,
            callback=command.callback,
            context_settings=command.context_settings,
            params=command.params,
            help=command.help,
            logger=cls.logger,
        )

    @classproperty
    def _env_var_config(cls) -> dict[str, str]:  # noqa: N805 - a property of the class
        """Read the environment as text, which `tidied` understands as it does a file's."""
        cls.append_builtin_config(cls.config_jsonschema)
        parse_environment_config({}, cls._env_var_prefix)  # takes `.env` into the environment
        names = cls.config_jsonschema["properties"]
        values = ((name, os.environ.get(f"{cls._env_var_prefix}{name.upper()}")) for name in names)
        return {name: value for name, value in values if value}

    def _validate_config(self, *, raise_errors: bool = True) -> list[str]:
        """Check the settings, in whichever types a file, the environment or Meltano has them."""
        self.append_builtin_config(self.config_jsonschema)
        self._config = tidied(self._config, self.config_jsonschema)
        return super()._validate_config(raise_errors=raise_errors)

    @classmethod
    def append_builtin_config(cls, config_jsonschema: dict[str, Any]) -> None:
        """Add the SDK's own settings."""
        super().append_builtin_config(config_jsonschema)
        mend(config_jsonschema)

    @classmethod
    def cb_config(
        cls,
        ctx: click.Context,  # noqa: ARG003 - the SDK's
        param: click.Option,  # noqa: ARG003 - the SDK's
        value: tuple[str, ...],
    ) -> _ConfigInput:
        """Read the configuration files.

        Raises:
            LoadError: one cannot be read, or is no JSON object.
        """
        config: dict[str, Any] = {}
        for name in (name for name in value if name != "ENV"):
            try:
                config |= json.loads(Path(name).read_bytes())
            except (OSError, RecursionError, TypeError, ValueError) as error:
                raise LoadError(f"--config {name} is no JSON object: {error}") from None
        return _ConfigInput(config=config, parse_env="ENV" in value)

    def load_of(self, stream: str) -> StreamLoad:
        """Return the load of a stream, which outlives the sinks of its changing schemas."""
        if stream not in self._loads:
            directory = self._lake.directory(stream)
            method = LoadMethod(self.config["load_method"])
            self._loads[stream] = StreamLoad(stream, directory, method)
        return self._loads[stream]

    def get_sink(
        self,
        stream_name: str,
        *,
        record: dict[str, Any] | None = None,
        schema: dict[str, Any] | None = None,
        key_properties: Any = None,
    ) -> Sink:
        """Return the stream's sink; before its schema changes, what came under the old is loaded.

        The SDK would keep the old sink's records until the next drain of all, and so let them
        overwrite newer ones.
        """
        if schema is not None and self.sink_exists(stream_name):
            self.drain_one(self._sinks_active[stream_name])
        return super().get_sink(
            stream_name, record=record, schema=schema, key_properties=key_properties
        )

    def process_endofpipe(self) -> None:
        """Load what waits, let new generations take over, and let the last STATE out."""
        self.drain_all()
        for load in self._loads.values():
            load.finish()
        super().process_endofpipe()
        for load in self._loads.values():
            load.close()
        self._report()

    def _report(self) -> None:
        """Log what was loaded; the figures are fields of the record as well."""
        streams = [load for load in self._loads.values() if load.rows]
        rows = sum(load.rows for load in streams)
        seconds = round(time.monotonic() - self._began, 3)
        self.logger.info(
            "Loaded %s row%s of %d stream%s into %s in %.1f s.",
            f"{rows:,}",
            "" if rows == 1 else "s",
            len(streams),
            "" if len(streams) == 1 else "s",
            self._lake.root,
            seconds,
            extra={"rows": rows, "streams": len(streams), "seconds": seconds},
        )

    def _process_record_message(self, message_dict: dict[str, Any]) -> None:
        self.record_version = message_dict.get("version")
        super()._process_record_message(message_dict)
        self._load_if_much_waits()

    def _take_records(self, stream: str, lines: Sequence[bytes]) -> bool:
        """Take RECORD lines of a stream together, all or none; return whether."""
        sink = self._sinks_active.get(stream)
        if not (isinstance(sink, ParquetSink) and self.is_unmapped(stream)):
            return False
        if not sink.process_lines(lines):
            return False
        if sink.is_full:
            self.drain_one(sink)
        self._handle_max_record_age()
        self._load_if_much_waits()
        return True

    def _load_if_much_waits(self) -> None:
        sinks = self._sinks_active.values()
        waiting = sum(sink.waiting_bytes for sink in sinks if isinstance(sink, ParquetSink))
        if waiting >= self._batch_bytes:
            self.drain_all()

    def _process_batch_message(self, message_dict: dict[str, Any]) -> None:
        if message_dict["stream"] not in self.mapper.stream_maps:
            self._assert_sink_exists(message_dict["stream"])
        super()._process_batch_message(message_dict)

    def _process_activate_version_message(self, message_dict: dict[str, Any]) -> None:
        if not self.config["process_activate_version_messages"]:
            return
        stream_maps = self.mapper.stream_maps
        if message_dict["stream"] not in stream_maps:
            self._assert_sink_exists(message_dict["stream"])
        for stream_map in stream_maps[message_dict["stream"]]:
            self.get_sink(stream_map.stream_alias).activate_version(message_dict["version"])

    def _process_state_message(self, message_dict: dict[str, Any]) -> None:
        super()._process_state_message(message_dict)
        self._note.state = self._latest_state

    def _write_state_message(self, state: dict[str, Any]) -> None:
        """Let STATE out, unless rows before it wait for a replacement at the end of the input."""
        if state == self._emitted_state or any(load.pending for load in self._loads.values()):
            return
        if sys.stdout is None:
            raise LoadError("standard output is closed: STATE, by which a tap resumes, goes there")
        try:
            super()._write_state_message(state)
        except OSError as error:
            # Else Python flushes once more at its end, and complains (see its `signal.SIGPIPE`).
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            reason = f"the rows are loaded, but STATE cannot be written: {error.strerror}"
            raise LoadError(reason) from None
        self._emitted_state = state

    def _handle_termination(self, signum: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG002 - the SDK's
        """Stop at once. STATE has not moved past what is in the lake, so the tap sends the rest.

        The SDK would drain from within the signal handler, possibly in the midst of a write, and
        let STATE out over rows that are not in the lake.
        """
        stop(signum)
