"""The calls hang together, and look like those of a company."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ringcentral_simulator import Clock, Profile, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.gateway.wire import Json

WEEK = datetime(2026, 3, 2, tzinfo=UTC)
NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def account() -> Iterator[Simulator]:
    """Enough calls that everything occurs."""
    clock, profile = Clock(NOW, frozen=True), Profile(calls_per_weekday=1_500)
    with Simulator(seed=7, clock=clock, profile=profile) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def calls(account: Simulator) -> list[Json]:
    return list(account.truth.calls(WEEK))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def ends(part: Json) -> datetime:
    return moment(part["startTime"]) + timedelta(milliseconds=part["durationMs"])


def test_the_same_seed_makes_the_same_calls_wherever_the_server_is(account: Simulator) -> None:
    def told(one: Simulator) -> str:
        calls = repr(list(one.truth.calls(WEEK, WEEK + timedelta(days=1))))
        return calls.replace(one.url, "").replace(one.media_url, "")

    with Simulator(seed=7, clock=Clock(NOW, frozen=True), profile=Profile(1_500)) as twin:
        assert told(account) == told(twin)
    with Simulator(seed=8, clock=Clock(NOW, frozen=True), profile=Profile(1_500)) as other:
        assert told(account) != told(other)


def test_identifiers_are_unique(calls: list[Json]) -> None:
    assert len({call["id"] for call in calls}) == len(calls)


def test_starts_ascend_and_some_are_tied_to_the_millisecond(calls: list[Json]) -> None:
    starts = [call["startTime"] for call in calls]
    assert starts == sorted(starts)
    assert any(first == second for first, second in pairwise(starts))


def test_durations_agree(calls: list[Json]) -> None:
    for call in calls:
        for part in (call, *call["legs"]):
            assert part["duration"] == part["durationMs"] // 1_000
            assert part["durationMs"] >= 0


def test_legs_lie_within_their_call_and_one_is_its_master(calls: list[Json]) -> None:
    for call in calls:
        assert [leg.get("master", False) for leg in call["legs"]].count(True) == 1
        for leg in call["legs"]:
            assert moment(call["startTime"]) <= moment(leg["startTime"])
            assert ends(leg) <= ends(call)


def test_every_extension_named_is_one_of_the_company(account: Simulator, calls: list[Json]) -> None:
    known = {extension["id"]: extension for extension in account.truth.extensions()}
    for call in calls:
        for part in (call, *call["legs"]):
            if "extension" in part:
                assert part["extension"]["id"] in known
            for party in (part["from"], part.get("to", {})):
                if "extensionId" in party:
                    extension = known[int(party["extensionId"])]
                    assert extension["extensionNumber"] == party["extensionNumber"]
                    assert extension["name"] == party["name"]


def test_only_members_are_rung_for_a_queue(account: Simulator, calls: list[Json]) -> None:
    members = defaultdict(set)
    for member in account.truth.queue_members():
        members[member["queueId"]].add(member["id"])
    rung = [leg for call in calls for leg in call["legs"] if leg["legType"] == "Hunting"]
    assert len(rung) > 1_000
    for leg in rung:
        assert leg["extension"]["id"] in members[leg["delegate"]["id"]]


def test_the_wait_in_a_queue_can_be_told_from_the_legs(calls: list[Json]) -> None:
    waits = []
    for call in calls:
        master, *legs = call["legs"]
        answers = [leg for leg in legs if leg["legType"] == "PstnToSip"]
        if len(legs) > 1 and answers and answers[-1]["result"] == "Accepted":
            started = moment(answers[-1]["startTime"]) - moment(master["startTime"])
            waits.append(started.total_seconds())
    assert len(waits) > 500
    assert 10 < median(waits) < 60


def test_queues_lose_more_callers_at_lunch(calls: list[Json]) -> None:
    lost: Counter[int] = Counter()
    all_of: Counter[int] = Counter()
    for call in calls:
        local = moment(call["startTime"]).astimezone(ZoneInfo("America/New_York"))
        if call["direction"] == "Inbound" and local.weekday() < 5:
            all_of[local.hour] += 1
            lost[local.hour] += call["result"] in {"Abandoned", "Voicemail"}
    assert lost[12] / all_of[12] > 1.5 * lost[10] / all_of[10]


def test_weekends_and_nights_are_quiet(calls: list[Json]) -> None:
    starts = [moment(call["startTime"]) for call in calls]
    by_day = Counter(start.date() for start in starts)
    saturday, wednesday = (WEEK + timedelta(days=5)).date(), (WEEK + timedelta(days=2)).date()
    assert by_day[saturday] < by_day[wednesday] / 5
    by_hour = Counter(start.hour for start in starts)
    assert by_hour[5] < by_hour[16] / 10


def test_a_blind_transfer_is_two_records_of_one_session(calls: list[Json]) -> None:
    seconds = [call for call in calls if call["action"] == "Transfer"]
    assert seconds
    firsts = {
        call["telephonySessionId"]: call
        for call in calls
        if any(leg["legType"] == "TransferCall" and not leg.get("master") for leg in call["legs"])
    }
    for second in seconds:
        first = firsts[second["telephonySessionId"]]
        assert first["sessionId"] == second["sessionId"]
        assert first["from"] == second["from"]
        assert ends(first) == moment(second["startTime"])


def test_a_warm_transfer_names_the_other_session_on_either_side(calls: list[Json]) -> None:
    consultations = [call for call in calls if "transferee" in call]
    assert consultations
    by_session = {call["telephonySessionId"]: call for call in calls}
    for consultation in consultations:
        first = by_session[consultation["transferee"]["telephonySessionId"]]
        target = first["transferTarget"]["telephonySessionId"]
        assert target == consultation["telephonySessionId"]
        assert first["sessionId"] == consultation["sessionId"]


def test_the_gaps_of_real_data_occur(calls: list[Json]) -> None:
    assert any("extension" not in call for call in calls)
    assert any("to" not in call for call in calls)
    assert any("phoneNumber" not in call["from"] for call in calls)
    assert any(call["from"].get("phoneNumber", "").endswith("XXXX") for call in calls)
    assert any(call["from"].get("phoneNumber", "").startswith("(866)") for call in calls)
    assert any(call["sessionId"] == "0" for call in calls)
    assert any(call["durationMs"] > 3_600_000 for call in calls)
    assert all(call["durationMs"] <= 5 * 3_600_000 for call in calls)


def test_a_profile_may_have_no_calls_at_all() -> None:
    with Simulator(clock=Clock(NOW, frozen=True), profile=Profile(calls_per_weekday=0)) as quiet:
        assert list(quiet.truth.calls(WEEK)) == []
