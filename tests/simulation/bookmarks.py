"""Where a bookmark may stand."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from simulation.report import Violation
from tap_ringcentral.streams.base.call_runs import LISTED_WITHIN

if TYPE_CHECKING:
    from simulation.lake import Lake
    from simulation.report import Report

_BOOKMARK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_CHANGE = {"call_log": "lastModifiedTime", "call_log_leg": "callLastModifiedTime"}


def check_bookmarks(report: Report) -> None:
    """Hold each STATE of a run against the rules.

    Raises:
        Violation: A bookmark is written in another way, goes back, or passes what is final.
    """
    former = {s: _bookmark(report.former, s) for s in report.scenario.streams}
    for line in report.lines:
        if line.message["type"] != "STATE":
            continue
        for stream, (old_key, old) in former.items():
            key, value = former[stream] = _bookmark(line.message["value"], stream)
            if not value and not old:
                continue
            if not _BOOKMARK.fullmatch(value):
                raise Violation(f"the bookmark of {stream} is written as {value}")
            if key == old_key and value < old:
                raise Violation(f"the bookmark of {stream} went back from {old} to {value}")
            limit = line.at - _unsure(report, stream, key)
            if datetime.fromisoformat(value) > limit:
                raise Violation(f"at {line.at} the bookmark of {stream} is {value}, past {limit}")


def check_progress(report: Report, stream: str, lake: Lake) -> None:
    """A run that completes leaves no more to read again than what may change.

    Raises:
        Violation: The bookmark is farther behind.
    """
    key, value = _bookmark(lake.state, stream)
    due = report.began - _unsure(report, stream, key) - report.clock_error
    if not value or datetime.fromisoformat(value) < due:
        raise Violation(f"the bookmark of {stream} stayed at {value or 'nothing'}, before {due}")


def _bookmark(state: dict[str, Any] | None, stream: str) -> tuple[str, str]:
    found = ((state or {}).get("bookmarks") or {}).get(stream) or {}
    return found.get("replication_key", ""), found.get("replication_key_value") or ""


def _unsure(report: Report, stream: str, key: str) -> timedelta:
    """How long ago something must be to be final, by a replication key."""
    if key == _CHANGE[stream]:
        return LISTED_WITHIN
    return timedelta(hours=report.scenario.lookback_hours)
