"""What was drawn for each conversation agrees with the records and legs of the call log."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from ringcentral_simulator import Clock, Conversation, Profile, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.gateway.wire import Json

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
WEEK = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def forgotten_afterwards() -> Iterator[None]:
    """Thousands of records would slow down all later tests of the process."""
    yield
    for cached in (account, told, records):
        cached.cache_clear()


@cache
def account(seed: int = 7) -> Simulator:
    profile, clock = Profile(calls_per_weekday=700), Clock(NOW, frozen=True)
    with Simulator(seed=seed, clock=clock, profile=profile) as simulator:
        return simulator  # asked past its server


@cache
def told(seed: int = 7) -> list[Conversation]:
    return list(account(seed).truth.conversations(WEEK))


@cache
def records(seed: int = 7) -> dict[str, Json]:
    return {call["id"]: call for call in account(seed).truth.calls(WEEK)}


def begins(part: Json) -> datetime:
    return datetime.fromisoformat(part["startTime"])


def ends(part: Json) -> datetime:
    return begins(part) + timedelta(milliseconds=part["durationMs"])


def milliseconds(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


def test_every_voice_record_belongs_to_one_conversation() -> None:
    named = Counter(one for conversation in told() for one in conversation.record_ids)
    voice = {key for key, call in records().items() if call["type"] == "Voice"}
    began_before = {key for key in voice - named.keys() if records()[key]["action"] == "Transfer"}
    assert voice - named.keys() <= began_before
    assert set(named.values()) == {1}
    for conversation in told():
        assert {records()[one]["telephonySessionId"] for one in conversation.record_ids} == {
            conversation.session_id
        }


@pytest.mark.parametrize("seed", [7, 8])
def test_the_wait_in_a_queue_is_what_the_legs_tell(seed: int) -> None:
    seen: Counter[str] = Counter()
    queues = account(seed).company.queue_by_id
    for conversation in told(seed):
        first = records(seed)[conversation.record_ids[0]]
        if first.get("extension", {}).get("id") not in queues or len(conversation.visits) != 1:
            continue
        (visit,) = conversation.visits
        legs = first["legs"][1:]
        entered = max(
            (ends(leg) for leg in legs if leg["extension"]["id"] == _menu(conversation)),
            default=begins(first),
        )
        over = {
            "answered": [begins(leg) for leg in legs if leg["legType"] == "PstnToSip"],
            "voicemail": [begins(leg) for leg in legs if leg["result"] == "Voicemail"],
        }.get(visit.outcome, [ends(first)])
        assert visit.queue_id == str(first["extension"]["id"])
        assert visit.entered_at == entered
        assert visit.wait_ms == conversation.wait_ms == milliseconds(over[-1] - entered)
        seen[visit.outcome] += 1
    assert seen["answered"] > 300
    assert min(seen["abandoned"], seen["voicemail"]) > 20


def _menu(conversation: Conversation) -> int:
    return int(conversation.menu_id or 0)


def test_outcomes_and_agents_are_those_of_the_records() -> None:
    results: defaultdict[str, set[str]] = defaultdict(set)
    for conversation in told():
        record = records()[conversation.record_ids[0]]
        results[conversation.outcome].add(record["result"])
        accepted = [leg for leg in record["legs"][1:] if leg["result"] == "Accepted"]
        people = [str(leg["extension"]["id"]) for leg in accepted if "device" in leg["to"]]
        assert people == ([conversation.answered_by] if conversation.answered_by else [])
    assert results["answered"] == {"Accepted", "Call connected"}
    assert results["voicemail"] == {"Voicemail"}
    assert results["abandoned"] == {"Abandoned"}
    assert results["missed"] == {"Missed", "No Answer"}
    assert "Accepted" not in results["failed"]


def test_talk_and_numbers_are_those_of_the_records() -> None:
    for conversation in told():
        whole = [records()[one] for one in conversation.record_ids]
        first = whole[0]
        assert conversation.began_at == begins(first)
        assert conversation.ended_at == max(map(ends, whole))
        if conversation.outcome == "answered" and len(whole) == 1:
            lasted = conversation.menu_ms + conversation.wait_ms + conversation.talk_ms
            assert lasted == first["durationMs"]
        outside = {
            "inbound": first["from"].get("phoneNumber"),
            "outbound": first.get("to", {}).get("phoneNumber"),
            "internal": None,
        }
        assert conversation.outside_number == outside[conversation.direction]


@pytest.mark.parametrize("seed", [7, 8])
def test_each_call_that_was_passed_on_has_the_record_of_whoever_got_it(seed: int) -> None:
    settled = NOW - timedelta(days=1)
    sessions = {conversation.session_id for conversation in told(seed)}
    for conversation in told(seed):
        for handover in conversation.transfers if conversation.began_at < settled else ():
            if handover.kind == "blind":
                assert len(conversation.record_ids) == 2
            else:
                assert handover.consultation in sessions


def test_transfers_are_those_that_records_show() -> None:
    by_session = {conversation.session_id: conversation for conversation in told()}
    blind = [call for call in records().values() if call["action"] == "Transfer"]
    warm = [call for call in records().values() if "transferTarget" in call]
    assert min(len(blind), len(warm)) > 5
    found: Counter[str] = Counter()
    for conversation in told():
        for handover in conversation.transfers:
            found[handover.kind] += 1
            first = records()[conversation.record_ids[0]]
            (leg,) = [leg for leg in first["legs"] if leg["legType"] == "TransferCall"]
            assert handover.from_id == str(leg["extension"]["id"])
            assert handover.to_id == leg["to"]["extensionId"]
            if handover.kind == "blind":
                assert handover.at == ends(first)
            else:
                assert first["transferTarget"] == {"telephonySessionId": handover.consultation}
                assert by_session[str(handover.consultation)].began_at == handover.at
    assert found["warm"] == len(warm)
    sessions = {call["telephonySessionId"] for call in blind}
    assert found["blind"] == len(sessions & by_session.keys())
