"""Further tries of a request that may work later, and the pauses between them.

Source: developers.ringcentral.com/guide/basics/errors.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import backoff
import requests

from tap_ringcentral.api.errors import RequestFailedError
from tap_ringcentral.api.rate_limit import retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from backoff.types import Details
    from singer_sdk.helpers.types import RequestFunc

    from tap_ringcentral.api.clock import Clock

logger = logging.getLogger("tap-ringcentral")

TRIES = 6
"""Usual tries, with pauses of 2, 4, 8, 16 and 32 s: a failover takes RingCentral 10 to 15 s."""
_LONGEST_PAUSE = 60  # seconds


def retried(send: RequestFunc, clock: Clock, tries: int = TRIES) -> RequestFunc:
    """Return a function that sends a request up to so many times, as long as it fails for now."""
    retry: Callable[[RequestFunc], RequestFunc] = backoff.on_exception(
        lambda: _pauses(clock),
        RequestFailedError,
        max_tries=tries,
        jitter=None,
        on_backoff=partial(_tell, tries),
        logger=None,
    )
    return retry(send)


def _pauses(clock: Clock) -> Generator[float, Any, None]:
    """Yield the seconds before each further try: doubling from two, or as RingCentral asks."""
    error = yield 0
    for tries in count(1):
        response = error.response
        pause = timedelta(seconds=min(2**tries, _LONGEST_PAUSE))
        if response is not None:
            pause = retry_after(response.headers, default=pause, now=clock.now())
            if response.status_code == requests.codes.too_many_requests:
                pause = timedelta()  # the limiter waits, ahead of the group's next request
        error = yield pause.total_seconds()


def _tell(tries: int, details: Details) -> None:
    """Log why there is another try, and when."""
    logger.warning(
        "%s Try %d of %d follows in %d s.",
        details.get("exception"),
        details["tries"] + 1,
        tries,
        details.get("wait", 0),
    )
