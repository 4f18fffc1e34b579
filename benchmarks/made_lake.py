"""A lake of a large company: every call drawn by the simulator, and loaded as runs load them."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import msgspec

from benchmarks.processes import run
from benchmarks.tap_runs import BIN, catalog, command, settings_for
from ringcentral_simulator import Clock, Profile, RateLimits, Simulator
from tap_ringcentral.api.clock import Clock as TapClock
from tap_ringcentral.calls.lines import CallLines
from tap_ringcentral.schemas.shape import RecordShape

if TYPE_CHECKING:
    from pathlib import Path

_NOW = datetime(2026, 3, 20, tzinfo=UTC)
_EXTENSIONS = 1_000
_CALLS = ("call_log", "call_log_leg")
_OTHERS = (
    *("account", "site", "extension", "phone_number", "call_queue", "call_queue_member"),
    *("company_business_hours", "call_queue_business_hours", "call_analytics_queue"),
)
_PARTITIONS = {"call_log": "startTime fixed", "call_log_leg": "callStartTime fixed"}
_PROCESSES = 2


def fill(lake: Path, home: Path, days: int, calls_a_weekday: int) -> int:
    """Fill a lake and return how many calls it has.

    Args:
        lake: A folder that is not there yet.
        home: Where files are put meanwhile.
        days: How many days of calls.
        calls_a_weekday: How many of them a weekday has, in about.
    """
    dates = [_NOW - timedelta(days=ago) for ago in range(days, 0, -1)]
    entries = {each["tap_stream_id"]: each for each in catalog(_CALLS)["streams"]}
    heads = {
        name: {
            "type": "SCHEMA",
            "stream": name,
            "schema": entries[name]["schema"],
            "key_properties": entries[name]["key_properties"],
        }
        for name in _CALLS
    }
    config = home / "lake.json"
    settings = {"destination_path": str(lake), "partition_by": _PARTITIONS}
    config.write_text(json.dumps(settings), "utf-8")
    loader = [str(BIN / "target-parquet"), "--config", str(config)]
    total = 0
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        wanted = ((heads, home, date, days, calls_a_weekday) for date in dates)
        for file, calls in pool.map(_draw, *zip(*wanted, strict=True)):
            run(loader, source=file)
            file.unlink()
            total += calls
    with _account(days, calls_a_weekday) as account:
        given = settings_for(
            account, home, start_date=dates[0].isoformat(), end_date=_NOW.isoformat()
        )
        others = home / "others"
        run(command(given, catalog(_OTHERS), home, "others"), output=others)
        run(loader, source=others)
    return total


def _account(days: int, calls_a_weekday: int) -> Simulator:
    return Simulator(
        extensions=_EXTENSIONS,
        clock=Clock(_NOW, frozen=True),
        profile=Profile(calls_per_weekday=calls_a_weekday, history_days=days + 1),
        rate_limits=RateLimits(enabled=False),
    )


def _draw(
    heads: dict[str, Any], home: Path, date: datetime, days: int, calls_a_weekday: int
) -> tuple[Path, int]:
    """Write a day's calls and legs as lines for the loader."""
    account = _account(days, calls_a_weekday)
    numbers = account.truth.records("phone-number")
    outside = _Callers(date, {each["phoneNumber"] for each in numbers})
    file = home / f"calls-{date:%Y-%m-%d}"
    lines = CallLines(RecordShape("call_log", heads["call_log"]["schema"]), TapClock(), _CALLS)
    last = date + timedelta(days=1) - timedelta(milliseconds=1)
    number = 0
    with file.open("wb") as written:
        for head in heads.values():
            written.write(msgspec.json.encode(head) + b"\n")
        for call in account.truth.calls(date, last):
            outside.rename(call)
            written.write(lines(call))
            number += 1
    return file, number


class _Callers:
    """Those outside: the simulator's few, as others each week, so that nobody calls for ever."""

    def __init__(self, date: datetime, own: set[str]) -> None:
        self._week = f"{date.isocalendar().week:02}"
        self._own = own

    def rename(self, call: dict[str, Any]) -> None:
        """Give the numbers of a call and of its legs the digits of the week."""
        for part in (call, *call["legs"]):
            for side in ("from", "to"):
                party = part.get(side) or {}
                number = party.get("phoneNumber", "")
                if number.startswith("+") and number not in self._own:
                    part[side] = {**party, "phoneNumber": number + self._week}
