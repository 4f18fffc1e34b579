"""Mistakes that others make with call logs: each would be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from transform import proofs
from transform.mutant import Fault, Mutant

if TYPE_CHECKING:
    from pathlib import Path

    from support.answers import Answers

    from transform.accounts import Account

# By what a report would show.
FAULTS = {
    "the menu counts as a wait": Fault(
        "int_ringcentral__record",
        "case when legs.menu_ended_at > record.started_at then legs.menu_ended_at",
        "case when false then legs.menu_ended_at",
    ),
    "a telephone that rang in vain makes the call a missed one": Fault(
        "ringcentral__call",
        "when is_answered then 'answered'",
        "when rings > 1 then 'missed' when is_answered then 'answered'",
    ),
    "each record is a call of its own": Fault(
        "int_ringcentral__record",
        "when telephony_session_id is null or session_id = '0' then call_id",
        "when true then call_id",
    ),
    "hours are those of UTC": Fault(
        "int_ringcentral__record",
        "((started_at) at time zone (time_zone))",
        "((started_at) at time zone ('UTC'))",
    ),
    "whoever hangs up counts against the service level": Fault(
        "ringcentral__queue_call",
        "and (not judged.includes_abandoned or judged.is_short_abandon) then null",
        "and false then null",
    ),
    "the master leg, which repeats the record, counts": Fault(
        "stg_ringcentral__call_log_leg", "and not coalesce(is_master, false)", ""
    ),
    "a call back counts though nobody took it": Fault(
        "ringcentral__lost_call",
        "case when direction = 'outbound' and outcome = 'answered' then",
        "case when direction = 'outbound' then",
    ),
    "nobody is a repeat caller but within a day": Fault(
        "ringcentral__caller_day",
        "range between interval '6 days' preceding",
        "range between interval '0 days' preceding",
    ),
    "whoever passes a call on is who got it": Fault(
        "ringcentral__transfer",
        "leg.extension_id as from_extension_id",
        "leg.to_extension_id as from_extension_id",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_mistake_in_a_model_is_found(
    name: str, built: Answers, account: Account, tmp_path: Path
) -> None:
    mutant = Mutant(built, FAULTS[name], tmp_path)
    try:
        assert any(next(proof(mutant, account), None) for proof in proofs.ALL)
    finally:
        mutant.close()


def test_models_without_a_mistake_are_the_same_when_they_run_again(
    built: Answers, account: Account, tmp_path: Path
) -> None:
    same = FAULTS["hours are those of UTC"].right
    mutant = Mutant(built, Fault("int_ringcentral__record", same, same), tmp_path)
    try:
        assert [each for proof in proofs.ALL for each in proof(mutant, account)] == []
    finally:
        mutant.close()


def test_a_unit_test_finds_a_threshold_that_is_missed_by_nothing(built: Answers) -> None:
    (test,) = (built.home / "target" / "run").rglob("pitfall_07_short_abandons_*.sql")
    right, sign = test.read_text(), "judged.wait <= judged.threshold_seconds"
    assert sign in right
    wrong = right.replace(sign, sign.replace("<=", "<"))
    with duckdb.connect() as database:
        assert _differs(database.execute(right).fetchall()) == set()
        assert _differs(database.execute(wrong).fetchall()) == {"in_time"}


def _differs(rows: list[tuple[str, bool, bool, str]]) -> set[str]:
    """Tell which calls were expected to be otherwise than they are."""
    told = {kind: {row[:3] for row in rows if row[3] == kind} for kind in ("actual", "expected")}
    return {call for call, *_ in told["actual"] ^ told["expected"]}
