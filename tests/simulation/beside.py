"""What the lanes beside that of the calls owe the lake."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from simulation.report import Violation
from tap_ringcentral.streams.base.per_extension import CALLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator import Simulator
    from simulation.lake import Lake
    from simulation.report import Report

_SECOND = timedelta(seconds=1)


def check_beside(report: Report, lake: Lake, simulator: Simulator) -> None:
    """Hold the lake after a run that has completed against what RingCentral has.

    Raises:
        Violation: Something is lost.
    """
    for stream in report.scenario.beside:
        for key in _keys(stream, report, simulator):
            if key not in lake.rows[stream]:
                raise Violation(f"lost: {stream} {key}")


def _keys(stream: str, report: Report, simulator: Simulator) -> Iterator[tuple[str, ...]]:
    truth = simulator.truth
    match stream:
        case "extension":
            yield from ((str(each["id"]),) for each in truth.extensions())
        case "call_queue":
            yield from ((str(each["id"]),) for each in truth.queues())
        case "call_queue_member":
            yield from ((each["queueId"], str(each["id"])) for each in truth.queue_members())
        case "message":
            for extension in truth.extensions():
                if extension["type"] in CALLED:
                    of_extension = str(extension["id"])
                    for each in _messages(of_extension, report, simulator):
                        yield of_extension, str(each["id"])


def _messages(extension: str, report: Report, simulator: Simulator) -> list[dict[str, Any]]:
    """The messages that a run owed when it began; its range ends with the second before."""
    start = report.scenario.start_date
    return simulator.truth.records(
        f"extension/{extension}/message-store",
        dateFrom=start.isoformat() if start else "2000-01-01T00:00:00Z",
        dateTo=(report.began - report.clock_error - _SECOND).isoformat(),
    )
