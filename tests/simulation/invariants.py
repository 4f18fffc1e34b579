"""What must hold after each run, whatever happened in it."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from simulation.bookmarks import check_bookmarks, check_progress
from simulation.report import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulation.lake import Lake
    from simulation.report import Report
    from simulation.witness import Record, Witness

_OF_CALLS = {"callLogId", "index", "callStartTime", "callLastModifiedTime"}
_START = {"call_log": "startTime", "call_log_leg": "callStartTime"}
_CHECKED = 40  # one record in so many is held against the schema
_validators: dict[str, Draft202012Validator] = {}


def check_output(report: Report, witness: Witness) -> None:
    """Hold what a run wrote against what must be true of it however it ended.

    Raises:
        Violation: Something of it must not be.
    """
    _check_schema(report)
    check_bookmarks(report)
    for stream in report.scenario.streams:
        starts = [record[_START[stream]] for record in report.records(stream)]
        for one, following in pairwise(starts):
            if report.key == "startTime" and one > following:
                raise Violation(f"disorder: {stream} has {following} after {one}")
    for call in report.records("call_log"):
        if not _was_shown(call, report, witness):
            raise Violation(f"invented: RingCentral has never shown {call}")
    for leg in report.records("call_log_leg"):
        if not _leg_was_shown(leg, report, witness):
            raise Violation(f"invented: RingCentral has never shown the leg {leg}")


def check_lake(report: Report, lake: Lake, witness: Witness, now: datetime) -> None:
    """Hold the lake after a run that has completed against what was shown when it began.

    Raises:
        Violation: A call is lost, or stale.
    """
    wanted = [call for call in report.shown.values() if _is_wanted(call, report)]
    for call in wanted:
        for stream, key, row in _rows_of(call, report.scenario.streams, lake):
            if row is None:
                kind, has = "lost", "nothing"
            elif _age(row) < _age(call):
                kind, has = "stale", f"one of {_age(row)}"
            else:
                continue
            if _has_gone(call, report, witness, now):
                break
            raise Violation(
                f"{kind}: {stream} {key} of a call that began at {call['startTime']}, shown as of "
                f"{_age(call)}; the lake has {has}"
            )
    for stream in report.scenario.streams:
        check_progress(report, stream, lake)


def _is_wanted(call: Record, report: Report) -> bool:
    """Tell whether a run owes the lake a record that was shown when it began."""
    start = report.scenario.start_date
    if start and datetime.fromisoformat(call["startTime"]) < start:
        return False
    if report.key == "lastModifiedTime":
        # A list of changes has no calls that go on; and what was deleted while calls were read
        # by start time may lie behind the bookmark.
        return bool(call["finished"]) and (report.is_by_change or not call.get("deleted"))
    if call.get("deleted"):
        return False
    return datetime.fromisoformat(call["startTime"]) < report.began - report.clock_error


def _rows_of(
    call: Record, streams: tuple[str, ...], lake: Lake
) -> Iterator[tuple[str, tuple[Any, ...], Record | None]]:
    for stream in streams:
        rows = lake.rows[stream]
        if stream == "call_log":
            yield stream, (call["id"],), rows.get((call["id"],))
            continue
        for index, _ in enumerate(call["legs"]):
            yield stream, (call["id"], index), rows.get((call["id"], index))


def _age(row: Record) -> str:
    """Tell when a call had the form of a row: while it goes on, that is its last change."""
    modified: str = row["callLastModifiedTime" if "callLogId" in row else "lastModifiedTime"]
    return modified


def _has_gone(call: Record, report: Report, witness: Witness, now: datetime) -> bool:
    """Tell whether a record was deleted, or grew too old, while the run went on."""
    form = witness.form(call["id"], call["startTime"], now)
    if form is None:
        return True
    return report.key == "startTime" and bool(form.get("deleted"))


def _was_shown(call: Record, report: Report, witness: Witness) -> bool:
    return witness.saw(
        call["id"],
        call["startTime"],
        call["lastModifiedTime"],
        lambda form: form == call,
        report.requests,
    )


def _leg_was_shown(leg: Record, report: Report, witness: Witness) -> bool:
    own = {name: value for name, value in leg.items() if name not in _OF_CALLS}
    start, modified, index = leg["callStartTime"], leg["callLastModifiedTime"], leg["index"]

    def fits(form: Record) -> bool:
        legs = form["legs"][index : index + 1]
        return (form["startTime"], form["lastModifiedTime"], legs) == (start, modified, [own])

    return witness.saw(leg["callLogId"], start, modified, fits, report.requests)


def _check_schema(report: Report) -> None:
    validators: dict[str, Draft202012Validator] = {}
    for number, line in enumerate(report.lines):
        message = line.message
        if message["type"] == "SCHEMA":
            validators[message["stream"]] = _validator(message["schema"])
        elif message["type"] == "RECORD":
            if message["stream"] not in validators:
                raise Violation(f"a record of {message['stream']} comes before its schema")
            if number % _CHECKED == 1:
                for error in validators[message["stream"]].iter_errors(message["record"]):
                    raise Violation(f"a record does not fit its schema: {error.message}")


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    text = repr(schema)
    if text not in _validators:
        _validators[text] = Draft202012Validator(
            schema, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
    return _validators[text]
