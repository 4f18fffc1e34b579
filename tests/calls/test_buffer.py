"""The calls of a window come out oldest first and each once, from memory or from disk."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.calls.buffer import CallBuffer
from tap_ringcentral.calls.page import PackedCall, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def calls() -> Iterator[CallBuffer]:
    with CallBuffer() as calls:
        yield calls


def is_on_disk(calls: CallBuffer) -> bool:
    rolled: bool = vars(calls._store)["_rolled"]
    return rolled


def add(calls: CallBuffer, key: str, at: str, json: bytes = b"{}") -> PackedCall:
    call = PackedCall(at, key, json)
    calls.add(call)
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


def test_call_that_came_on_two_pages_is_given_once_as_it_was_last(
    calls: CallBuffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tap_ringcentral.calls.buffer.PAGE_SIZE", 2)
    newest = add(calls, "a", "2026-03-20T12:00:02.000Z")
    add(calls, "b", "2026-03-20T12:00:01.000Z", b'{"result":"In Progress"}')
    last = add(calls, "b", "2026-03-20T12:00:01.000Z", b'{"result":"Accepted"}')
    oldest = add(calls, "c", "2026-03-20T12:00:00.000Z")
    assert list(calls.in_order()) == [oldest, last, newest]


def test_call_comes_out_as_it_went_in(calls: CallBuffer) -> None:
    json = '{"legs": [{"to": {"name": "Zoë 😀"}}], "cost": 0.0080, "x": null}'.encode()
    call = add(calls, "a", "2026", json)
    assert list(calls.in_order()) == [call]


def test_window_without_calls_gives_none(calls: CallBuffer) -> None:
    assert list(calls.in_order()) == []


def test_dense_window_goes_to_disk_and_comes_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tap_ringcentral.calls.buffer._IN_MEMORY", 1000)
    monkeypatch.setattr("tap_ringcentral.calls.buffer.PAGE_SIZE", 7)
    with CallBuffer() as calls:
        added = [add(calls, f"{n:03d}", f"{n:03d}", b"x" * n) for n in reversed(range(100))]
        assert list(calls.in_order()) == added[::-1]
        assert is_on_disk(calls)


def test_usual_window_stays_in_memory(calls: CallBuffer) -> None:
    for n in range(2_000):
        add(calls, f"{n:03d}", f"{n:03d}")
    assert not is_on_disk(calls)


def test_pages_that_do_not_overlap_are_opened_one_after_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a window of a million calls would be in memory at once when it is written."""
    monkeypatch.setattr("tap_ringcentral.calls.buffer.PAGE_SIZE", 10)
    with CallBuffer() as calls:
        for n in reversed(range(1_000)):
            add(calls, f"{n:04d}", f"{n:04d}")
        reads: list[int] = []
        read = calls._store.read

        def counted(size: int) -> bytes:
            reads.append(size)
            return read(size)

        monkeypatch.setattr(calls._store, "read", counted)
        opened = [len(reads) for _ in calls.in_order()]
    assert all(pages <= n // 10 + 2 for n, pages in enumerate(opened))


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 999))),
    st.integers(1, 5),
    st.lists(st.sampled_from("1234"), min_size=8, max_size=8),
)
def test_order_is_that_of_instant_and_id_whatever_comes(
    arrivals: list[tuple[str, int]], page_size: int, starts: list[str]
) -> None:
    instants = dict(zip("abcdefgh", starts, strict=True))  # a call's own never changes
    latest: dict[str, PackedCall] = {}
    with pytest.MonkeyPatch.context() as monkeypatch, CallBuffer() as calls:
        monkeypatch.setattr("tap_ringcentral.calls.buffer.PAGE_SIZE", page_size)
        for key, version in arrivals:
            latest[key] = add(calls, key, instants[key], str(version).encode())
        assert list(calls.in_order()) == sorted(latest.values(), key=sort_key)


def test_full_disk_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with CallBuffer() as calls:
        monkeypatch.setattr(calls._store, "write", full)
        add(calls, "a", "2026-03-20T15:00:00.000Z")
        with pytest.raises(RingCentralError, match=r"No space left on device.*TMPDIR"):
            list(calls.in_order())
