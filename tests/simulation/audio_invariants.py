"""What must hold of stored audio, whatever happens in a run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from simulation.audio_listing import Named, Shelf, listed
from simulation.report import Violation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ringcentral_simulator import Simulator
    from ringcentral_simulator.truth import Recording
    from simulation.audio_scenario import AudioScenario
    from simulation.lake import Lake, Row

STREAM = "call_recording_audio"

_NAME = re.compile(r"day=\d{4}-\d\d-\d\d/[^/]+-(?P<sha256>[0-9a-f]{64})\.(mp3|wav)")
_OTHERS = 0o077
# The tap reads RingCentral's clock off whole seconds, and takes less than five for travel.
_CLOCK_READING = timedelta(seconds=6)


@dataclass
class AudioReport:
    """What there is to see of one run.

    Attributes:
        began: When, by RingCentral's clock.
        requests: How many requests there had been before it.
        listed: What the call log named when it began.
        stood: What lay in the store when it began, by id.
        rows: The latest row of each recording in the lake, or written since.
        published: How many requests there had been when a recording's file got its name, by id.
    """

    scenario: AudioScenario
    simulator: Simulator
    shelf: Shelf
    began: datetime
    requests: int
    listed: dict[str, Named]
    stood: frozenset[str]
    rows: dict[str, Row]
    published: dict[str, int] = field(default_factory=dict)

    @property
    def final(self) -> datetime:
        """Up to when what this run finds is settled, at the latest by the tap's own clock."""
        return self.began - self.scenario.lookback

    @property
    def clock_error(self) -> timedelta:
        """How far behind RingCentral's time the tap's may be: what an answer tells is old."""
        return _CLOCK_READING + timedelta(seconds=self.scenario.latency)

    @property
    def kept_since(self) -> datetime:
        """From when on RingCentral had not deleted recordings for their age."""
        days = self.scenario.quirks.recordings_kept_days
        return self.began - timedelta(days=days) + self.clock_error

    def truth(self) -> dict[str, Recording]:
        """Give all recordings as they are now, by id."""
        return {each.id: each for each in self.simulator.truth.recordings()}


# While it writes


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
    recording = report.truth()[row["id"]]
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
    bookmark = _bookmark(state)
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


def _bookmark(state: Mapping[str, Any] | None) -> datetime | None:
    bookmarks = (state or {}).get("bookmarks") or {}
    value = (bookmarks.get(STREAM) or {}).get("replication_key_value")
    return datetime.fromisoformat(value) if value else None


# When it has ended, however it did


def check_store(report: AudioReport) -> None:
    """Hold all that is in the store against what may be there.

    Raises:
        Violation: Something may not, or others may read it.
    """
    for path in report.shelf.entries():
        if path.stat().st_mode & _OTHERS:
            raise Violation(f"open: {path} has mode {path.stat().st_mode:o}")
    for id_, files in report.shelf.by_id().items():
        if len(files) > 1:
            raise Violation(f"twice: recording {id_} is in {_names(files)}")
        name = files[0].relative_to(report.shelf.home).as_posix()
        named = _NAME.fullmatch(name)
        if named is None:
            raise Violation(f"stray: {name} is no file of a recording")
        content = files[0].read_bytes()
        if sha256(content).hexdigest() != named["sha256"]:
            raise Violation(f"false: {name} is not what its name says")
        try:
            told = report.simulator.truth.recording(id_)
        except LookupError:
            raise Violation(f"stray: there is no recording for {name}") from None
        if content != told:
            raise Violation(f"false: {name} has {len(content)} bytes, not those {len(told)}")


def check_requests(report: AudioReport) -> None:
    """Hold what was asked for against what there was already.

    Raises:
        Violation: A recording was asked for again.
    """
    for number, request in enumerate(report.simulator.requests):
        if number < report.requests or not request.path.endswith("/content"):
            continue
        id_ = request.path.split("/")[-2]
        if id_ in report.stood:
            raise Violation(f"again: recording {id_} lay in the store when the run began")
        if number >= report.published.get(id_, number + 1):
            raise Violation(f"again: recording {id_} was stored when it was asked for")


# When it has come to its end


def check_owed(report: AudioReport, lake: Lake) -> None:
    """Hold store and lake after a run that has come to its end against what it owed.

    Raises:
        Violation: A recording is lost, or one is waited for in vain.
    """
    truth, still, files = report.truth(), listed(report.simulator), report.shelf.by_id()
    until, now = report.final - report.clock_error, report.simulator.clock.now()
    for id_, named in report.listed.items():
        starts = named.since(report.scenario.start_date)
        if not starts or id_ not in still:
            continue
        is_old = max(starts) < until
        if not is_old and not named.is_own and not report.scenario.quirks.filter_sees_legs:
            continue
        row = lake.rows[STREAM].get((id_,), {})
        recording = truth[id_]
        deleted = recording.deleted_at
        # What is not there within the lookback counts as deleted.
        ready_by = min(report.began, min(starts) + report.scenario.lookback - report.clock_error)
        if recording.ready_at <= ready_by and (deleted is None or deleted > now):
            _check_stored(report, id_, files.get(id_, []), row)
        elif (
            deleted
            and deleted <= report.began
            and is_old
            and min(starts) >= report.kept_since
            and not row
        ):
            raise Violation(f"stuck: no row says that recording {id_} is gone, since {deleted}")
    bookmark = _bookmark(lake.state)
    if bookmark is None or bookmark < until:
        raise Violation(f"stuck: the bookmark is {bookmark}, though all is settled up to {until}")


def _check_stored(report: AudioReport, id_: str, files: list[Path], row: Row) -> None:
    about = f"recording {id_} of {min(report.listed[id_].calls.values())}"
    if len(files) != 1:
        raise Violation(f"{'twice' if files else 'lost'}: {about} is in {_names(files)}")
    content, told = files[0].read_bytes(), report.simulator.truth.recording(id_)
    if content != told:
        raise Violation(f"lost: {about} has {len(content)} bytes of {len(told)}, or others")
    if row.get("status") != "stored":
        raise Violation(f"lost: {about} has its file, and in the lake {row or 'no row'}")


def _names(files: list[Path]) -> str:
    return ", ".join(sorted(file.name for file in files)) or "no file"
