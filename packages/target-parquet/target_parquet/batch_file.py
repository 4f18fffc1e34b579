"""The records of a file that a BATCH message names."""

from __future__ import annotations

import gzip
import logging
import zlib
from typing import TYPE_CHECKING, Any

from pyarrow import parquet as pq
from singer_sdk.helpers._batch import BatchFileFormat, StorageTarget

from target_parquet.errors import BadLineError, LoadError
from target_parquet.json_line import read_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from singer_sdk.helpers._batch import BaseBatchFileEncoding

logger = logging.getLogger("target-parquet")


def batch_records(
    file: str, encoding: BaseBatchFileEncoding, storage: StorageTarget | None
) -> Iterator[dict[str, Any]]:
    """Yield the records of a file.

    Args:
        file: its URL.
        encoding: its format, and its compression.
        storage: where it is, unless the URL says so.

    Raises:
        LoadError: it cannot be read.
    """
    if encoding.format not in set(BatchFileFormat):
        raise LoadError(f"a BATCH message has the unknown format {encoding.format!r:.40}")
    try:
        folder, name = StorageTarget.split_url(file)
        with (storage or StorageTarget.from_url(folder)).open(name, mode="rb") as opened:
            if encoding.format == BatchFileFormat.PARQUET:
                yield from pq.read_table(opened).to_pylist()
            else:
                is_packed = encoding.compression == "gzip"
                yield from _from_lines(file, gzip.GzipFile(fileobj=opened) if is_packed else opened)
    except (EOFError, ImportError, LookupError, OSError, ValueError, zlib.error) as error:
        raise LoadError(f"the file {file} of a BATCH message cannot be read: {error}") from None


def _from_lines(file: str, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    is_told = False
    for number, line in enumerate(lines, start=1):
        if line.isspace():
            continue
        try:
            read = read_line(line)
        except BadLineError as error:
            raise BadLineError(f"line {number} {error}") from None
        if read.is_mended and not is_told:
            is_told = True
            logger.warning(
                "%s, line %d: text is no Unicode; U+FFFD is in its place, here and in later lines.",
                file,
                number,
            )
        yield read.content
