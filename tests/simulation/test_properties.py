"""What holds of windows, bookmarks and the page walk, whatever they meet."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from support.still_clock import StillClock

from simulation.listing import EPOCH, Call, Change, Listing
from tap_ringcentral.api import timestamps
from tap_ringcentral.calls.list import listed_calls
from tap_ringcentral.calls.windows import TARGET, TimeWindow, WindowPlan
from tap_ringcentral.streams.base.call_runs import CallsByStartTime
from tap_ringcentral.streams.call_log import CallLog
from tap_ringcentral.tap import TapRingCentral

DAY = timedelta(days=1)
LONGEST_GROWTH = 8
SPAN = 6_000
"""Milliseconds in which the calls of a listing start: few seconds, so that many share one."""


@cache
def a_tap() -> TapRingCentral:
    config = {
        "client_id": "app",
        "client_secret": "secret",
        "jwt": "a.b.c",
        "server_url": "http://127.0.0.1:9",
        "token_store": "/nonexistent/token.json",
    }
    return TapRingCentral(config=config, clock=StillClock())


# Windows


@given(
    start=st.timedeltas(timedelta(), DAY),
    length=st.timedeltas(timedelta(), 400 * DAY),
    held=st.lists(st.integers(0, 20 * TARGET), max_size=40),
)
def test_windows_cover_a_range_whatever_its_density(
    start: timedelta, length: timedelta, held: list[int]
) -> None:
    end = EPOCH + start + length
    plan, windows = WindowPlan(EPOCH + start, end), []
    for window in plan:
        windows.append(window)
        plan.record_count(held[len(windows)] if len(windows) < len(held) else 0)
    if not windows:
        assert length <= timedelta(seconds=1)
        return
    assert windows[0].start <= EPOCH + start
    assert windows[-1].end == end
    assert all(one.end == following.start for one, following in pairwise(windows))


@given(held=st.lists(st.integers(0, 20 * TARGET), min_size=2, max_size=60))
def test_window_goes_on_and_outgrows_the_one_before_eightfold_at_most(held: list[int]) -> None:
    plan, windows = WindowPlan(EPOCH, EPOCH + 4_000 * DAY), []
    for window, count in zip(plan, held, strict=False):
        windows.append(window)
        plan.record_count(count)
    for one, following in pairwise(windows[:-1]):
        assert timedelta(seconds=1) <= following.length <= LONGEST_GROWTH * one.length


# Bookmarks


@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 10_000)), min_size=1, max_size=40))
def test_bookmark_never_goes_back_and_never_passes_what_is_final(
    steps: list[tuple[bool, int]],
) -> None:
    stream = CallLog(tap=a_tap())
    state = stream.state_manager.stream_state
    state.clear()
    held, expected = None, ""
    for is_hold, milliseconds in steps:
        value = timestamps.render(EPOCH + timedelta(milliseconds=milliseconds))
        if is_hold:
            held = value
            stream.cap_bookmark(timestamps.parse(value))
        else:
            expected = max(expected, min(value, held) if held else value)
            stream.advance_bookmark(value)
        assert state.get("replication_key_value", "") == expected


# Pages

CALLS = st.lists(st.integers(0, SPAN), max_size=40)
NEW = st.lists(st.integers(0, SPAN), max_size=5)
GONE = st.lists(st.integers(0, 100), max_size=5)


def listing(
    starts: list[int], changes: list[tuple[list[int], list[int]]], page_size: int, *, newest: bool
) -> Listing:
    """A log whose calls have ids in the order in which they came."""
    numbers = iter(range(10_000))
    return Listing(
        [Call(str(next(numbers)), start) for start in starts],
        page_size,
        [Change([Call(str(next(numbers)), s) for s in new], gone) for new, gone in changes],
        newest_first=newest,
    )


def read(listing: Listing) -> set[str]:
    tap = a_tap()
    tap.api.http.mount("http://", listing)
    window = TimeWindow(EPOCH, EPOCH + timedelta(milliseconds=SPAN + 1))
    log = tap.streams["call_log"]
    assert isinstance(log, CallLog)
    pages = CallsByStartTime(log, [log]).pages
    return {call.id for call in listed_calls(pages, window)}


@settings(deadline=None)
@given(
    starts=CALLS,
    new=st.lists(NEW, max_size=6),
    page_size=st.integers(1, 12),
    newest_first=st.booleans(),
)
def test_page_walk_finds_all_calls_on_pages_of_any_size_while_others_appear(
    starts: list[int], new: list[list[int]], page_size: int, *, newest_first: bool
) -> None:
    log = listing(starts, [(calls, []) for calls in new], page_size, newest=newest_first)
    assert log.throughout <= read(log) <= log.ever


@settings(deadline=None)
@given(
    starts=CALLS,
    changes=st.lists(st.tuples(NEW, GONE), max_size=8),
    room=st.integers(1, 6),
    newest_first=st.booleans(),
)
def test_page_walk_finds_all_calls_that_stay_while_others_are_deleted(
    starts: list[int],
    changes: list[tuple[list[int], list[int]]],
    room: int,
    *,
    newest_first: bool,
) -> None:
    """As long as a page holds more than the calls of one second."""
    all_starts = [*starts, *(start for new, _ in changes for start in new)]
    page_size = max(_of_a_second(all_starts), default=0) + room
    log = listing(starts, changes, page_size, newest=newest_first)
    assert log.throughout <= read(log) <= log.ever


def _of_a_second(starts: list[int]) -> list[int]:
    """Count the calls of each second, whether a border takes it in from above or from below."""
    below, above = (
        Counter(start // 1_000 for start in starts),
        Counter(-(-start // 1_000) for start in starts),
    )
    return [*below.values(), *above.values()]
