"""The Python type that a record must have to fit its Arrow schema.

msgspec checks a record against it in C, drops what is not declared, and names the path of what
does not fit. The same types come out as JSON that Arrow's own reader takes.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, TypedDict

import msgspec
import pyarrow as pa

from target_parquet.arrow_schema import holds_json_text

_INT64 = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class JsonText(str):
    """A value of any shape, kept as the JSON text of it."""

    __slots__ = ()


def row_type(fields: pa.Schema | pa.StructType) -> Any:
    """Return the TypedDict of a record: every property may be absent or null."""
    types = {field.name: _value_type(field) for field in fields}
    # The functional form, since properties may have any name; mypy knows it by literals only.
    return TypedDict("Record", types, total=False)  # type: ignore[operator]


def json_text(_: type, value: Any) -> JsonText:
    """Encode a value for a JSON text column (a msgspec `dec_hook`)."""
    return JsonText(msgspec.json.encode(value), "utf-8")


def _value_type(field: pa.Field) -> Any:
    return _plain_type(field) | None


def _plain_type(field: pa.Field) -> Any:
    if holds_json_text(field):
        return JsonText
    data_type = field.type
    if pa.types.is_struct(data_type):
        return row_type(data_type)
    if pa.types.is_list(data_type):
        return list[_value_type(data_type.value_field)]  # type: ignore[misc]
    if pa.types.is_timestamp(data_type):
        return dt.datetime
    if pa.types.is_date(data_type):
        return dt.date
    return {pa.bool_(): bool, pa.int64(): _INT64, pa.float64(): float, pa.string(): str}[data_type]
