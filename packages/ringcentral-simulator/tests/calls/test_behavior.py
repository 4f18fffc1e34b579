"""Callers and queues behave as people do: there is something in the calls to report."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from functools import cache
from statistics import mean, median
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from ringcentral_simulator import Clock, Conversation, Profile, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.gateway.wire import Json

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
WEEK = datetime(2026, 3, 2, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def forgotten_afterwards() -> Iterator[None]:
    """Thousands of records would slow down all later tests of the process."""
    yield
    for cached in (account, told, log, sessions):
        cached.cache_clear()


@cache
def account(**profile: Any) -> Simulator:
    busy, clock = Profile(calls_per_weekday=2_000, **profile), Clock(NOW, frozen=True)
    with Simulator(seed=7, clock=clock, profile=busy) as simulator:
        return simulator  # asked past its server


@cache
def told(**profile: Any) -> list[Conversation]:
    return list(account(**profile).truth.conversations(WEEK))


@cache
def log() -> list[Json]:
    return list(account().truth.calls(WEEK))


@cache
def sessions() -> dict[str, Conversation]:
    return {one.session_id: one for one in told()}


def service_level(simulator: Simulator) -> dict[str, tuple[float, int]]:
    how = {"aggregationType": "Sum"}
    body = {
        "grouping": {"groupBy": "Queues"},
        "timeSettings": {
            "timeZone": "UTC",
            "timeRange": {"timeFrom": WEEK.isoformat(), "timeTo": NOW.isoformat()},
        },
        "responseOptions": {"counters": {"callsByQueueSla": how}},
    }
    address = "/analytics/calls/v1/accounts/~/aggregation/fetch"
    found = {}
    for record in simulator.truth.answer(address, body, perPage=200)["data"]["records"]:
        values = record["counters"]["callsByQueueSla"]["values"]
        queue = simulator.company.queue_by_id[int(record["key"])]
        share = 100 * values["inSla"] / (values["inSla"] + values["outOfSla"])
        found[record["key"]] = share, queue.sla_goal
    return found


def test_some_queues_meet_their_goal_and_some_miss_it() -> None:
    levels = service_level(account())
    met = sum(share >= goal for share, goal in levels.values())
    assert 3 <= met <= len(levels) - 3
    assert min(share for share, _ in levels.values()) < 60


def test_callers_of_a_queue_wait_longer_when_more_of_them_call() -> None:
    waits: defaultdict[tuple[str, datetime], list[int]] = defaultdict(list)
    for one in told():
        for visit in one.visits:
            hour = visit.entered_at.replace(minute=0, second=0, microsecond=0)
            if hour.weekday() < 5 and 15 <= hour.hour < 21 and visit.outcome == "answered":
                waits[visit.queue_id, hour].append(visit.wait_ms)
    usual = {queue: median(sizes(waits, queue)) for queue, _ in waits}
    pace = {
        queue: mean(wait for (of, _), some in waits.items() if of == queue for wait in some)
        for queue in usual
    }
    busy: list[float] = []
    calm: list[float] = []
    for (queue, _), some in waits.items():
        chosen = busy if len(some) > usual[queue] else calm
        chosen += [wait / pace[queue] for wait in some]
    assert min(len(busy), len(calm)) > 200
    assert mean(busy) > 1.1 * mean(calm)


def sizes(waits: dict[tuple[str, datetime], list[int]], queue: str) -> list[int]:
    return [len(some) for (of, _), some in waits.items() if of == queue]


def test_lost_callers_are_called_back_or_try_again() -> None:
    back = [one for one in told() if one.calls_back in sessions()]
    again = [one for one in told() if one.tries_again in sessions()]
    assert min(len(back), len(again)) > 30
    for one in back + again:
        lost = sessions()[one.calls_back or one.tries_again or ""]
        assert lost.outcome in {"abandoned", "voicemail", "missed"}
        assert lost.answered_by is None
        assert one.outside_number == lost.outside_number
        assert one.began_at > lost.ended_at
    assert {one.outcome for one in back} == {"answered", "failed"}
    assert {"answered", "abandoned", "missed"} == {one.outcome for one in again}


def test_nobody_follows_up_where_the_profile_says_so() -> None:
    assert not any(one.calls_back or one.tries_again for one in told(follow_up_share=0.0))


def test_calls_of_queues_are_passed_on_to_people_and_to_queues() -> None:
    company = account().company
    found: Counter[tuple[str, str]] = Counter()
    records: defaultdict[str, list[Json]] = defaultdict(list)
    for call in log():
        records[call["telephonySessionId"]].append(call)
    for one in told():
        for handover in one.transfers if one.visits else ():
            heir = company.by_id[int(handover.to_id)]
            found[handover.kind, heir.type] += 1
            assert handover.from_id == one.visits[0].agent_id
            if handover.kind == "blind":
                taken_over = records[one.session_id][-1]
                assert taken_over["action"] == "Transfer"
                assert str(taken_over["extension"]["id"]) == handover.to_id
            if heir.type == "Department" and len(one.visits) > 1:
                assert one.visits[1].queue_id == handover.to_id
                assert one.visits[1].agent_id is not None
    assert found.keys() == {("blind", "User"), ("blind", "Department"), ("warm", "User")}


def test_a_queue_of_longer_hours_answers_when_its_office_is_closed() -> None:
    desk = next(q for q in account().company.queues if q.extension.name == "Service Desk")
    zone = ZoneInfo(desk.extension.site.timezone)
    outcomes: Counter[str] = Counter()
    for one in told():
        for visit in one.visits:
            local = visit.entered_at.astimezone(zone)
            late = local.weekday() < 5 and local.hour in {7, 8, 17, 18, 19}
            if late and visit.queue_id == str(desk.extension.id):
                outcomes[visit.outcome] += 1
    assert outcomes["answered"] > outcomes["voicemail"]


def test_hours_of_queues_and_branches_differ_from_the_companys() -> None:
    company, truth = account().company, account().truth

    def weekly(extension: int | str) -> Json:
        address = f"extension/{extension}/business-hours"
        hours: Json = truth.answer(address)["schedule"].get("weeklyRanges", {})
        return hours

    by_name = {queue.extension.name: queue.extension.id for queue in company.queues}
    assert weekly(by_name["Emergencies"]) == {}
    assert weekly(by_name["Service Desk"])["monday"] == [{"from": "07:00", "to": "20:00"}]
    london = next(site for site in company.sites if site.name == "London")
    assert weekly(london.id)["monday"] == [{"from": "09:00", "to": "17:00"}]
    assert weekly(by_name["Sales"]) == truth.answer("business-hours")["schedule"]["weeklyRanges"]


def test_callers_can_ask_to_be_called_back() -> None:
    simulator = account(callback_share=0.6)
    drawn = list(simulator.truth.conversations(MONDAY))
    asked = [one for one in drawn if one.outcome == "callback_requested"]
    assert len(asked) > 20
    named = {one.record_ids[0] for one in asked}
    calls = simulator.truth.calls(MONDAY)
    assert {call["id"] for call in calls if call["result"] == "Callback requested"} == named
    asking = {one.session_id for one in asked}
    assert sum(one.calls_back in asking for one in drawn) > 5
    assert not any(one.outcome == "callback_requested" for one in told())


def test_nobody_tries_again_when_the_office_is_closed() -> None:
    company = account().company
    site_of = {str(one.id): one.site for one in company.extensions}
    for one in told():
        if one.tries_again and one.visits:
            site = site_of[one.visits[0].queue_id]
            local = one.began_at.astimezone(ZoneInfo(site.timezone))
            assert site.hours.include(local.weekday(), local.hour)


def test_who_hangs_up_in_the_menu_has_waited_in_no_queue() -> None:
    lost = [one for one in told() if one.menu_id and one.outcome == "abandoned" and not one.visits]
    assert len(lost) > 10
    records = {call["id"]: call for call in log()}
    for one in lost:
        record = records[one.record_ids[0]]
        assert one.wait_ms == 0
        assert one.menu_ms == record["durationMs"] == record["legs"][1]["durationMs"]
