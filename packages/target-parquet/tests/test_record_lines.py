"""Lines that are read together are loaded, or refused, as they would be one by one."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from singer_sdk.exceptions import SingerSDKError
from singer_sdk.singerlib.exceptions import SingerError

from target_parquet import TargetParquet
from target_parquet.errors import BadRecordError
from target_parquet.reader import MessageReader

from .conftest import Lake
from .messages import as_input, properties, record, schema, state
from .odd_input import STREAM, any_records

if TYPE_CHECKING:
    from collections.abc import Sequence

# An empty map changes nothing, and lets each record be looked at by itself.
ONE_BY_ONE: dict[str, Any] = {"stream_maps": {STREAM: {}}}


def outcome(content: bytes, **config: Any) -> tuple[Any, ...]:
    """Return the rows, the STATE that came out, and the error that ended the load."""
    with tempfile.TemporaryDirectory() as root:
        lake, states, error = Lake(Path(root)), [], ""
        try:
            states = lake.feed(content, **config)
        except (SingerSDKError, SingerError) as caught:
            error = str(caught)
        return lake.rows(stream=STREAM) if lake.files(STREAM) else [], states, error


@settings(deadline=None, max_examples=settings().max_examples // 4)
@given(content=any_records())
def test_any_records_are_loaded_together_as_they_are_one_by_one(content: bytes) -> None:
    assert str(outcome(content)) == str(outcome(content, **ONE_BY_ONE))


def taken(lake: Lake, lines: Sequence[bytes], **config: Any) -> int:
    """Load lines, and return how many were taken together."""
    target = TargetParquet(config={"destination_path": str(lake.root), **config})
    target.listen(io.BytesIO(b"\n".join(lines)))  # type: ignore[arg-type] # it reads bytes, as ours does
    for load in target._loads.values():
        load.close()
    assert isinstance(target.message_reader, MessageReader)
    return target.message_reader._taken


def as_lines(*messages: dict[str, Any]) -> list[bytes]:
    return as_input(messages).encode().splitlines()


CALLS = [record(id=str(number), duration=number) for number in range(50)]


def test_records_of_a_stream_are_taken_together_and_keep_their_order(lake: Lake) -> None:
    lines = as_lines(schema(), *CALLS, record(id="0", duration=7), state(1))
    assert taken(lake, lines, load_method="upsert") == 51
    assert lake.rows("count(*), sum(duration)") == [(50, sum(range(50)) + 7)]


@pytest.mark.parametrize(
    "config",
    [
        {"stream_maps": {"call_log": {"duration": "duration + 1"}}},
        {"flattening_enabled": True, "flattening_max_depth": 1},
        {"add_record_metadata": True},
    ],
    ids=str,
)
def test_records_that_a_setting_has_looked_at_are_taken_one_by_one(
    lake: Lake, config: dict[str, Any]
) -> None:
    assert taken(lake, as_lines(schema(), *CALLS), **config) == 0
    assert lake.rows("count(*)") == [(50,)]


def test_a_batch_has_no_more_rows_than_it_may(lake: Lake) -> None:
    taken(lake, as_lines(schema(), *CALLS), batch_size_rows=20)
    assert [pq.read_metadata(file).num_rows for file in lake.files()] == [20, 20, 10]


@pytest.mark.parametrize(
    ("bad", "path"),
    [
        ({"duration": "long"}, "call_log.duration: Expected"),
        ({"legs": [{"startTime": "today"}]}, r"call_log.legs\[0\].startTime: Invalid RFC3339"),
    ],
)
def test_a_bad_record_among_many_is_named_and_no_state_behind_it_goes_out(
    lake: Lake, bad: dict[str, Any], path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = as_lines(
        schema(),
        *CALLS[:20],
        state(1),
        *CALLS[20:30],
        record(id="bad", **bad),
        *CALLS[30:],
        state(2),
    )
    with pytest.raises(BadRecordError, match=f"{path}.*id='bad'"):
        taken(lake, lines)
    assert lake.rows("count(*)") == [(30,)]
    assert json.loads(capsys.readouterr().out) == 1


def test_a_number_of_a_bad_line_counts_those_that_were_taken_together(lake: Lake) -> None:
    lines = [*as_lines(schema(), *CALLS), b"", b'{"type": "RECORD", "stream": "call_log"}']
    with pytest.raises(SingerError, match="input line 53 has no record"):
        taken(lake, lines)


def test_two_messages_on_a_line_are_refused(lake: Lake) -> None:
    line = b"".join(as_lines(record(id="a")))
    with pytest.raises(SingerError, match="input line 2 is not JSON"):
        taken(lake, [*as_lines(schema()), line + line])


def test_whole_numbers_that_are_written_as_fractions_are_whole(lake: Lake) -> None:
    declared = properties(id={"type": "string"}, duration={"type": "integer"})
    taken(lake, as_lines(schema(declared=declared), record(id="a", duration=5.0)))
    assert lake.rows("duration") == [(5,)]
