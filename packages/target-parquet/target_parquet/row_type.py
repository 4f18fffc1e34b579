"""The Python type that a record must have to fit its Arrow schema.

msgspec checks a record against it in C, drops what is not declared, and names the path of what
does not fit. The same types come out as JSON that Arrow's own reader takes.
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated, Any

import msgspec
import pyarrow as pa

from target_parquet.arrow_schema import TIMESTAMP, holds_json_text
from target_parquet.errors import LoadError
from target_parquet.json_line import has_infinity

_LARGEST = sys.float_info.max
_SCALARS: dict[pa.DataType, Any] = {
    TIMESTAMP: dt.datetime,
    pa.bool_(): bool,
    pa.date32(): dt.date,
    pa.float64(): Annotated[float, msgspec.Meta(ge=-_LARGEST, le=_LARGEST)],
    pa.int64(): Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)],
    pa.string(): str,
}


class JsonText(str):
    """A value of any shape, kept as the JSON text of it."""

    __slots__ = ()


def row_type(path: str, fields: pa.Schema | pa.StructType) -> Any:
    """Return the Struct of a record: every property may be absent or null.

    Args:
        path: where in the stream the record is, for errors.
        fields: its properties.

    Raises:
        LoadError: a property has a name that msgspec does not take.
    """
    # A TypedDict would do, but `msgspec.convert` (0.22) loses its keys that are not ASCII.
    types = [
        (attribute(number), _plain_type(f"{path}.{field.name}", field) | None, None)
        for number, field in enumerate(fields)
    ]
    names = {attribute(number): field.name for number, field in enumerate(fields)}
    try:
        return msgspec.defstruct("Record", types, rename=names, omit_defaults=True, gc=False)
    except ValueError as error:
        raise LoadError(f"{path}: {error}; rename the property with a stream map") from None


def attribute(number: int) -> str:
    """Return the name of a property in the Struct, by its place among the columns."""
    return f"p{number}"


def json_text(_: type, value: Any) -> JsonText:
    """Encode a value for a JSON text column (a msgspec `dec_hook`).

    Raises:
        ValueError: it holds a number out of range, which JSON cannot say.
    """
    if has_infinity(value):
        raise ValueError("Number out of range")
    return JsonText(msgspec.json.encode(value), "utf-8")


def _plain_type(path: str, field: pa.Field) -> Any:
    """Return the type of a value that is not null."""
    if holds_json_text(field):
        return JsonText
    data_type = field.type
    if pa.types.is_struct(data_type):
        return row_type(path, data_type)
    if pa.types.is_list(data_type):
        element: Any = _plain_type(f"{path}[]", data_type.value_field)
        return list[element | None]
    return _SCALARS[data_type]
