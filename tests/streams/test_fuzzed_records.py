"""Whatever a record holds, a run goes on or says which record and which property; never less."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from support.runs import Output, by_change, catalog_of, run

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, RateLimits, Simulator
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
START = NOW - timedelta(hours=6)
STREAMS = dict.fromkeys(("call_queue", "call_queue_member", "extension"), False)
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    2**40,
    1.5,
    17.0,
    "",
    "17",
    "a new value",
    "😀 Zoë \u0000\u202e",
    "x" * 300_000,
    [],
    [None],
    ["Ann Smith"],
    {},
    {"name": "Ann Smith"},
]
MISSING = object()


@pytest.fixture(scope="module")
def account() -> Iterator[Simulator]:
    with Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=60, history_days=2),
        rate_limits=RateLimits(enabled=False),
    ) as simulator:
        yield simulator


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a record, however deep."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, each in inner:
        yield (*path, name)
        if isinstance(each, dict | list):
            yield from places(each, (*path, name))


def spoiled(call: dict[str, Any], place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    call = deepcopy(call)
    at: Any = call
    for name in place[:-1]:
        at = at[name]
    if value is not MISSING:
        at[place[-1]] = value
    elif isinstance(at, dict):
        del at[place[-1]]
    return call


def read(
    simulator: Simulator,
    calls: list[dict[str, Any]],
    catalog: dict[str, Any],
    output: Output | None = None,
) -> Output:
    """Run the tap on these calls."""
    body = {"records": calls, "syncInfo": {"syncToken": "t", "newerRecordsExist": False}}
    simulator.inject(
        Fault(FaultKind.STATUS, path="/call-log", status=200, body=json.dumps(body).encode())
    )
    return run(simulator, catalog=catalog, start_date=START.isoformat(), output=output)


def rows(output: Output) -> list[Any]:
    """The records of a run, in order and without the time at which they were read."""
    messages = output.of_type("RECORD")
    return [(message["stream"], message["record"], message.keys()) for message in messages]


def fits(output: Output) -> bool:
    """Whether each row is what its SCHEMA message declares."""
    for message in output.of_type("SCHEMA"):
        validator = Draft202012Validator(message["schema"])
        if any(not validator.is_valid(row) for row in output.records[message["stream"]]):
            return False
    return True


@pytest.mark.parametrize("seed", range(40))
def test_spoiled_record_is_written_whole_or_named(account: Simulator, seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311 - no secret
    calls = list(account.truth.calls(START, NOW))
    number = luck.randrange(len(calls))
    where = luck.choice(list(places(calls[number])))
    value = luck.choice([*ODD, MISSING])
    calls[number] = spoiled(calls[number], where, value)
    catalog = luck.choice([catalog_of(STREAMS), by_change(catalog_of(STREAMS))])
    refusal, output = "", None
    try:
        output = read(account, calls, catalog)
        plain = read(account, calls, catalog, Output())
        assert rows(output) == rows(plain), "ready lines and messages differ"
    except RingCentralError as error:
        refusal = str(error)
    if output is None:
        name = next(part for part in reversed(where) if isinstance(part, str))
        assert "call_log" in refusal
        assert name in refusal
        assert where == ("id",) or str(calls[number]["id"]) in refusal
        assert "Ann Smith" not in refusal
    else:
        assert len(output.records["call_log"]) == len(calls)
        assert fits(output)


@pytest.mark.parametrize("value", [None, MISSING], ids=["null", "missing"])
def test_null_or_missing_property_stops_nothing(account: Simulator, value: Any) -> None:
    """One call for each property of calls and legs that there is, spoiled there."""
    calls = list(account.truth.calls(START, NOW))
    names = {place for call in calls for place in places(call)} - {("id",), ("startTime",)}
    all_calls = []
    for number, place in enumerate(sorted(names, key=str)):
        whole = next(call for call in calls if place in set(places(call)))
        all_calls.append(spoiled(whole, place, value) | {"id": f"{number:04d}"})
    output = read(account, all_calls, catalog_of(STREAMS))
    assert len(output.records["call_log"]) == len(all_calls) > 100
    assert fits(output)


def test_unknown_properties_and_values_stop_nothing(
    account: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    calls = [
        call
        | {"mood": "Ann Smith", "result": "Teleported", "legs": [{"mood": 1, "legType": "New"}]}
        for call in account.truth.calls(START, NOW)
    ]
    output = read(account, calls, catalog_of(STREAMS))
    rows = output.records["call_log"]
    assert len(rows) == len(calls)
    assert {row["result"] for row in rows} == {"Teleported"}
    assert {leg["legType"] for leg in output.records["call_log_leg"]} == {"New"}
    assert fits(output)
    warnings = [r.getMessage() for r in caplog.records if "does not know" in r.getMessage()]
    assert len(warnings) == 2, "once for calls, once for legs"
    assert "Ann Smith" not in caplog.text
