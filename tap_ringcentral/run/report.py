"""What the log says of a run: a line for each stream that was read, and one for all.

The same facts are fields of the record (`stream_name`, `rows`, `requests`, `seconds`), for logs
that are structured.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tap_ringcentral.client import RingCentralStream
    from tap_ringcentral.session import ApiSession

logger = logging.getLogger("tap-ringcentral")


class Report:
    """Reads streams, and says what came of them.

    Args:
        api: Counts the requests, and knows what failed.
        streams: What is read, without the streams that are made of others.
    """

    def __init__(self, api: ApiSession, streams: Collection[RingCentralStream]) -> None:
        self._api = api
        self._began = api.clock.local_now()
        self._all = [one for stream in streams for one in _with_parts(stream)]
        self._read: set[str] = set()
        groups = Counter(stream.rate_limit_group for stream in self._all)
        of_groups = ", ".join(f"{count} {group}" for group, count in groups.items())
        logger.info("Reading %s: %s.", _counted(len(self._all), "stream"), of_groups)

    def read(self, stream: RingCentralStream) -> None:
        """Read a stream, and log what was read.

        Raises:
            RingCentralError: No other stream could be read, either.
        """
        began = self._api.clock.local_now()
        try:
            stream.sync()
            stream.finalize_state_progress_markers()
        finally:
            stream.conclude()
        for one in _with_parts(stream):
            self._log(one, began)
        self._read.add(stream.name)

    def is_read(self, stream: RingCentralStream) -> bool:
        """Return whether a stream was read to its end, or to its failure."""
        return stream.name in self._read

    def conclude(self) -> None:
        """Log what all streams came to."""
        rows = sum(stream.rows_written for stream in self._all)
        requests, seconds = self._api.client.sent.total(), self._seconds(self._began)
        logger.info(
            "Read %s of %s with %s in %s s.",
            _counted(rows, "row"),
            _counted(len(self._all), "stream"),
            _counted(requests, "request"),
            f"{seconds:,.1f}",
            extra={"rows": rows, "requests": requests, "seconds": seconds},
        )

    def _log(self, stream: RingCentralStream, began: datetime) -> None:
        name, rows = stream.name, stream.rows_written
        requests, seconds = self._api.client.sent[name], self._seconds(began)
        is_whole = name not in self._api.failures.streams
        logger.info(
            "%s: %s%s, %s, %s s.",
            name,
            "" if is_whole else "not all was read; ",
            _counted(rows, "row"),
            _counted(requests, "request"),
            f"{seconds:,.1f}",
            extra={
                "stream_name": name,
                "rows": rows,
                "requests": requests,
                "seconds": seconds,
                "is_whole": is_whole,
            },
        )

    def _seconds(self, began: datetime) -> float:
        return round((self._api.clock.local_now() - began).total_seconds(), 3)


def _with_parts(stream: RingCentralStream) -> list[RingCentralStream]:
    """Return a stream and those that are made of it, as far as they are selected."""
    parts = cast("list[RingCentralStream]", stream.child_streams)
    return [one for one in (stream, *parts) if one.selected]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
