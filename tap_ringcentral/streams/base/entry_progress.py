"""What the log tells of a list whose entries are asked for one by one, perhaps for hours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from singer_sdk.metrics import Counter, Metric, Tag
from typing_extensions import override

if TYPE_CHECKING:
    import logging

    from singer_sdk.helpers.types import Context

    from tap_ringcentral.api.clock import Clock

_OFTEN_ENOUGH = timedelta(minutes=1)


class EntryProgress:
    """Writes a line to the log each minute.

    Args:
        what: The stream, and what one entry is, such as `message: extension`.
        total: How many entries there are.
        logger: Where the lines go.
        clock: Tells when a minute is over.
    """

    def __init__(self, what: str, total: int, logger: logging.Logger, clock: Clock) -> None:
        self._what = what
        self._total = total
        self._logger = logger
        self._clock = clock
        self._begun = 0
        self._told = clock.machine_time()

    def step(self) -> None:
        """Go on to the next entry."""
        if (now := self._clock.machine_time()) - self._told >= _OFTEN_ENOUGH:
            self._told = now
            self._logger.info("%s %s of %s.", self._what, f"{self._begun:,}", f"{self._total:,}")
        self._begun += 1


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
