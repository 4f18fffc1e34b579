"""Lanes: RingCentral counts requests by rate-limit group, so that each group can be read by itself.

A run then takes as long as its busiest group, and not the sum of all. Each lane is a thread; one at
a time works (see `Baton`), and all of them end with the process.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeAlias

from tap_ringcentral.api.baton import LaneEndedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tap_ringcentral.api.baton import Baton, Turn
    from tap_ringcentral.client import RingCentralStream

Lane: TypeAlias = "list[RingCentralStream]"
"""Streams that are read one after the other."""


def lanes_of(streams: Iterable[RingCentralStream]) -> list[Lane]:
    """Return a lane for each rate-limit group.

    Within a lane streams keep their order, behind those that others may wait for: as these wait
    for none, no two lanes wait for each other. Those that take longest come last.
    """
    lanes: defaultdict[str, Lane] = defaultdict(list)
    for stream in streams:
        lanes[stream.rate_limit_group].append(stream)
    return [sorted(lane, key=_place) for lane in lanes.values()]


def one_lane(streams: Iterable[RingCentralStream]) -> list[Lane]:
    """Return one lane for all streams, in their order but for those that take longest."""
    return [sorted(streams, key=lambda stream: stream.comes_last)]


def _place(stream: RingCentralStream) -> tuple[bool, bool]:
    return stream.comes_last, not stream.is_awaited


def read(lanes: Sequence[Lane], baton: Baton, one: Callable[[RingCentralStream], None]) -> None:
    """Read all streams, with the baton in hand. Where anything is raised, no lane goes on.

    Args:
        lanes: The streams.
        baton: What a lane holds while it works.
        one: Reads one stream.

    Raises:
        BaseException: What the first lane that failed raised, or a signal's handler meanwhile.
    """
    for lane in lanes:
        for stream in lane:
            stream.announce()
    if len(lanes) == 1:  # in this thread, which is easier to debug
        for stream in lanes[0]:
            one(stream)
        return
    ends: SimpleQueue[BaseException | None] = SimpleQueue()
    for lane in lanes:
        _Runner(lane, baton, one, ends).start()
    try:
        baton.lay_down()
        _wait_for(lanes, ends)
    except BaseException:
        with suppress(LaneEndedError):  # a lane that failed has ended the others already
            baton.wait(baton.line_up(first=True))
            baton.end()
        raise
    baton.wait(baton.line_up())


def _wait_for(lanes: Sequence[Lane], ends: SimpleQueue[BaseException | None]) -> None:
    for _ in lanes:
        if error := ends.get():
            raise error


class _Runner(threading.Thread):
    """The thread of a lane."""

    def __init__(
        self,
        lane: Lane,
        baton: Baton,
        one: Callable[[RingCentralStream], None],
        ends: SimpleQueue[BaseException | None],
    ) -> None:
        super().__init__(name=lane[0].rate_limit_group.lower(), daemon=True)
        self._lane = lane
        self._one = one
        self._baton = baton
        self._turn: Turn = baton.line_up()
        self._ends = ends

    def run(self) -> None:
        """Read the lane's streams, and tell how that ended."""
        try:
            self._baton.wait(self._turn)
            for stream in self._lane:
                self._one(stream)
        except LaneEndedError:
            return
        except BaseException as error:  # noqa: BLE001 - raised again, where the lanes came from
            self._baton.end()
            self._ends.put(error)
        else:
            self._ends.put(None)
            self._baton.lay_down()
