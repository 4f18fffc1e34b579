"""Writes Singer messages, and lines that are ready, to standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from singer_sdk.contrib.msgspec import MsgSpecWriter
from singer_sdk.mapper import SameRecordTransform

if TYPE_CHECKING:
    from singer_sdk import Stream


@runtime_checkable
class TakesLines(Protocol):
    """A writer that takes messages as the lines that they become."""

    def write_lines(self, lines: bytes) -> None:
        """Write whole lines."""


class LineWriter(MsgSpecWriter):
    """The SDK's fast writer, which takes ready lines as well."""

    def write_lines(self, lines: bytes) -> None:
        """Write whole lines; they go out with the next message at the latest."""
        sys.stdout.buffer.write(lines)


def is_passthrough(stream: Stream) -> bool:
    """Return whether nothing but selection changes a stream's records on their way out.

    Stream maps, flattening, batches and a limit to a few records do, and a full table gives each
    record its version.
    """
    (only, *others) = stream.stream_maps
    return (
        not others
        and type(only) is SameRecordTransform
        and not only.flattening_enabled
        and only.stream_alias == stream.name
        and stream.replication_method == "INCREMENTAL"
        and stream.ABORT_AT_RECORD_COUNT is None
        and stream.get_batch_config(stream.config) is None
    )


def selects_all_properties(stream: Stream) -> bool:
    """Return whether all properties of a stream are selected."""
    return all(stream.mask[breadcrumb] for breadcrumb in stream.metadata)
