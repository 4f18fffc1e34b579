"""What must hold of stored audio after each run, whatever happened in it."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from simulation.audio_listing import listed
from simulation.audio_report import STREAM, bookmark_of
from simulation.report import Violation

if TYPE_CHECKING:
    from pathlib import Path

    from simulation.audio_report import AudioReport
    from simulation.lake import Lake, Row

_NAME = re.compile(r"day=\d{4}-\d\d-\d\d/[^/]+-(?P<sha256>[0-9a-f]{64})\.(mp3|wav)")
_OTHERS = 0o077


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
        is_seen = report.scenario.quirks.filter_sees_legs or (named.is_own and still[id_].is_own)
        if not is_old and not is_seen:
            continue
        row = lake.rows[STREAM].get((id_,), {})
        recording = truth.get(id_)
        if recording is None:  # the log has forgotten the first of the calls that share it
            continue
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
    bookmark = bookmark_of(lake.state)
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
