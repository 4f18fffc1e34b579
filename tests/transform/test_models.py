"""The marts agree with what RingCentral's analytics, here the simulator's, count on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.answers import Answers

COUNTED = (
    "calls",
    "answered",
    "abandoned",
    "voicemail",
    "in_service_level",
    "out_of_service_level",
)


def test_queues_figures_are_ringcentrals_own_by_day_and_by_hour(built: Answers) -> None:
    assert {row["outcome"] for row in built.rows("queue_call")} > {"answered", "overflowed"}
    settled = [row for row in built.rows("reconciliation") if row["is_settled"]]
    for interval in ("Day", "Hour"):
        rows = [row for row in settled if row["interval"] == interval]
        assert sum(row["their_calls"] for row in rows) > 400
        assert [row for row in rows if any(row[f"{name}_difference"] for name in COUNTED)] == []
        assert [row for row in rows if abs(row["wait_seconds_difference"]) > 0.0005] == []
