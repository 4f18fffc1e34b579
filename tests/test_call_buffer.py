"""The calls of a window come out oldest first and each once, from memory or from disk."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_ringcentral.call_buffer import CallBuffer
from tap_ringcentral.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Iterator

Call = dict[str, Any]


@pytest.fixture
def calls() -> Iterator[CallBuffer]:
    with CallBuffer() as calls:
        yield calls


def add(calls: CallBuffer, key: str, start: str, **details: Any) -> Call:
    call = {"id": key, "startTime": start, **details}
    calls.add(call, key=key, start=start)
    return call


def test_calls_come_out_oldest_first(calls: CallBuffer) -> None:
    late = add(calls, "a", "2026-03-20T12:00:02.000Z")
    early = add(calls, "b", "2026-03-20T12:00:00.000Z")
    middle = add(calls, "c", "2026-03-20T12:00:01.000Z")
    assert list(calls.in_order()) == [early, middle, late]


def test_calls_of_one_moment_come_out_by_id_so_that_runs_agree(calls: CallBuffer) -> None:
    second = add(calls, "b", "2026-03-20T12:00:00.000Z")
    first = add(calls, "a", "2026-03-20T12:00:00.000Z")
    assert list(calls.in_order()) == [first, second]


def test_call_that_came_on_two_pages_is_given_once_as_it_was_last(calls: CallBuffer) -> None:
    add(calls, "a", "2026-03-20T12:00:02.000Z", result="In Progress")
    other = add(calls, "b", "2026-03-20T12:00:01.000Z")
    last = add(calls, "a", "2026-03-20T12:00:00.000Z", result="Accepted")
    assert len(calls) == 2
    assert list(calls.in_order()) == [last, other]


def test_call_comes_out_as_it_went_in(calls: CallBuffer) -> None:
    call = add(
        calls, "a", "2026", legs=[{"to": {"name": "Zoë 😀"}}], duration=17, cost=0.008, x=None
    )
    assert list(calls.in_order()) == [call]


def test_window_without_calls_gives_none(calls: CallBuffer) -> None:
    assert list(calls.in_order()) == []


def test_dense_window_goes_to_disk_and_comes_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tap_ringcentral.call_buffer._IN_MEMORY", 1000)
    with CallBuffer() as calls:
        added = [add(calls, f"{n:03d}", f"{n:03d}", legs=["x" * n]) for n in reversed(range(100))]
        assert calls._store._rolled
        assert list(calls.in_order()) == added[::-1]


def test_usual_window_stays_in_memory(calls: CallBuffer) -> None:
    for n in range(100):
        add(calls, f"{n:03d}", f"{n:03d}")
    assert not calls._store._rolled


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("123"), st.integers())))
def test_order_is_that_of_start_and_id_whatever_comes(arrivals: list[tuple[str, str, int]]) -> None:
    latest: dict[str, Call] = {}
    with CallBuffer() as calls:
        for key, start, number in arrivals:
            latest[key] = add(calls, key, start, number=number % 2**53)
        expected = sorted(latest.values(), key=lambda call: (call["startTime"], call["id"]))
        assert list(calls.in_order()) == expected


def test_full_disk_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with CallBuffer() as calls:
        monkeypatch.setattr(calls._store, "write", full)
        with pytest.raises(RingCentralError, match=r"No space left on device.*TMPDIR"):
            calls.add({"id": "a"}, key="a", start="2026-03-20T15:00:00.000Z")
