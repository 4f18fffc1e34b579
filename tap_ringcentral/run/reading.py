"""Reads the selected streams, for a person who watches or for a log."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, TextIO

from tap_ringcentral.run.heap import return_large_blocks
from tap_ringcentral.run.lanes import lanes_of, one_lane, read
from tap_ringcentral.run.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from tap_ringcentral.client import RingCentralStream
    from tap_ringcentral.run.lanes import Lane
    from tap_ringcentral.session import ApiSession


def read_all(streams: Sequence[RingCentralStream], api: ApiSession) -> None:
    """Read streams, in lanes where the settings allow it, and log what came of them.

    Raises:
        BaseException: What ended the run: an error for which no stream could be read, or a signal.
    """
    return_large_blocks()
    report = Report(api, streams)
    lanes = lanes_of(streams) if api.settings.parallel else one_lane(streams)
    with _bars(lanes, report, api):
        read(lanes, api.clock.baton, report.read)
    report.conclude()


def _bars(lanes: Sequence[Lane], report: Report, api: ApiSession) -> AbstractContextManager[None]:
    """Show bars to a person who watches; Meltano, and a file, are given the log alone."""
    if not _is_terminal(sys.stderr) or _is_terminal(sys.stdout):
        return nullcontext()
    from tap_ringcentral.run.display import shown  # noqa: PLC0415 - a job's run needs no bars

    return shown(lanes, report, api)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()  # None is a stream that is closed
