"""What is true of a company changes on a day, and what was called before stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ringcentral_simulator import Clock, Profile, Simulator

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
CHANGE = datetime(2026, 3, 6, tzinfo=UTC)
BEFORE = CHANGE - timedelta(days=3)


@pytest.fixture
def account() -> Simulator:
    clock = Clock(CHANGE - timedelta(hours=1), frozen=True)
    profile = Profile(calls_per_weekday=500, reorganized_on=CHANGE.date())
    with Simulator(seed=7, clock=clock, profile=profile) as simulator:
        return simulator  # asked past its server


def test_people_leave_and_take_no_calls_afterwards(account: Simulator) -> None:
    former = {one["id"] for one in account.truth.extensions()}
    members = {one["id"] for one in account.truth.queue_members()}
    calls = list(account.truth.calls(BEFORE))
    account.clock.set(NOW)
    left = former - {one["id"] for one in account.truth.extensions()}
    assert len(left) > 5
    assert left & members
    assert not left & {one["id"] for one in account.truth.queue_members()}

    def called(records: list[dict[str, object]]) -> set[int]:
        text = repr(records)
        return {one for one in left if f"'id': {one}" in text}

    assert called(calls)
    assert not called(list(account.truth.calls(CHANGE)))
    for now, then in zip(account.truth.calls(BEFORE), calls, strict=False):
        assert (now["id"], now["legs"][1:]) == (then["id"], then["legs"][1:])


def test_queues_are_renamed_and_want_other_goals(account: Simulator) -> None:
    former = {one["id"]: one for one in account.truth.queues()}
    account.clock.set(NOW)
    later = {one["id"]: one for one in account.truth.queues()}
    assert former.keys() == later.keys()
    assert sum(former[key]["name"] != later[key]["name"] for key in former) == 1
    changed = [
        key
        for key in former
        if former[key]["serviceLevelSettings"] != later[key]["serviceLevelSettings"]
    ]
    assert len(changed) == len(former) / 2
    names = {visit.queue for one in account.truth.conversations(CHANGE) for visit in one.visits}
    assert names <= {one["name"] for one in later.values()}


def test_nothing_changes_where_no_day_is_named() -> None:
    with Simulator(seed=7, clock=Clock(CHANGE, frozen=True)) as simulator:
        company = simulator.company
        simulator.clock.set(NOW)
        assert simulator.company is company
