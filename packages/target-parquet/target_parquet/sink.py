"""The sink of one stream and schema: collects records and hands them on as columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, cast

import pyarrow as pa
from singer_sdk.exceptions import MissingKeyPropertiesError
from singer_sdk.sinks import BatchSink

from target_parquet.arrow_schema import arrow_schema
from target_parquet.batch_file import batch_records
from target_parquet.errors import LoadError, key_of
from target_parquet.partition import Partitioning
from target_parquet.record_lines import RecordLines
from target_parquet.row_buffer import RowBuffer
from target_parquet.row_type import attribute
from target_parquet.stream_load import LoadMethod
from target_parquet.table import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from singer_sdk import Target
    from singer_sdk.helpers._batch import BaseBatchFileEncoding

    from target_parquet.stream_load import StreamLoad


class SinkOwner(Protocol):
    """What sinks take from the target."""

    record_version: int | None
    """Table version of the record that is read now."""

    def load_of(self, stream: str) -> StreamLoad:
        """Return the load of a stream, which all its sinks share."""

    def drain_one(self, sink: ParquetSink) -> None:
        """Load what waits in a sink."""


class ParquetSink(BatchSink):
    """Loads the records of one stream into the lake."""

    MAX_SIZE_DEFAULT = 1_000_000

    def __init__(
        self,
        target: Target,
        stream_name: str,
        schema: dict[str, Any],
        key_properties: Sequence[str] | None,
    ) -> None:
        super().__init__(target, stream_name, schema, key_properties)
        columns = arrow_schema(self.schema)
        partition_by = self.config["partition_by"].get(stream_name)
        partitioning = None
        if partition_by:
            partitioning = Partitioning.parse(stream_name, partition_by, columns)
            if partitioning.column in self.key_properties:
                partitioning = replace(partitioning, is_fixed=True)
        if self.config["load_method"] == LoadMethod.UPSERT:
            self._check_keys(columns)
        self._layout = Layout(self.key_properties, partitioning, self.config["compression"])
        self._buffer = RowBuffer(stream_name, columns, self.key_properties)
        self._lines = self._reader_of_lines(columns)
        self._version: int | None = None
        self._owner = cast("SinkOwner", target)
        self._stream_load = self._owner.load_of(stream_name)

    @property
    def waiting_bytes(self) -> int:
        """Size of the records that wait to be loaded, in bytes of JSON."""
        return self._buffer.nbytes

    def get_validator(self) -> None:
        """Leave validation to the buffer, which checks types in C."""

    def process_record(self, record: dict[str, Any], context: Mapping[str, Any]) -> None:  # noqa: ARG002 - the SDK's
        """Keep a record until the next batch is loaded."""
        self._go_on_with(self._owner.record_version)
        self._buffer.add(record)

    def process_lines(self, lines: Sequence[bytes]) -> bool:
        """Keep the records of RECORD lines until the next batch is loaded, all of them or none.

        Returns:
            Whether they are kept. Otherwise each needs to be looked at by itself.
        """
        if self._lines is None or len(lines) > self.max_size - self.current_size:
            return False
        records = self._lines.read(lines)
        if records is None:
            return False
        self._get_context({})
        self._go_on_with(records.version)
        self._buffer.add_rows(records.rows)
        self.tally_record_read(len(lines))
        self.record_counter_metric.increment(len(lines))
        return True

    def process_batch(self, context: Mapping[str, Any]) -> None:  # noqa: ARG002 - the SDK's
        """Load what waits."""
        self._load()

    def process_batch_files(self, encoding: BaseBatchFileEncoding, files: Sequence[str]) -> None:
        """Load the records of a BATCH message's files."""
        storage = self.batch_config.storage if self.batch_config else None
        for file in files:
            for record in batch_records(file, encoding, storage):
                self._singer_validate_message(record)
                self._buffer.add(record)
                self.record_counter_metric.increment()
            self._load()

    def activate_version(self, new_version: int) -> None:
        """Make a table version the only one in the lake."""
        self._owner.drain_one(self)
        self._stream_load.activate(new_version)

    def _reader_of_lines(self, columns: pa.Schema) -> RecordLines | None:
        """Return what reads many lines at once, None if each record has to be looked at."""
        names = columns.names
        if self.include_sdc_metadata_properties or not set(self.key_properties) <= set(names):
            return None
        if "\ufffd" in str(columns):  # as a name is read that is no Unicode, one line at a time
            return None
        keys = [attribute(names.index(name)) for name in self.key_properties]
        return RecordLines(self.stream_name, self._buffer.row_type, keys)

    def _go_on_with(self, version: int | None) -> None:
        """Load what waits under another table version than what comes now."""
        version = version if self.process_activate_version_messages else None
        if version != self._version:
            self._load()
            self._version = version

    def _load(self) -> None:
        if self._buffer.nbytes:
            self._stream_load.load(self._buffer.take(), self._layout, self._version)

    def _check_keys(self, columns: pa.Schema) -> None:
        if not self.key_properties:
            raise LoadError(
                f"stream {self.stream_name!r} has no key properties, which load_method 'upsert' "
                "needs: choose 'append-only' or 'overwrite', or set its keys with a stream map"
            )
        if missing := set(self.key_properties) - set(columns.names):
            raise LoadError(
                f"stream {self.stream_name!r} has the key properties {sorted(missing)}, which its "
                "schema does not declare"
            )
        for name in self.key_properties:
            if pa.types.is_nested(columns.field(name).type):
                raise LoadError(
                    f"stream {self.stream_name!r} has the key property {name!r}, which is an "
                    "object or a list: set its keys with a stream map"
                )

    def _validate_and_parse(self, record: dict[str, Any]) -> dict[str, Any]:
        return record  # the buffer checks and parses

    def _singer_validate_message(self, record: dict[str, Any]) -> None:
        for name in self.key_properties:
            if record.get(name) is None:
                raise MissingKeyPropertiesError(
                    f"{self.stream_name}.{name}: the key property is missing or null, in the "
                    f"record {key_of(record, self.key_properties)}"
                )
