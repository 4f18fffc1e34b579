"""A text that is no date and time gets into no table, by whatever way calls are written."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support.runs import LineOutput, Output, by_change, catalog_of, run
from support.schema_nodes import load_schema, walk
from support.shapes import INSTANT, answer_of, kind, spoiled, whole
from support.still_clock import StillClock

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, RateLimits, Simulator
from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.calls.lines import CallLines
from tap_ringcentral.calls.page import CallParser
from tap_ringcentral.schemas.shape import RecordShape

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
OTHERS = dict.fromkeys(("call_queue", "call_queue_member", "extension"), False)
SCHEMA = load_schema("call_log")
INSTANTS = [path for path, node in walk(SCHEMA) if kind(node) == "date-time"]
AS_LONG_AS_A_TIME = [
    "xxxxxxxxxxxxxxxxxxxxxxxx",
    "2026-13-40T25:61:61.000Z",
    "2026-02-30T12:00:00.000Z",
    "2026-03-10X18:07:52.534Z",
    "2026-03-10 18.07.52.534x",
]
WAYS: dict[str, tuple[type[Output], dict[str, Any]]] = {
    "ready lines": (LineOutput, {}),
    "messages": (Output, {}),
    "stream map": (LineOutput, {"stream_maps": {"call_log": {"note": "'x'"}}}),
    "flattening": (LineOutput, {"flattening_enabled": True, "flattening_max_depth": 1}),
}


@pytest.fixture(scope="module")
def account() -> Iterator[Simulator]:
    with Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=10, history_days=2),
        rate_limits=RateLimits(enabled=False),
        extensions=40,
    ) as simulator:
        yield simulator


def write_lines(body: bytes) -> None:
    """Make of an answer what a run writes that writes ready lines."""
    lines = CallLines(RecordShape("call_log", SCHEMA), StillClock(), ["call_log", "call_log_leg"])
    CallParser("call_log", "startTime", lines)(answer_of(body))


def write_messages(body: bytes) -> None:
    """Make of an answer what a run writes that leaves calls to the SDK."""
    shape = RecordShape("call_log", SCHEMA)
    for call in CallParser("call_log", "startTime")(answer_of(body)).records:
        shape(msgspec.json.decode(call.body))


def assert_names_the_time(told: set[str], path: str) -> None:
    (message,) = told
    assert path.rpartition(".")[2] in message
    assert "date and time" in message
    assert "Ab1" in message


@pytest.mark.parametrize("path", INSTANTS)
@pytest.mark.parametrize("text", AS_LONG_AS_A_TIME)
def test_no_table_gets_a_text_as_long_as_a_time_for_a_time(text: str, path: str) -> None:
    """In every place of a call, as a line and as a message, in the same words."""
    assert len(text) == len(INSTANT) == 24
    body = msgspec.json.encode({"records": [spoiled(whole(SCHEMA), path, text)]})
    told = set()
    for write in (write_lines, write_messages):
        with pytest.raises(RingCentralError) as caught:
            write(body)
        told.add(str(caught.value))
    assert_names_the_time(told, path)


@pytest.mark.parametrize("is_by_change", [False, True], ids=["by start", "by change"])
@pytest.mark.parametrize("path", INSTANTS)
def test_no_run_writes_a_text_as_long_as_a_time_for_a_time(
    account: Simulator, path: str, *, is_by_change: bool
) -> None:
    """By no way to write calls, and refuses it in the same words by all."""
    catalog = catalog_of(OTHERS | {"call_recording": True})
    answer = {
        "records": [spoiled(whole(SCHEMA), path, AS_LONG_AS_A_TIME[0])],
        "syncInfo": {"syncToken": "t", "newerRecordsExist": False},
    }
    body = msgspec.json.encode(answer)
    told = set()
    for output, settings in WAYS.values():
        account.inject(Fault(FaultKind.STATUS, path="/call-log", status=200, body=body))
        with pytest.raises(RingCentralError) as caught:
            run(
                account,
                catalog=by_change(catalog) if is_by_change else catalog,
                output=output(),
                start_date="2026-03-20T09:00:00Z",
                **deepcopy(settings),
            )
        assert not caught.value.output.records  # type: ignore[attr-defined] # put there by `run`
        told.add(str(caught.value))
    assert_names_the_time(told, path)
