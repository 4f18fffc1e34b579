"""The marts agree with what RingCentral's analytics, here the simulator's, count on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.answers import Answers

FIGURES = ("calls", "answered", "abandoned", "voicemail")
JUDGED = ("in_service_level", "out_of_service_level")


def test_queues_figures_are_ringcentrals_own_by_day_and_by_hour(built: Answers) -> None:
    settled = [row for row in built.rows("reconciliation") if row["is_settled"]]
    assert {row["interval"] for row in settled} == {"Day", "Hour"}
    assert sum(row["their_calls"] for row in settled) > 500
    assert [row for row in settled if any(row[f"{name}_difference"] for name in FIGURES)] == []


def test_waits_and_service_level_are_ringcentrals_own_where_nothing_overflowed(
    built: Answers,
) -> None:
    """Of a relief queue the simulator's legs and its analytics tell different waits."""
    relieved = [row for row in built.rows("queue_call") if row["visit"] > 1]
    settled = [
        row
        for row in built.rows("reconciliation")
        if row["is_settled"]
        and row["interval"] == "Hour"
        and not any(
            visit["queue_id"] == row["queue_id"]
            and 0 <= (visit["call_started_at"] - row["interval_at"]).total_seconds() < 3600
            for visit in relieved
        )
    ]
    assert sum(row["their_calls"] for row in settled) > 400
    for row in settled:
        assert [row[f"{name}_difference"] for name in JUDGED] == [0, 0], row
        assert abs(row["wait_seconds_difference"]) < 0.0005, row
