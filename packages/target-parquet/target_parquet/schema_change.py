"""What becomes of a stream's columns when its schema is not what the lake has.

Columns are never lost: a new one is null in old rows, a vanished one null in new rows, and an
integer column widens to numbers. The same holds inside structs and lists.
"""

from __future__ import annotations

import pyarrow as pa

from target_parquet.errors import LoadError


def merged_schema(stream: str, old: pa.Schema, new: pa.Schema) -> pa.Schema:
    """Return the columns that hold the rows of both schemas, the old ones first.

    Raises:
        LoadError: a column has types that no one column can hold.
    """
    return pa.schema(_merged_fields(stream, list(old), list(new)))


def aligned(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return the rows in the columns of a merged schema; what they do not have is null."""
    if rows.schema.equals(schema, check_metadata=True):
        return rows
    columns = [
        rows[field.name].cast(field.type, safe=False)
        if field.name in rows.column_names
        else pa.nulls(rows.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def retypes(old: pa.Schema | pa.StructType, new: pa.Schema | pa.StructType) -> bool:
    """Return whether the merged schema gives another type to what the old one has."""
    return any(_retypes(field.type, new.field(field.name).type) for field in old)


def _retypes(old: pa.DataType, new: pa.DataType) -> bool:
    if pa.types.is_struct(old):
        return retypes(old, new)
    if pa.types.is_list(old):
        return _retypes(old.value_type, new.value_type)
    return not old.equals(new)


def _merged_fields(path: str, old: list[pa.Field], new: list[pa.Field]) -> list[pa.Field]:
    declared = {field.name: field for field in new}
    kept = [
        _merged_field(f"{path}.{field.name}", field, declared.pop(field.name))
        if field.name in declared
        else field
        for field in old
    ]
    return [*kept, *declared.values()]


def _merged_field(path: str, old: pa.Field, new: pa.Field) -> pa.Field:
    # The newer field's metadata counts: it tells what a string column holds from now on.
    return new.with_type(_merged_type(path, old.type, new.type))


def _merged_type(path: str, old: pa.DataType, new: pa.DataType) -> pa.DataType:
    if pa.types.is_struct(old) and pa.types.is_struct(new):
        return pa.struct(_merged_fields(path, list(old), list(new)))
    if pa.types.is_list(old) and pa.types.is_list(new):
        return pa.list_(_merged_field(f"{path}[]", old.value_field, new.value_field))
    if old.equals(new):
        return new
    if {old, new} == {pa.int64(), pa.float64()}:
        return pa.float64()
    raise LoadError(
        f"{path} is {old} in the lake and {new} in the stream's schema: no column can hold both. "
        "Rename the property with a stream map, or move the stream's directory away"
    )
