"""The benchmarks' document is that of the benchmarks, and their yardsticks measure right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from benchmarks.__main__ import SUBJECTS
from benchmarks.endpoints import ENDPOINTS
from benchmarks.figure import Figure, Result
from benchmarks.least_requests import LeastRequests
from benchmarks.report import DOCUMENT
from benchmarks.schedule import Limit, best_span
from benchmarks.tap_runs import catalog, extract, settings_for
from benchmarks.work_clock import SharedClock, WorkClock
from ringcentral_simulator import Clock, Group, Simulator
from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.figure import Subject

TEN_A_MINUTE = Limit(10, 60)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_the_document_has_each_figure_with_its_limit(subject: Subject) -> None:
    sections = DOCUMENT.read_text().split("\n## ")
    (section,) = (each for each in sections if each.startswith(f"{subject.title}\n"))
    rows = [line for line in section.splitlines() if line.startswith("| ")][2:]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    told = [(cell[0], cell[1], cell[4]) for cell in cells]
    assert told == [(figure.what, figure.unit, figure.limit) for figure in subject.figures], (
        "run: make bench"
    )


def test_a_missed_limit_says_by_how_much_and_why() -> None:
    speed = Figure("Speed", at_least=2, bounds="Light is no faster.")
    assert Result(speed, [1, 1.5, 2]).shortfall == (
        "Speed: 1.500 misses at least 2, by 25%. Light is no faster."
    )
    assert Result(speed, [1, 2, 3]).shortfall == ""


@pytest.mark.parametrize(
    ("count", "answer", "others", "seconds"),
    [
        (10, 1, [], 9),
        (11, 1, [], 60),
        (21, 1, [], 120),
        (11, 7, [], 70),
        (3, 1, [0.5] * 9, 61),  # the first, then nine of the other: the second after the window
        (2, 1, [5.0] * 9, 60),  # nine that come later need their room
    ],
)
def test_the_best_schedule_is_as_quick_as_the_limit_allows(
    count: int, answer: float, others: list[float], seconds: float
) -> None:
    assert best_span(count, answer, TEN_A_MINUTE, others) == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize("stream", STREAMS)
def test_least_requests_of_a_stream_are_known(stream: str) -> None:
    assert ENDPOINTS[stream], f"Say in benchmarks/endpoints.py where {stream} is read."
    for endpoint in ENDPOINTS[stream]:
        assert endpoint.documented  # else the error says what to do


@pytest.mark.parametrize(
    ("streams", "least"),
    [
        (["call_log", "call_log_leg", "call_recording"], {Group.HEAVY: 2}),  # of 1,960 calls
        (["call_queue", "call_queue_member"], {Group.MEDIUM: 1, Group.LIGHT: 2 * 6}),
        (["extension", "external_contact"], {Group.MEDIUM: 1, Group.HEAVY: 19}),  # of users alone
        (["call_analytics_user"], {Group.LIGHT: 1}),
        (["site_member"], {Group.LIGHT: 1, Group.MEDIUM: 2}),  # the main site has no such list
        (["audit_trail"], {Group.HEAVY: 1}),
        (["call_recording_audio"], {Group.HEAVY: 1 + 392}),  # a page, and each recording
        (["voicemail"], {Group.MEDIUM: 1 + 192 + 172, Group.LIGHT: 29}),  # audio, and texts
    ],
)
def test_least_requests_of_an_account_take_full_pages_and_shared_lists_once(
    streams: list[str], least: dict[Group, int]
) -> None:
    clock = Clock(datetime(2026, 3, 20, 15, tzinfo=UTC), frozen=True)
    with Simulator(clock=clock, extensions=40) as simulator:
        found = LeastRequests(simulator, clock.now() - timedelta(days=2)).of(streams)
    assert found == least


def test_an_hour_under_the_limits_is_measured_at_once_with_the_work_in_it(tmp_path: Path) -> None:
    began, answer = datetime(2026, 3, 20, 15, tzinfo=UTC), 1_800.0
    with Simulator(clock=WorkClock(began), extensions=40, latency=answer) as simulator:
        clock = SharedClock(simulator.clock)
        config = settings_for(simulator, tmp_path, start_date="2026-03-20T14:00:00Z")
        written = extract(config, catalog({"site"}), clock)
        took = (clock.local_now() - began).total_seconds()
        answers = sum(request.group is not None for request in simulator.requests)
    assert written.records
    assert answers * answer < took < answers * answer + 600  # what it did in between
