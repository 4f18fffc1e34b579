"""Call by call, the marts say what the simulator drew, which read no legs for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from transform import proofs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from support.answers import Answers, Rows

    from transform.accounts import Account

    Proof = Callable[[Rows, Account], Iterator[Any]]


def test_account_has_what_is_to_be_proven(built: Answers, account: Account) -> None:
    drawn = account.conversations
    outcomes = Counter(visit.outcome for one in drawn for visit in one.visits)
    assert outcomes["answered"] > 300
    assert min(outcomes["abandoned"], outcomes["voicemail"], outcomes["overflowed"]) > 10
    assert len({one.kind for each in drawn for one in each.transfers}) == 2
    assert sum(one.calls_back is not None for one in drawn) > 10
    assert sum(one.tries_again is not None for one in drawn) > 10
    settled = [row for row in built.rows("reconciliation") if row["is_settled"]]
    for interval in ("Day", "Hour"):
        assert sum(row["their_calls"] for row in settled if row["interval"] == interval) > 400


@pytest.mark.parametrize("proof", proofs.ALL, ids=lambda proof: proof.__name__)
def test_marts_tell_what_happened(proof: Proof, built: Answers, account: Account) -> None:
    assert len(built.rows("call")) == len(account.conversations)
    assert list(proof(built, account)) == []


def test_so_they_do_of_other_companies_and_where_ringcentral_tells_otherwise(
    fleets_answers: Answers, fleet: list[Account]
) -> None:
    for account in fleet:
        assert len(account.conversations) > 400
        assert list(proofs.calls(fleets_answers, account)) == [], account


def test_calls_that_were_deleted_or_still_go_on_are_none(
    fleets_answers: Answers, fleet: list[Account]
) -> None:
    listed = set[str]().union(*(account.listed for account in fleet))
    told = {row["call_id"] for row in fleets_answers.rows("call_record")}
    assert told == listed
