"""Calls that are written as ready lines are the calls that dictionaries would have given."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support.runs import Output, by_change, catalog_of, run
from support.shapes import answer_of
from support.still_clock import StillClock

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator
from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.calls.lines import CallLines
from tap_ringcentral.calls.page import CallParser
from tap_ringcentral.schemas.shape import RecordShape
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
OTHERS = dict.fromkeys(("call_queue", "call_queue_member", "extension"), False)
SCHEMA = TapRingCentral(config={}, validate_config=False).streams["call_log"].schema
CALL = {"id": "a", "startTime": "2026-03-20T12:00:00.000Z"}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=300, history_days=3, delete_share=0.1),
        rate_limits=RateLimits(enabled=False),
    ) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def untouched(simulator: Simulator) -> Output:
    """What a run writes whose records nobody changes on their way out."""
    return run(simulator, catalog=catalog_of(OTHERS))


def rows(output: Output, stream: str) -> list[tuple[Any, Any]]:
    return [
        (message["record"], message.keys())
        for message in output.of_type("RECORD")
        if message["stream"] == stream
    ]


@pytest.mark.parametrize("deselected", [(), ("call_log_leg",), ("call_log",)], ids=str)
@pytest.mark.parametrize("change", [False, True], ids=["by start", "by change"])
def test_lines_are_what_messages_would_have_been(
    simulator: Simulator, deselected: tuple[str, ...], *, change: bool
) -> None:
    catalog = catalog_of(OTHERS | dict.fromkeys(deselected, False))
    catalog = by_change(catalog) if change else catalog
    fast, plain = run(simulator, catalog=catalog), run(simulator, catalog=catalog, output=Output())
    for stream in {"call_log", "call_log_leg"} - set(deselected):
        assert rows(fast, stream) == rows(plain, stream) != []
    assert fast.state == plain.state
    if "call_log" not in deselected:  # legs alone, as messages, bring a STATE for each window only
        assert [m["type"] for m in fast.messages] == [m["type"] for m in plain.messages]


@pytest.mark.parametrize(
    "settings",
    [
        {"stream_maps": {"call_log": {"from": None, "minutes": "duration / 60"}}},
        {"stream_maps": {"call_log_leg": {"__filter__": "record['index'] == 0"}}},
        {"stream_maps": {"call_log": {"__alias__": "calls"}}},
        {"flattening_enabled": True, "flattening_max_depth": 1},
    ],
    ids=str,
)
def test_what_changes_records_on_their_way_out_still_does(
    simulator: Simulator, untouched: Output, settings: dict[str, Any]
) -> None:
    catalog = catalog_of(OTHERS)
    fast = run(simulator, catalog=catalog, **deepcopy(settings))
    plain = run(simulator, catalog=catalog, output=Output(), **deepcopy(settings))
    for stream in fast.records:
        assert rows(fast, stream) == rows(plain, stream)
    assert fast.records != untouched.records


def test_deselected_property_stays_out(simulator: Simulator) -> None:
    catalog = catalog_of(OTHERS | {"call_log.from.name": False})
    callers = [
        c["from"] for c in run(simulator, catalog=catalog).records["call_log"] if "from" in c
    ]
    assert callers
    assert not any("name" in caller for caller in callers)


def test_property_of_a_recording_stays_out_of_the_call_beside_the_recordings_own_row(
    simulator: Simulator,
) -> None:
    selected = {"call_recording": True, "call_log.recording.contentUri": False}
    catalog = catalog_of(OTHERS | selected)
    fast, plain = run(simulator, catalog=catalog), run(simulator, catalog=catalog, output=Output())
    for stream in ("call_log", "call_recording"):
        assert rows(fast, stream) == rows(plain, stream)
    recorded = [call["recording"] for call in fast.records["call_log"] if call.get("recording")]
    assert recorded
    assert not any("contentUri" in recording for recording in recorded)
    assert all("contentUri" in row for row in fast.records["call_recording"])


def written(*calls: dict[str, Any]) -> list[dict[str, Any]]:
    """Make the lines of an answer as a run does, and read them back."""
    lines = CallLines(RecordShape("call_log", SCHEMA), StillClock(), ["call_log", "call_log_leg"])
    answer = answer_of(msgspec.json.encode({"records": calls}))
    return [
        msgspec.json.decode(line)["record"]
        for call in CallParser("call_log", "startTime", lines)(answer).records
        for line in call.body.splitlines()
        if b'"stream":"call_log",' in line
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"delegate": {"id": 12}}, {"delegate": {"id": "12"}}),
        ({"delegate": {"id": 101.0}}, {"delegate": {"id": "101"}}),
        ({"legs": [{"delegate": {"id": 12}}]}, {"legs": [{"delegate": {"id": "12"}}]}),
        ({"extension": {"id": 12}}, {"extension": {"id": "12"}}),
        (
            {"legs": [{"extension": {"id": 12}}, {"extension": None}]},
            {"legs": [{"extension": {"id": "12"}}, {"extension": None}]},
        ),
        ({"mood": 1}, {}),
        ({"from": {"mood": 1, "name": "x"}}, {"from": {"name": "x"}}),
        ({"legs": [{"mood": 1}, None]}, {"legs": [{}, None]}),
    ],
    ids=str,
)
def test_oddity_is_put_right_each_time_it_comes(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert written(*[CALL | given] * 5) == [CALL | expected] * 5


@pytest.mark.parametrize(
    "value",
    ["2026-02-01T25:00:00.000Z", "2026-13-01T12:00:00.000Z", "2026-02-30T12:00:00.000Z", "soon"],
)
def test_time_that_is_none_is_refused_as_a_line_too(value: str) -> None:
    wrong = {"startTime": value}
    for odd in (wrong, {"lastModifiedTime": value}, {"legs": [wrong]}):
        with pytest.raises(RingCentralError, match="date and time"):
            written(CALL | odd)


@pytest.mark.parametrize("key", ["", None, True])
def test_call_without_an_id_is_refused_as_a_line_too(key: Any) -> None:
    with pytest.raises(RingCentralError, match="a call without an id"):
        written(CALL | {"id": key})


def test_time_in_another_form_is_kept_as_it_came() -> None:
    odd = CALL | {"lastModifiedTime": "2026-03-20T12:00:00Z"}
    assert written(odd) == [odd]
