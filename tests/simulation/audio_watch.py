"""Holds what a run writes, when it writes it, against the store and the truth as they are then."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from simulation.audio_listing import Named, listed
from simulation.audio_report import bookmark_of
from simulation.report import Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulation.audio_report import AudioReport
    from simulation.lake import Row
    from simulation.report import Line


class Watch:
    """Holds each line, when it is written, against the store and the truth as they are then."""

    def __init__(self, report: AudioReport) -> None:
        self.report = report
        self.broken: Violation | None = None

    def publish(self, path: str) -> None:
        """Take note of a file that has got its name."""
        id_ = path.rpartition("/")[2].partition("-")[0]
        self.report.published.setdefault(id_, len(self.report.simulator.requests))

    def see(self, line: Line) -> None:
        """Look at a line; what it breaks is told once the run has ended."""
        try:
            match line.message["type"]:
                case "RECORD":
                    row = line.message["record"]
                    check_row(self.report, row, line.at)
                    check_gone(self.report, row, line.at)
                    self.report.rows[row["id"]] = row
                case "STATE":
                    check_state(self.report, line.message["value"], line.at)
        except Violation as violation:
            self.broken = self.broken or violation


def check_row(report: AudioReport, row: Row, _at: datetime) -> None:
    """Hold a row against the file that it names.

    Raises:
        Violation: They do not agree, or the row against what the call log says.
    """
    id_ = row["id"]
    calls = (report.listed.get(id_) or listed(report.simulator).get(id_, Named())).calls
    if calls.get(row["callLogId"]) != datetime.fromisoformat(row["callStartTime"]):
        raise Violation(f"wrong: no call names recording {id_} as its row says: {row}")
    if row["status"] != "stored":
        return
    if not report.shelf.has(row):
        raise Violation(f"early: the row of recording {id_} is written ahead of its file")
    content = (report.shelf.home / row["path"]).read_bytes()
    kind = report.simulator._account.audio.content_type(id_)
    told = (row["bytes"], row["sha256"], row["contentType"])
    if told != (len(content), sha256(content).hexdigest(), kind):
        raise Violation(f"wrong: the row of recording {id_} says {told} of its file")


def check_gone(report: AudioReport, row: Row, at: datetime) -> None:
    """Hold a row that says that a recording is gone against the truth.

    Raises:
        Violation: It is not.
    """
    if row["status"] != "gone":
        return
    recording = report.truth().get(row["id"])
    if recording is None:  # the call log has forgotten its call meanwhile
        return
    if recording.deleted_at and recording.deleted_at <= at:
        return
    # It was asked for before its row was written.
    was_late = recording.ready_at > at - 3 * report.clock_error
    start = datetime.fromisoformat(row["callStartTime"])
    if not was_late or start >= report.final:
        raise Violation(
            f"gone: the row of recording {row['id']} of {start} says so at {at}: {recording}"
        )


def check_state(report: AudioReport, state: Mapping[str, Any], _at: datetime) -> None:
    """Hold a STATE against what is settled when it is written.

    Raises:
        Violation: Whoever resumes from it never comes to some recording.
    """
    bookmark = bookmark_of(state)
    if bookmark is None:
        return
    passed = [
        id_
        for id_, named in report.listed.items()
        if (starts := named.since(report.scenario.start_date))
        and max(starts) < bookmark
        and min(starts) >= report.kept_since
        and not _is_settled(report, id_)
    ]
    if passed and (lost := sorted(listed(report.simulator).keys() & set(passed))):
        raise Violation(f"passed: the bookmark {bookmark} has left behind {', '.join(lost)}")


def _is_settled(report: AudioReport, id_: str) -> bool:
    row = report.rows.get(id_)
    return row is not None and (row["status"] == "gone" or report.shelf.has(row))
