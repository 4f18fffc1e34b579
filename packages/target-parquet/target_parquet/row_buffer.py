"""Records that wait to be written, checked and packed.

They wait as JSON lines and then as columns, not as dictionaries: that takes a fraction of the
memory, its size is known to the byte, and Arrow's JSON reader makes the columns in C++, while the
next lines are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa
from pyarrow import json as arrow_json

from target_parquet.errors import BadRecordError, key_of
from target_parquet.row_type import json_text, row_type
from target_parquet.side_by_side import SideBySide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PIECE_BYTES = 2**21
_encoder = msgspec.json.Encoder(enc_hook=str)  # JsonText is a str of a class of its own


class RowBuffer:
    """The waiting records of one stream.

    Attributes:
        nbytes: size of the waiting records, in bytes of JSON.
        row_type: the Struct that a record must fit.
    """

    def __init__(self, stream: str, schema: pa.Schema, key_properties: Sequence[str]) -> None:
        self._stream = stream
        self._schema = schema
        self._key_properties = key_properties
        self.row_type = row_type(stream, schema)
        self._lines = bytearray()
        self._columns: SideBySide[pa.Table] = SideBySide()
        self.nbytes = 0

    def add(self, record: Mapping[str, Any]) -> None:
        """Check a record against the schema and keep it.

        Raises:
            BadRecordError: a value has another type than declared, or is out of range.
        """
        self.add_rows([self._checked(record)])

    def add_rows(self, rows: Sequence[Any]) -> None:
        """Keep records that are of the row type."""
        lines = _encoder.encode_lines(rows)
        self._lines += lines
        self.nbytes += len(lines)
        if len(self._lines) >= _PIECE_BYTES:
            self._pack()

    def take(self) -> pa.Table:
        """Return the waiting records as columns, in their order, and forget them."""
        self._pack()
        self.nbytes = 0
        return pa.concat_tables([self._schema.empty_table(), *self._columns.results()])

    def _pack(self) -> None:
        if self._lines:
            self._columns.call(_columns, self._lines, self._schema)
            self._lines = bytearray()

    def _checked(self, record: Mapping[str, Any]) -> Any:
        try:
            return msgspec.convert(record, self.row_type, dec_hook=json_text)
        except msgspec.ValidationError:
            pass
        try:
            return msgspec.convert(whole_numbers(record), self.row_type, dec_hook=json_text)
        except msgspec.ValidationError as error:
            reason, _, path = str(error).partition(" - at `$")
            raise BadRecordError(
                f"{self._stream}{path.rstrip('`')}: {reason}, in the record "
                f"{key_of(record, self._key_properties)}"
            ) from None


def whole_numbers(value: Any) -> Any:
    """Turn every 1.0 into 1: JSON Schema counts both as integers (draft 6, 6.1.1)."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {name: whole_numbers(part) for name, part in value.items()}
        case list():
            return [whole_numbers(part) for part in value]
    return value


def _columns(lines: bytearray, schema: pa.Schema) -> pa.Table:
    # Arrow's JSON reader knows every type but date: that one is cast from its text.
    read_as = pa.schema([field.with_type(_dates_as_text(field.type)) for field in schema])
    table = arrow_json.read_json(
        pa.BufferReader(lines),
        read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        parse_options=arrow_json.ParseOptions(
            explicit_schema=read_as, unexpected_field_behavior="error"
        ),
    )
    return table.cast(schema)


def _dates_as_text(data_type: pa.DataType) -> pa.DataType:
    if pa.types.is_date(data_type):
        return pa.string()
    if pa.types.is_struct(data_type):
        return pa.struct([part.with_type(_dates_as_text(part.type)) for part in data_type])
    if pa.types.is_list(data_type):
        part = data_type.value_field
        return pa.list_(part.with_type(_dates_as_text(part.type)))
    return data_type
