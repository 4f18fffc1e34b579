"""The simulation finds each classic way to lose calls, within few seeds.

Each variant breaks the tap in one place. What the run writes is not judged here, only the lake:
the harm itself must show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from simulation.draw import HOUR, scenario_of
from simulation.life import Life
from simulation.report import Violation
from simulation.scenario import End, Event, Incident
from tap_ringcentral.api import timestamps
from tap_ringcentral.calls import list as call_list
from tap_ringcentral.calls import windows as time_window
from tap_ringcentral.calls.buffer import CallBuffer
from tap_ringcentral.calls.page import CallParser
from tap_ringcentral.calls.windows import PAGE_SIZE, TimeWindow
from tap_ringcentral.config.settings import Settings
from tap_ringcentral.streams.base import call_runs
from tap_ringcentral.streams.base.bookmarked import BookmarkedStream
from tap_ringcentral.streams.base.call_runs import CallReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from simulation.scenario import Scenario
    from tap_ringcentral.api.answer_body import Answer
    from tap_ringcentral.api.pages import Walk
    from tap_ringcentral.api.request import Request
    from tap_ringcentral.calls.page import CallPage, CallPages, PackedCall

    Patch = pytest.MonkeyPatch

SEEDS = 12
"""Lives within which each variant must be found out."""


# What is broken


def without_lookback(patch: Patch) -> None:
    """The next run begins where the newest call began."""
    patch.setattr(BookmarkedStream, "cap_bookmark", lambda *_: None)
    patch.setattr(CallReader, "_start", lambda _, stream, now, __: stream.bookmark or _year(now))


def short_lookback(patch: Patch) -> None:
    """An hour, though calls last for five, and change for longer."""
    read = Settings.from_config

    def short(config: Mapping[str, Any]) -> Settings:
        return replace(read(config), lookback=timedelta(hours=1))

    patch.setattr(Settings, "from_config", short)


def bookmark_behind_its_call(patch: Patch) -> None:
    """A millisecond later, so that the last call is not read twice."""
    advance = BookmarkedStream.advance_bookmark

    def further(self: BookmarkedStream, value: str) -> None:
        later = timestamps.parse(value) + timedelta(milliseconds=1)
        advance(self, timestamps.render(later))

    patch.setattr(BookmarkedStream, "advance_bookmark", further)
    patch.setattr(time_window, "whole_second", lambda instant: instant)  # hides what is below it


def state_within_unsorted_window(patch: Patch) -> None:
    """Newest first, as they come, and each moves the bookmark."""

    def as_they_came(self: CallBuffer) -> Iterator[PackedCall]:
        return iter(sorted(in_order(self), key=lambda call: call.at, reverse=True))

    in_order = CallBuffer.in_order
    patch.setattr(CallBuffer, "in_order", as_they_came)


def bookmark_before_its_rows(patch: Patch) -> None:
    """What is read moves the bookmark, and a STATE of another lane has it ahead of the rows."""
    pages = CallReader.pages

    def moving(self: CallReader, request: Request, follow: Walk[CallPage]) -> Iterator[CallPage]:
        for page in pages(self, request, follow):
            for stream in self.streams:
                for call in page.records:
                    stream.advance_bookmark(call.at)
            yield page

    patch.setattr(CallReader, "pages", moving)


def end_at_short_page(patch: Patch) -> None:
    """Fewer calls than were asked for are taken for the last."""

    def ended(request: Request, page: CallPage) -> Request | None:
        return narrowed(request, page) if len(page.records) >= PAGE_SIZE else None

    narrowed = call_list.narrowed
    patch.setattr(call_list, "narrowed", ended)


def next_link_ignored(patch: Patch) -> None:
    """A full page is followed by its time alone."""
    parse = CallParser.__call__

    def unlinked(self: CallParser, answer: Answer) -> CallPage:
        return replace(parse(self, answer), next_url=None)

    patch.setattr(CallParser, "__call__", unlinked)


def page_numbers(patch: Patch) -> None:
    """Pages are counted from the newest call."""
    patch.setattr(call_list, "_border", lambda _: {})


def gap_between_windows(patch: Patch) -> None:
    """A window begins a millisecond after the one before."""

    def gapped(pages: CallPages, window: TimeWindow) -> Iterator[PackedCall]:
        return listed(pages, replace(window, start=window.start + timedelta(milliseconds=1)))

    listed = call_list.listed_calls
    patch.setattr(call_runs, "listed_calls", gapped)


def changes_at_once(patch: Patch) -> None:
    """The list of changes is trusted to have each change when it is made."""
    patch.setattr(call_runs, "LISTED_WITHIN", timedelta())


def _year(now: datetime) -> datetime:
    return now - timedelta(days=365)


# Lives in which it can do harm


def by_start(scenario: Scenario) -> Scenario:
    """All runs replicate by start time, and nothing is deleted."""
    runs = tuple(replace(run, key="startTime", events=()) for run in scenario.runs)
    return replace(scenario, runs=runs, profile=replace(scenario.profile, delete_share=0.0))


def killed_early(scenario: Scenario) -> Scenario:
    """The first run is killed midway, and the target has taken all its STATE lines and no more."""
    scenario = by_start(scenario)
    first, *others = scenario.runs
    lines = 10 + scenario.seed * 7
    first = replace(first, faults=(), end=End.KILL, lines=lines, flushed=1.0, durable=0.0)
    profile = replace(scenario.profile, calls_per_weekday=40, history_days=5, weekend_share=1.0)
    return replace(
        scenario,
        runs=(first, *others),
        profile=profile,
        start_date=None,
        state_every=1,
        tie_share=0.9,
    )


def killed_beside_others(scenario: Scenario) -> Scenario:
    """Runs are killed when another lane has written a STATE, before the calls that were read."""
    scenario = by_start(scenario)
    first, *others = scenario.runs
    first = replace(first, faults=(), end=End.KILL, lines=200, flushed=1.0, durable=0.0)
    profile = replace(scenario.profile, calls_per_weekday=200, history_days=5, weekend_share=1.0)
    return replace(
        scenario,
        beside=("call_queue", "call_queue_member", "extension"),
        runs=(first, *others),
        profile=profile,
        quirks=replace(scenario.quirks, detailed_page_limit=10),
        start_date=None,
    )


def tied(scenario: Scenario) -> Scenario:
    """Pages are full of calls that start at once."""
    scenario = by_start(scenario)
    quirks = replace(scenario.quirks, detailed_page_limit=3)
    profile = replace(scenario.profile, calls_per_weekday=20, history_days=3)
    return replace(scenario, quirks=quirks, profile=profile, tie_share=0.7)


def on_the_hour(scenario: Scenario) -> Scenario:
    """A window ends two days after it begins, and calls begin there."""
    scenario = by_start(scenario)
    busy = scenario.begins.replace(hour=16, minute=0, second=0, microsecond=0)
    profile = replace(scenario.profile, calls_per_weekday=50, history_days=5, weekend_share=1.0)
    start = busy - timedelta(days=3)
    return replace(scenario, grain=HOUR, start_date=start, profile=profile)


def deleted_while_read(scenario: Scenario) -> Scenario:
    """The newest calls go when two pages are read."""
    deletion = Event(Incident.DELETION, 3, calls=5, place=1.0)
    first, *others = tied(scenario).runs
    first = replace(first, faults=(), events=(deletion,), end=None)
    return replace(tied(scenario), runs=(first, *others), tie_share=0.0, grain=1)


def lagging(scenario: Scenario) -> Scenario:
    """Changes are listed minutes after they were made, and runs follow each other closely."""
    quirks = replace(scenario.quirks, sync_lag=300.0, detailed_page_limit=100)
    profile = replace(scenario.profile, calls_per_weekday=200, history_days=1, weekend_share=1.0)
    runs = tuple(replace(run, key="lastModifiedTime", pause=900.0) for run in scenario.runs)
    begins = scenario.begins.replace(hour=16)
    return replace(scenario, begins=begins, quirks=quirks, profile=profile, runs=runs)


@dataclass(frozen=True)
class Variant:
    """A broken tap, and the lives in which it can do harm."""

    breaks: Callable[[Patch], None]
    lives: Callable[[Scenario], Scenario]
    harm: str
    soonest: int = 0
    """A life that finds it out, lived first: others come where it does so no more."""


VARIANTS = (
    Variant(without_lookback, by_start, "lost", soonest=4),
    Variant(short_lookback, by_start, "stale", soonest=1),
    Variant(bookmark_behind_its_call, killed_early, "lost", soonest=11),
    Variant(state_within_unsorted_window, killed_early, "lost", soonest=9),
    Variant(bookmark_before_its_rows, killed_beside_others, "lost"),
    Variant(end_at_short_page, by_start, "lost", soonest=1),
    Variant(next_link_ignored, tied, "lost"),
    Variant(page_numbers, deleted_while_read, "lost", soonest=8),
    Variant(gap_between_windows, on_the_hour, "lost"),
    Variant(changes_at_once, lagging, "lost", soonest=3),
)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.breaks.__name__)
def test_simulation_finds_broken_variant(
    variant: Variant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulation.life.check_output", lambda *_: None)
    harms = {}
    for seed in sorted(range(SEEDS), key=lambda seed: seed != variant.soonest):
        scenario = variant.lives(scenario_of(seed))
        with pytest.MonkeyPatch.context() as patch:
            variant.breaks(patch)
            try:
                Life(scenario, tmp_path).live()
            except Violation as violation:
                harms[seed] = str(violation)
        if any(f"{variant.harm}: " in harm for harm in harms.values()):
            Life(scenario, tmp_path).live()  # the same life harms no call of the tap as it is
            return
    pytest.fail(f"{variant.harm} in no life of {SEEDS}: {harms}")
