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
    from collections.abc import Iterable

    from tap_ringcentral.api.baton import Baton, Turn
    from tap_ringcentral.client import RingCentralStream

Lane: TypeAlias = "list[RingCentralStream]"
"""Streams that are read one after the other."""


def lanes_of(streams: Iterable[RingCentralStream]) -> list[Lane]:
    """Return a lane for each rate-limit group.

    Within a lane streams keep their order, behind those that others may wait for: as these wait
    for none, no two lanes wait for each other.
    """
    lanes: defaultdict[str, Lane] = defaultdict(list)
    for stream in streams:
        lanes[stream.rate_limit_group].append(stream)
    return [sorted(lane, key=lambda stream: not stream.is_awaited) for lane in lanes.values()]


def read(lanes: Iterable[Lane], baton: Baton) -> None:
    """Read all streams, with the baton in hand. Where anything is raised, no lane goes on.

    Raises:
        BaseException: What the first lane that failed raised, or a signal's handler meanwhile.
    """
    for lane in lanes:
        for stream in lane:
            stream.announce()
    if len(lanes := list(lanes)) == 1:
        _read_lane(lanes[0])
        return
    ends: SimpleQueue[BaseException | None] = SimpleQueue()
    for lane in lanes:
        _Runner(lane, baton, ends).start()
    try:
        baton.lay_down()
        for _ in lanes:
            if error := ends.get():
                raise error
    finally:
        with suppress(LaneEndedError):  # a lane that failed has left the baton to nobody else
            baton.wait(baton.line_up(first=True))
            baton.end()


def _read_lane(lane: Lane) -> None:
    for stream in lane:
        try:
            stream.sync()
            stream.finalize_state_progress_markers()
        finally:
            stream.conclude()


class _Runner(threading.Thread):
    """The thread of a lane."""

    def __init__(self, lane: Lane, baton: Baton, ends: SimpleQueue[BaseException | None]) -> None:
        super().__init__(name=lane[0].rate_limit_group.lower(), daemon=True)
        self._lane = lane
        self._baton = baton
        self._turn: Turn = baton.line_up()
        self._ends = ends

    def run(self) -> None:
        """Read the lane's streams, and tell how that ended."""
        try:
            self._baton.wait(self._turn)
            _read_lane(self._lane)
        except LaneEndedError:
            return
        except BaseException as error:  # noqa: BLE001 - raised again, where the lanes came from
            self._baton.end()
            self._ends.put(error)
        else:
            self._ends.put(None)
            self._baton.lay_down()
