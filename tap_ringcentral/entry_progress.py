"""What the log tells of a list whose entries are asked for one by one, perhaps for hours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from singer_sdk.metrics import Counter, Metric, Tag
from typing_extensions import override

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator, Sequence

    from singer_sdk.helpers.types import Context

    from tap_ringcentral.clock import Clock

_OFTEN_ENOUGH = timedelta(minutes=1)


def telling(
    entries: Sequence[str], *, what: str, logger: logging.Logger, clock: Clock
) -> Iterator[str]:
    """Hand on the entries, and write a line to the log each minute.

    Args:
        entries: What is handed on, one by one.
        what: The stream, and what one entry is, such as `message: extension`.
        logger: Where the lines go.
        clock: Tells when a minute is over.
    """
    told = clock.machine_time()
    for number, entry in enumerate(entries):
        if (now := clock.machine_time()) - told >= _OFTEN_ENOUGH:
            told = now
            logger.info("%s %s of %s.", what, f"{number:,}", f"{len(entries):,}")
        yield entry


class RequestCounter(Counter):
    """Counts the requests for all entries together: the SDK's own would log a line for each."""

    def __init__(self, stream: str, endpoint: str) -> None:
        super().__init__(Metric.HTTP_REQUEST_COUNT, {Tag.STREAM: stream, Tag.ENDPOINT: endpoint})

    @override
    def with_context(self, value: Context | None) -> None:
        """Leave out which entry it is."""

    @override
    def __exit__(self, *_: object) -> None:
        """Go on counting; `exit` ends it."""
