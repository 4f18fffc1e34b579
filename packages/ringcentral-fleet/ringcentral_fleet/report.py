"""What came of runs: a line each, and what Dagster shows of it where it started them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ringcentral_fleet.agreement import agreement
from ringcentral_fleet.state_store import LAKE

if TYPE_CHECKING:
    from dagster_pipes import PipesContext

    from ringcentral_fleet.account_run import Outcome

_STALE = timedelta(hours=48)  # a day's lookback, and a day's run that was left out


def line(outcome: Outcome) -> str:
    """Return what came of a run, for a person."""
    name = outcome.account if outcome.part == LAKE else f"{outcome.account} {outcome.part}"
    if outcome.error:
        return f"{name}: failed. {outcome.error}"
    return (
        f"{name}: {outcome.rows:,} rows with {outcome.requests:,} requests in "
        f"{outcome.seconds:,.1f} s, all calls up to {bookmark(outcome) or 'unknown'}."
    )


def bookmark(outcome: Outcome) -> str:
    """Return up to when all calls are there and will not change; empty where that is unknown."""
    return outcome.bookmarks.get("call_log", "")


def tell_dagster(pipes: PipesContext, outcome: Outcome, lake: str) -> None:
    """Report a run that ended well: its figures, and what is to be checked of it.

    Args:
        pipes: Dagster, which started the run.
        outcome: What came of it.
        lake: The account's folder.
    """
    figures: dict[str, Any] = asdict(outcome)
    told = {name: figures[name] for name in ("rows", "requests", "seconds", "state_version")}
    pipes.report_asset_materialization(metadata=told | {"bookmark": bookmark(outcome)})
    pipes.report_asset_check(
        "rows_arrived",
        passed=outcome.rows == outcome.loaded,
        metadata={"read": outcome.rows, "loaded": outcome.loaded},
    )
    if outcome.part != LAKE:
        return
    reached = bookmark(outcome)
    age = datetime.now(UTC) - datetime.fromisoformat(reached) if reached else None
    pipes.report_asset_check(
        "bookmark_is_recent",
        passed=age is not None and age <= _STALE,
        severity="WARN",
        metadata={"hours": round(age.total_seconds() / 3600, 1)} if age else {},
    )
    agreed = agreement(lake)
    pipes.report_asset_check(
        "agrees_with_ringcentral",
        passed=agreed is None or not agreed.differing,
        severity="WARN",
        metadata=agreed._asdict() if agreed else {"settled": "the models were not run"},
    )
