"""Call by call, the marts say what the simulator drew, which read no legs for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from transform.by_call import Marts, differences

if TYPE_CHECKING:
    from support.answers import Answers

    from transform.accounts import Account


def test_each_call_is_told_as_it_happened(built: Answers, account: Account) -> None:
    marts, drawn = Marts(built), account.conversations
    outcomes = Counter(visit.outcome for one in drawn for visit in one.visits)
    assert outcomes["answered"] > 300
    assert min(outcomes["abandoned"], outcomes["voicemail"], outcomes["overflowed"]) > 10
    assert len(marts.calls) == len(drawn)
    assert [each for one in drawn for each in differences(marts, one, waits_are_told=True)] == []


def test_so_are_those_of_other_companies_and_where_ringcentral_tells_otherwise(
    fleets_answers: Answers, fleet: list[Account]
) -> None:
    marts = Marts(fleets_answers)
    for account in fleet:
        told = account.quirks.leg_starts_when_answered
        drawn = account.conversations
        assert len(drawn) > 400
        for one in drawn:
            assert list(differences(marts, one, waits_are_told=told)) == [], account


def test_calls_that_were_deleted_or_still_go_on_are_none(
    fleets_answers: Answers, fleet: list[Account]
) -> None:
    listed = set[str]().union(*(account.listed for account in fleet))
    told = {row["call_id"] for row in fleets_answers.rows("call_record")}
    assert told == listed
