"""A lake need not be whole, and not be Parquet: a first run, one call, two streams."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from support import answers
from support.answers import Answers

if TYPE_CHECKING:
    from pathlib import Path

QUIET = ("--exclude-resource-type", "unit_test")


def test_lake_without_streams_gives_marts_without_rows(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    lake.mkdir()
    empty = Answers(lake, tmp_path)
    empty.build(*QUIET)
    marts = sorted(file.stem for file in empty.folder.glob("ringcentral__*.parquet"))
    assert len(marts) > 12
    rows = {mart: empty.rows(mart.removeprefix("ringcentral__")) for mart in marts}
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
    read: Path, account: Any, tmp_path: Path
) -> None:
    """There are no settings, hours and analytics, but a call, and a visit that was answered."""
    drawn = next(
        one
        for one in account.conversations
        if len(one.record_ids) == 1 and [visit.outcome for visit in one.visits] == ["answered"]
    )
    kept = {"call_queue", "extension"}
    lines = [
        line
        for line in (read / "singer.jsonl").read_bytes().splitlines()
        if (message := json.loads(line))["type"] != "STATE"
        and (
            message["stream"] in kept
            or (
                message["stream"] in {"call_log", "call_log_leg"}
                and (
                    message["type"] == "SCHEMA"
                    or drawn.record_ids[0]
                    in {message["record"].get("id"), message["record"].get("callLogId")}
                )
            )
        )
    ]
    lake = tmp_path / "lake"
    answers.load(b"\n".join(lines), lake, table_format="delta")
    one = Answers(lake, tmp_path, variables={"RINGCENTRAL_LAKE_FORMAT": "delta"})
    one.build(*QUIET)
    (call,) = one.rows("call")
    (visit,) = one.rows("queue_call")
    assert call["conversation_id"] == drawn.session_id
    assert round(visit["wait_seconds"] * 1000) == drawn.visits[0].wait_ms
    assert (visit["outcome"], visit["answered_by"]) == ("answered", drawn.answered_by)
    assert one.rows("lost_call") == one.rows("reconciliation") == []
