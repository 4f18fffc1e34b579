"""One lane works at a time, and each comes to its turn."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tap_ringcentral.api.baton import Baton, LaneEndedError

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 10  # seconds


class Lanes:
    """Threads that work with a baton, each from its turn on."""

    def __init__(self, baton: Baton) -> None:
        self._baton = baton
        self._threads: list[threading.Thread] = []
        self.ended: list[str] = []

    def add(self, name: str, work: Callable[[], None]) -> None:
        turn = self._baton.line_up()

        def live() -> None:
            try:
                self._baton.wait(turn)
                work()
            except LaneEndedError:
                self.ended.append(name)
            else:
                self._baton.lay_down()

        self._threads.append(threading.Thread(target=live, daemon=True))
        self._threads[-1].start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


@pytest.fixture
def baton() -> Baton:
    return Baton()


@pytest.fixture
def lanes(baton: Baton) -> Lanes:
    return Lanes(baton)


def test_lanes_work_in_the_order_in_which_they_lined_up(baton: Baton, lanes: Lanes) -> None:
    done: list[str] = []
    for name in "abc":
        lanes.add(name, lambda name=name: done.append(name))  # type: ignore[misc] # see above
    assert not done, "a lane worked without the baton"
    baton.lay_down()
    lanes.join()
    assert done == ["a", "b", "c"]


def test_lane_with_much_to_do_lets_the_others_go_first_where_it_offers(
    baton: Baton, lanes: Lanes
) -> None:
    done: list[str] = []

    def long() -> None:
        for _ in range(2):
            done.append("long")
            baton.offer()

    lanes.add("long", long)
    lanes.add("short", lambda: done.append("short"))
    baton.lay_down()
    lanes.join()
    assert done == ["long", "short", "long"]


def test_lane_that_waits_for_a_lock_lets_the_one_that_holds_it_work(
    baton: Baton, lanes: Lanes
) -> None:
    lock, answer, done = threading.Lock(), threading.Event(), []

    def finds() -> None:
        with baton.holding(lock):
            with baton.left():
                assert answer.wait(PATIENCE)
            done.append("found")

    def needs() -> None:
        answer.set()
        with baton.holding(lock):
            done.append("had")

    lanes.add("finds", finds)
    lanes.add("needs", needs)
    baton.lay_down()
    lanes.join()
    assert done == ["found", "had"]


def test_whoever_ends_the_run_ends_each_lane_where_it_waits(baton: Baton, lanes: Lanes) -> None:
    answer, done = threading.Event(), []
    is_away = threading.Event()

    def waits_for_an_answer() -> None:
        with baton.left():
            is_away.set()
            assert answer.wait(PATIENCE)
        done.append("went on")

    lanes.add("away", waits_for_an_answer)
    baton.lay_down()
    assert is_away.wait(PATIENCE)
    baton.wait(baton.line_up(first=True))
    lanes.add("in line", lambda: done.append("began"))
    baton.end()
    answer.set()
    lanes.join()
    assert sorted(lanes.ended) == ["away", "in line"]
    assert not done


def test_first_in_line_comes_ahead_of_all_who_wait(baton: Baton, lanes: Lanes) -> None:
    done: list[str] = []
    lanes.add("a", lambda: done.append("a"))
    turn = baton.line_up(first=True)
    baton.lay_down()
    baton.wait(turn)
    assert not done
    baton.lay_down()
    lanes.join()
    assert done == ["a"]
