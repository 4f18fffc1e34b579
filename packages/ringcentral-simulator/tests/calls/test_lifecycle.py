"""When records appear, and what changes later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ringcentral_simulator import Clock, Profile, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.gateway.wire import Json

DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
LATER = DAY + timedelta(days=3)


def seen(simulator: Simulator, moment: datetime) -> dict[str, Json]:
    simulator.clock.set(moment)
    return {call["id"]: call for call in simulator.truth.calls(DAY, DAY + timedelta(hours=6))}


def ends(call: Json) -> datetime:
    start = datetime.fromisoformat(call["startTime"])
    return start + timedelta(milliseconds=call["durationMs"])


@pytest.fixture
def account() -> Iterator[Simulator]:
    profile = Profile(calls_per_weekday=600, long_call_share=0.02, late_share=0.05)
    with Simulator(seed=7, clock=Clock(LATER, frozen=True), profile=profile) as simulator:
        yield simulator


def test_a_call_is_not_in_the_log_before_it_has_ended(account: Simulator) -> None:
    final = seen(account, LATER)
    noon = DAY + timedelta(hours=3)
    then = seen(account, noon)
    assert 0 < len(then) < len(final)
    for call in final.values():
        appears_at_the_latest = ends(call) + timedelta(hours=2)
        assert not (call["id"] in then and noon < ends(call) + timedelta(seconds=15))
        assert not (call["id"] not in then and appears_at_the_latest < noon)


def test_most_records_appear_within_half_a_minute_and_few_much_later(account: Simulator) -> None:
    final = seen(account, LATER)
    noon = DAY + timedelta(hours=3)
    due = [c for c in final.values() if ends(c) + timedelta(seconds=30) <= noon]
    there = seen(account, noon)
    late = [c for c in due if c["id"] not in there]
    assert 0 < len(late) < 0.1 * len(due)


def test_a_long_call_appears_long_after_its_start(account: Simulator) -> None:
    final = seen(account, LATER)
    longest = max(final.values(), key=lambda call: call["durationMs"])
    assert longest["durationMs"] > 3_600_000
    start = datetime.fromisoformat(longest["startTime"])
    assert longest["id"] not in seen(account, start + timedelta(hours=1))


def test_each_change_moves_the_time_of_modification(account: Simulator) -> None:
    """What changed was modified since; what was not modified has not changed."""
    earlier = DAY + timedelta(hours=6)
    before, after = seen(account, earlier), seen(account, LATER)
    changed = [one for one in before if before[one] != after[one]]
    assert changed
    for one in before:
        modified = datetime.fromisoformat(after[one]["lastModifiedTime"])
        assert (modified > earlier) == (
            before[one]["lastModifiedTime"] != after[one]["lastModifiedTime"]
        )
        if modified <= earlier:
            assert before[one] == after[one]


def test_recordings_come_one_to_ten_minutes_after_the_record(account: Simulator) -> None:
    final = seen(account, LATER)
    recorded = next(c for c in final.values() if "recording" in c)
    assert "recording" not in seen(account, ends(recorded) + timedelta(minutes=1))[recorded["id"]]


def test_nothing_changes_later_than_twenty_hours_after_the_start(account: Simulator) -> None:
    settled = seen(account, DAY + timedelta(hours=26))
    assert settled == seen(account, LATER + timedelta(days=30))


def test_what_is_older_than_the_history_is_gone(account: Simulator) -> None:
    final = seen(account, LATER)
    assert seen(account, DAY + timedelta(days=365, hours=3)).keys() < final.keys()
    assert seen(account, DAY + timedelta(days=366)) == {}
