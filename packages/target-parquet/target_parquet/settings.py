"""The loader's own settings, beside those that every target of the SDK has."""

from __future__ import annotations

from typing import Any

from singer_sdk import typing as th

SETTINGS: dict[str, Any] = th.PropertiesList(
    th.Property(
        "destination_path",
        th.StringType(min_length=1, pattern=r"^[^\x00-\x1f\x7f\ud800-\udc7f\udd00-\udfff]*$"),
        required=True,
        title="Destination Path",
        description="Root of the lake: a local path, or a URI of a file system that "
        "pyarrow knows (s3://, gs://, abfs://, hdfs://, file://).",
    ),
    th.Property(
        "table_format",
        th.StringType,
        default="parquet",
        allowed_values=["parquet", "delta"],
        title="Table Format",
        description="What a stream's directory is: plain Parquet files, or a Delta table, "
        "which an object store needs for upsert and overwrite.",
    ),
    th.Property(
        "partition_by",
        th.ObjectType(additional_properties=th.StringType),
        default={},
        title="Partition By",
        description="For each stream to be partitioned, the date-time property by whose UTC "
        "day its rows are put into directories day=YYYY-MM-DD, or month(property) for "
        "month=YYYY-MM. With the word fixed behind it, where the property of a row never "
        "changes, an upsert looks into no other partition.",
    ),
    th.Property(
        "compression",
        th.StringType,
        default="zstd",
        allowed_values=["zstd", "snappy", "gzip", "none"],
        title="Compression",
        description="Compression of the Parquet files.",
    ),
    th.Property(
        "batch_size_mib",
        th.IntegerType(minimum=1),
        default=32,
        title="Batch Size MiB",
        description="How much may wait in memory before it is written, over all streams, in "
        "MiB of JSON. Larger batches mean fewer and larger files, and fewer rewrites.",
    ),
).to_dict()
