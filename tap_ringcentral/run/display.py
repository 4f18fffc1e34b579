"""A bar for each lane, on a terminal: what it reads, the share that is done, the time left.

The time is what RingCentral's quota asks for: a group that is used up lets a request through each
time that one leaves the window. Answers and one's own work come on top where they take longer.
"""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from tap_ringcentral.client import RingCentralStream
    from tap_ringcentral.run.lanes import Lane
    from tap_ringcentral.run.report import Report
    from tap_ringcentral.session import ApiSession

_A_SECOND = 2  # times that it is drawn


class Display(Progress):
    """Draws the lanes of a run.

    Args:
        lanes: What is read.
        report: Knows which streams are read.
        api: Knows the quota.
    """

    def __init__(self, lanes: Sequence[Lane], report: Report, api: ApiSession) -> None:
        self._lanes = {}
        self._report = report
        self._api = api
        super().__init__(
            TextColumn("{task.fields[lane]:<7}"),
            BarColumn(20),
            TaskProgressColumn(),
            TextColumn("{task.description}"),
            console=Console(stderr=True),
            redirect_stdout=False,  # Singer messages go there
            refresh_per_second=_A_SECOND,
        )
        for lane in lanes:
            name = lane[0].rate_limit_group if len(lanes) > 1 else "All"
            self._lanes[self.add_task("", total=1, lane=name)] = lane

    def get_renderables(self) -> Iterator[RenderableType]:
        """Yield the bars as they are now."""
        for task, lane in self._lanes.items():
            share, text = self._state(lane)
            self.update(task, completed=share, description=text)
        yield self.make_tasks_table(self.tasks)

    def _state(self, lane: Lane) -> tuple[float, str]:
        left = [stream for stream in lane if not self._report.is_read(stream)]
        if not left:
            return 1.0, "done"
        now = left[0]
        done = self._api.progress.of(now.name)
        share = done.share if done else 0.0
        text = f"{now.name} {share:.0%}" if done else now.name
        text += f", then {len(left) - 1} more" if left[1:] else ""
        time = sum((_time_left(stream, self._api) for stream in left), timedelta())
        text += f"; by the quota {_in_words(time)} left" if time else ""
        return (len(lane) - len(left) + share) / len(lane), text


def _time_left(stream: RingCentralStream, api: ApiSession) -> timedelta:
    """What a stream takes from now on where its group is used up; nothing for a few requests."""
    requests, group = stream.requests_left(), stream.rate_limit_group
    return max(requests - api.limiter.room(group), 0) * api.limiter.pace(group)


def _in_words(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} min" if minutes < 100 else f"{minutes / 60:.0f} h"  # noqa: PLR2004 - plain


@contextmanager
def shown(lanes: Sequence[Lane], report: Report, api: ApiSession) -> Iterator[None]:
    """Draw the lanes while they are read, with the lines of the log above them."""
    handlers = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr
    ]
    terminal = sys.stderr
    with Display(lanes, report, api):
        for handler in handlers:
            handler.setStream(sys.stderr)  # which goes around the bars now
        try:
            yield
        finally:
            for handler in handlers:
                handler.setStream(terminal)
