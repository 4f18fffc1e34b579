"""Further tries of what may work later, and the pauses between them, on the tap's own clock.

Source: developers.ringcentral.com/guide/basics/errors.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import backoff

from tap_ringcentral.api.errors import RequestFailedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from backoff.types import Details

    from tap_ringcentral.api.clock import Clock

logger = logging.getLogger("tap-ringcentral")

_LONGEST_PAUSE = timedelta(seconds=60)
_T = TypeVar("_T")


def doubling(tries: int) -> timedelta:
    """Return the usual pause after so many tries: 2 s, 4 s, up to a minute."""
    return min(timedelta(seconds=2**tries), _LONGEST_PAUSE)


def retried(
    attempt: Callable[[], _T],
    *,
    clock: Clock,
    tries: int,
    usual_pause: Callable[[int], timedelta] = doubling,
) -> _T:
    """Return what an attempt brings, made again up to so many tries as long as it fails for now.

    Args:
        attempt: Raises RequestFailedError where a further try may work.
        clock: Waits.
        tries: The most attempts.
        usual_pause: How long to wait after so many tries, where the error does not say.

    Raises:
        RequestFailedError: The last try failed as well.
    """

    def wait(details: Details) -> None:
        error, number = details.get("exception"), details["tries"]
        pause = error.pause if isinstance(error, RequestFailedError) else None
        seconds = (usual_pause(number) if pause is None else pause).total_seconds()
        if seconds:  # else whoever waits in its place says so
            logger.warning("%s Try %d of %d follows in %d s.", error, number + 1, tries, seconds)
            clock.sleep(seconds)

    retry: Callable[[Callable[[], _T]], Callable[[], _T]] = backoff.on_exception(
        backoff.constant,
        RequestFailedError,
        max_tries=tries,
        interval=0,  # the wait is ours: backoff's own would be by the machine's time
        jitter=None,
        on_backoff=wait,
        logger=None,
    )
    return retry(attempt)()
