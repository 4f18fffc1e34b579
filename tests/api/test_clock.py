"""The time that counts is RingCentral's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from support.still_clock import StillClock

from tap_ringcentral.api.clock import Clock

if TYPE_CHECKING:
    from tap_ringcentral.api.clock import Clock as AnyClock

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def date_header(instant: datetime) -> str:
    return format_datetime(instant, usegmt=True)


def answered(clock: StillClock, ahead: timedelta, *, there: float = 0, back: float = 0) -> None:
    """Let an answer come from a server whose clock is ahead of the machine's by so much."""
    sent = clock.time
    clock.advance(there)
    header = date_header(clock.time + ahead)
    clock.advance(back)
    clock.synchronize(header, sent=sent)


def test_clock_that_learned_nothing_tells_the_machines_time() -> None:
    noon = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        clock: AnyClock = Clock()
        assert clock.server_now() == noon
        assert not clock.is_set


@pytest.mark.parametrize("skew", [HOUR, -HOUR, timedelta(seconds=6), timedelta(seconds=-2)])
def test_machine_that_is_off_follows_ringcentral(clock: StillClock, skew: timedelta) -> None:
    answered(clock, skew)
    assert clock.server_now() == clock.time + skew
    clock.advance(60)
    assert clock.server_now() == clock.time + skew


@pytest.mark.parametrize("seconds", [7, 45])
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_slow_answer_does_not_make_a_right_clock_wrong(
    clock: StillClock, caplog: pytest.LogCaptureFixture, seconds: int, share: float
) -> None:
    answered(clock, timedelta(), there=seconds * share, back=seconds * (1 - share))
    assert "clock" not in caplog.text
    answered(clock, timedelta())
    assert clock.time - SECOND <= clock.server_now() <= clock.time


def test_clock_that_is_wrong_is_told_once_however_slow_the_answers(
    clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    for there in (7, 0, 20):
        answered(clock, HOUR, there=there)
    (line,) = caplog.messages
    assert line.startswith("This machine's clock is ")


@given(
    ahead=st.floats(-86_400, 86_400),
    answers=st.lists(st.tuples(st.floats(0, 30), st.floats(0, 30)), min_size=1, max_size=5),
    start=st.floats(0, 1),
)
def test_time_is_never_ahead_of_ringcentrals_and_behind_by_the_fastest_answer_at_most(
    ahead: float, answers: list[tuple[float, float]], start: float
) -> None:
    clock, skew = StillClock(), timedelta(seconds=ahead)
    clock.advance(start)
    for there, back in answers:
        answered(clock, skew, there=there, back=back)
        assert clock.server_now() <= clock.time + skew
    fastest = timedelta(seconds=min(back for _, back in answers))
    assert clock.server_now() >= clock.time + skew - SECOND - fastest - timedelta(microseconds=2)


def test_machine_that_was_set_right_meanwhile_is_trusted_again(clock: StillClock) -> None:
    answered(clock, HOUR)
    clock.time += HOUR  # as a time service would do
    answered(clock, timedelta())
    assert clock.server_now() == clock.time


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "soon",
        "Fri, 31 Feb 2026 12:00:00 GMT",
        "Fri, 20 Mar 2026 18:00:00 -0000",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 20 Mar 2026 18:00:00 +9999999999",
    ],
)
def test_odd_date_header_changes_nothing(clock: StillClock, header: str | None) -> None:
    clock.synchronize(header, sent=clock.time)
    assert clock.server_now() == clock.time
    assert not clock.is_set
