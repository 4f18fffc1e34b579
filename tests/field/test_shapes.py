"""Whatever stands in an answer: rows that the loader takes, or one line with the place of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support.lake import Lake
from support.runs import Output, only
from support.schema_nodes import load_schema
from support.shapes import answer_of, as_json, is_taken, shapes
from support.still_clock import StillClock

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.calls.lines import CallLines
from tap_ringcentral.calls.page import CallParser
from tap_ringcentral.schemas.shape import RecordShape
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = list[tuple[str, dict[str, Any]]]

PARTS = ("call_log_leg", "call_recording")
CALLS = ("call_log", *PARTS)


def tap() -> TapRingCentral:
    config = {"client_id": "id", "client_secret": "secret", "jwt": "a.b.c"}
    selected = only(*CALLS, *ANSWERS)
    return TapRingCentral(config=config, catalog=selected, validate_config=False)


def outcome(read: Callable[[], Rows]) -> Rows | str:
    """What came of an answer."""
    try:
        return read()
    except RingCentralError as error:
        return str(error)


def assert_told(error: str, stream: str, path: str, id_: str) -> None:
    assert stream in error
    assert path.rpartition(".")[2].removesuffix("[]") in error
    assert id_ in error
    assert len(error.splitlines()) == 1
    assert "Ann Smith" not in error


def ready_lines(lines: CallLines, body: bytes) -> Rows:
    calls = CallParser("call_log", "startTime", lines)(answer_of(body)).records
    written = [msgspec.json.decode(line) for call in calls for line in call.body.splitlines()]
    return [(message["stream"], message["record"]) for message in written]


def messages(of: TapRingCentral, shape: RecordShape, body: bytes) -> Rows:
    output = Output()
    of.message_writer = output
    for call in CallParser("call_log", "startTime")(answer_of(body)).records:
        record = shape(msgspec.json.decode(call.body))
        for part in PARTS:
            of.streams[part].write(record)  # type: ignore[attr-defined] # parts of calls
        of.streams["call_log"]._write_record_message(record)
    return [(message["stream"], message["record"]) for message in output.of_type("RECORD")]


def lacks_what_rows_need(path: str, value: str) -> bool:
    """Whether a call has no place in the order of calls, or a recording no id."""
    if path == "startTime" or path.endswith("recording.id"):
        return value in {"null", "missing", "empty text"}
    return path.endswith("recording") and value == "object"


def test_every_shape_of_a_call_and_its_legs_is_loaded_or_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As ready lines and as the SDK's messages, which are the same."""
    caplog.set_level(logging.WARNING)
    schema, of, lake, count = load_schema("call_log"), tap(), Lake(), 0
    fast_shape, plain_shape = (RecordShape("call_log", schema) for _ in range(2))
    lines = CallLines(fast_shape, StillClock(), CALLS)
    for path, node, value, call in shapes("call_log"):
        body = as_json({"records": [call]})
        fast = outcome(lambda body=body: ready_lines(lines, body))  # type: ignore[misc]
        plain = outcome(lambda body=body: messages(of, plain_shape, body))  # type: ignore[misc]
        assert fast == plain, (path, value)
        if is_taken(node, value) and not lacks_what_rows_need(path, value):
            assert isinstance(fast, list), (path, value, fast)
            lake.take(fast)
            count += 1
        else:
            assert isinstance(fast, str), (path, value)
            assert_told(fast, "call_", path, "id" if path == "id" else "Ab1")
    assert lake.load()["call_log"] == count > 1_000


ANSWERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "call_queue": lambda record: record,
    "call_queue_member": lambda record: {"records": [record]},
    "message": lambda record: {"records": [record]},
    "call_analytics_queue": lambda record: {
        "data": {"records": [{"key": record.get("id"), "points": [record]}]}
    },
}
OWN = {
    "call_queue_member": {"queueId": "8"},
    "message": {"extensionId": "8"},
    "call_analytics_queue": {"interval": "Hour"},
}


@pytest.mark.parametrize("stream", ANSWERS)
def test_every_shape_of_a_row_is_loaded_or_told(
    stream: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    of, lake, count = tap(), Lake(), 0
    own = OWN.get(stream, {})

    def read(body: bytes) -> Rows:
        output = Output()
        of.message_writer = output
        kind = of.streams[stream]
        for row in kind.rows(kind.read(answer_of(body))):  # type: ignore[attr-defined]
            of.streams[stream]._write_record_message(own | row)
        return [(message["stream"], message["record"]) for message in output.of_type("RECORD")]

    for path, node, value, record in shapes(stream, *own):
        body = as_json(ANSWERS[stream](record))
        found = outcome(lambda body=body: read(body))  # type: ignore[misc]
        if is_taken(node, value):
            assert isinstance(found, list), (path, value, found)
            lake.take(found)
            count += 1
        else:
            assert isinstance(found, str), (path, value)
            assert_told(found, stream, path, "id" if path == "id" else "Ab1")
    assert lake.load()[stream] == count
