"""A lake need not be whole, and not be Parquet: a first run, one call, two streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.answers import Answers

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Conversation


def test_lake_without_streams_gives_marts_without_rows(empty_lake: Answers) -> None:
    marts = sorted(file.stem for file in empty_lake.folder.glob("ringcentral__*.parquet"))
    assert len(marts) > 12
    rows = {mart: empty_lake.rows(mart.removeprefix("ringcentral__")) for mart in marts}
    (site,) = rows.pop("ringcentral__site")  # where there are no sites, there is one
    assert site["site_id"] == "main-site"
    assert not any(rows.values())


def test_lake_that_is_not_there_is_told_and_gets_no_answers(tmp_path: Path) -> None:
    mistyped = Answers(tmp_path / "lkae", tmp_path)
    built = mistyped.dbt("build")
    assert built.returncode != 0
    assert f"The lake {tmp_path / 'lkae'} is not there: load it first" in built.stdout
    assert not mistyped.folder.exists()


def test_one_call_to_a_queue_in_a_delta_lake_with_nothing_but_calls_and_queues(
    one_call: Answers, single: Conversation
) -> None:
    """There are no settings, hours and analytics, but a call, and a visit that was answered."""
    (call,) = one_call.rows("call")
    (visit,) = one_call.rows("queue_call")
    assert call["conversation_id"] == single.session_id
    assert round(visit["wait_seconds"] * 1000) == single.visits[0].wait_ms
    assert (visit["outcome"], visit["answered_by"]) == ("answered", single.answered_by)
    assert one_call.rows("lost_call") == one_call.rows("reconciliation") == []
