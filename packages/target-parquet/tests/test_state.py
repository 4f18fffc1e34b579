"""STATE comes out only behind the records that it covers."""

from __future__ import annotations

import contextlib
import io
import json
from typing import TYPE_CHECKING

import pytest

from target_parquet import TargetParquet

from .messages import as_input, record, schema, state

if TYPE_CHECKING:
    from .conftest import Lake


class Watch(io.StringIO):
    """A standard output that notes how many rows the lake held when each line came."""

    def __init__(self, lake: Lake) -> None:
        super().__init__()
        self._lake = lake
        self.seen: list[tuple[dict[str, int], int]] = []

    def write(self, text: str) -> int:
        held = sum(len(self._lake.rows("id", stream)) for stream in ("a", "b"))
        self.seen.append((json.loads(text), held))
        return super().write(text)


@pytest.mark.parametrize("method", ["append-only", "upsert"])
def test_state_never_overtakes_records_of_any_stream(lake: Lake, method: str) -> None:
    text = "x" * 2**18
    messages = [schema("a"), schema("b")]
    for number in range(12):
        messages.append(record("ab"[number % 2], id=f"{number}{text}"))
        messages.append(state({"n": number + 1}))
    config = {"destination_path": str(lake.root), "load_method": method, "batch_size_mib": 1}
    with contextlib.redirect_stdout(Watch(lake)) as out:
        TargetParquet(config=config).listen(io.StringIO(as_input(messages)))
    assert len(out.seen) > 2
    assert all(value["n"] <= held for value, held in out.seen)
    assert out.seen[-1] == ({"n": 12}, 12)


def test_a_batch_is_bounded_by_the_size_of_all_streams_together(lake: Lake) -> None:
    text = "x" * 2**18
    calls = [record("ab"[n % 2], id=f"{n}{text}") for n in range(16)]
    lake.load(schema("a"), schema("b"), *calls, batch_size_mib=1)
    assert len(lake.files("a")) == len(lake.files("b")) == 4


def test_old_records_are_loaded_after_five_minutes(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TargetParquet, "_MAX_RECORD_AGE_IN_MINUTES", -1)
    messages = (schema(), state({"n": 0}), record(id="a"), state({"n": 1}), record(id="b"))
    assert lake.load(*messages) == [{"n": 0}, {"n": 1}]
    assert len(lake.files()) == 2


def test_state_alone_passes_and_comes_out_once(lake: Lake) -> None:
    assert lake.load(state({"n": 1}), state({"n": 2})) == [{"n": 2}]
