"""How many requests a whole account takes, by rate limit group, against the least possible."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.endpoints import LISTED
from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.least_requests import LeastRequests
from benchmarks.tap_runs import AccountClock, catalog, extract, settings_for
from ringcentral_simulator import Clock, Group, RateLimits, Simulator
from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ringcentral_simulator import RecordedRequest

_NOW = datetime(2026, 3, 20, 15, tzinfo=UTC)  # a Friday, while people are on the phone
_DAY = timedelta(days=1)
_LOOKBACK = timedelta(hours=24)
_DAYS = {Scale.FULL: 30, Scale.QUICK: 2}
_EXTENSIONS = {Scale.FULL: 1_000, Scale.QUICK: 40}
_GROUPS = (Group.HEAVY, Group.MEDIUM, Group.LIGHT)
_A_MINUTE = RateLimits().limits
# What is counted are requests: a run that waits for the limit would find more calls at its end.
_NO_LIMITS = RateLimits(limits=dict.fromkeys(Group, 1_000_000))

_USUAL = tuple(name for name, stream in STREAMS.items() if stream.selected_by_default)
_OF_EXTENSIONS = tuple(name for name in LISTED if name not in _USUAL)


class Figures(NamedTuple):
    """What is told of the requests of a run that count in one group."""

    made: Figure
    least: Figure

    @classmethod
    def of(cls, run: str, group: Group) -> Figures:
        """Name them.

        Args:
            run: What is read.
            group: Whose requests are counted.
        """
        what = f"{run}, {group.name.capitalize()}"
        return cls(
            Figure(f"{what}: requests", "requests"),
            Figure(f"{what}: least possible", "requests"),
        )


class Run(NamedTuple):
    """What a run sent, and the least that would have brought as much."""

    sent: Sequence[RecordedRequest]
    least: Counter[Group]

    def results(self, name: str) -> Iterator[Result]:
        """Give the figures of each group.

        Raises:
            AssertionError: It sent fewer, so that something was not read.
        """
        made = Counter(request.group for request in self.sent)
        for group in _GROUPS:
            if made[group] < self.least[group]:
                raise AssertionError(f"{name}: only {made[group]} of {self.least[group]} requests")
            figures = Figures.of(name, group)
            yield Result(figures.made, [made[group]])
            yield Result(figures.least, [self.least[group]])

    def calls(self, path: str) -> int:
        """How many requests had an address that ends so."""
        return sum(request.path.endswith(path) for request in self.sent)


USUAL = ("Usual streams, first run", "Usual streams, a day later")
OF_EXTENSIONS = ("Streams of each extension, first run", "Streams of each extension, a day later")
OF_COMPANY = Figure("The company's call log, first run: requests", "requests")
OF_EACH = Figure("The call log of each extension, first run: requests", "requests")


def measure(scale: Scale) -> Iterator[Result]:
    """Read an account twice, with the usual streams and with those of each extension."""
    logging.getLogger("tap-ringcentral").setLevel(logging.WARNING)
    usual, of_extensions = _runs(_USUAL, scale), _runs(_OF_EXTENSIONS, scale)
    for names, runs in ((USUAL, usual), (OF_EXTENSIONS, of_extensions)):
        for name, run in zip(names, runs, strict=True):
            yield from run.results(name)
    yield Result(OF_COMPANY, [usual[0].calls("/call-log")])
    yield Result(OF_EACH, [of_extensions[0].calls("/call-log")])


def _runs(streams: Sequence[str], scale: Scale) -> tuple[Run, Run]:
    """Read some streams, and again a day later from the state that was left."""
    clock = AccountClock(_NOW)
    start = _NOW - timedelta(days=_DAYS[scale])
    simulator = Simulator(
        clock=Clock(_NOW, frozen=True), rate_limits=_NO_LIMITS, extensions=_EXTENSIONS[scale]
    )
    with simulator, TemporaryDirectory() as home:
        config = settings_for(simulator, Path(home), start_date=start.isoformat())
        chosen = catalog(streams)
        state = extract(config, chosen, clock).state
        first = Run(simulator.requests, LeastRequests(simulator, start).of(streams))
        clock.time += _DAY
        simulator.clock.set(clock.time)
        extract(config, chosen, clock, state)
        later = simulator.requests[len(first.sent) :]
        return first, Run(later, LeastRequests(simulator, _NOW - _LOOKBACK).of(streams))


SUBJECT = Subject(
    "account",
    "Requests of a whole account",
    "The tap reads 30 days of a company of 1,000 extensions in this process, from the simulator, "
    "whose clock stands still meanwhile; then, a day later, from the state that it left, with the "
    f"usual lookback of 24 hours. Usual streams are the {len(_USUAL)} that are selected by "
    f"default; the other {len(_OF_EXTENSIONS)} take a request for each extension; those that bring "
    "audio and its text have figures of their own, below. RingCentral's "
    f"limits count requests by group, {_A_MINUTE[Group.HEAVY]} a minute for Heavy, "
    f"{_A_MINUTE[Group.MEDIUM]} for Medium and {_A_MINUTE[Group.LIGHT]} for Light; a group's "
    "requests, divided by that, are the minutes that they take at least. Least possible is each "
    "row once, on pages as full as RingCentral documents, and one request where an answer is "
    "single or a list is empty; the rows are counted in what the simulator holds. Lists whose "
    "endpoints take no page size (roles of extensions, recorded extensions, members of a site) "
    "come with RingCentral's 100 rows a page. "
    "What is above the least: windows of calls that end with a page half full, and the id of the "
    "account for the settings that carry none. Of the streams of each extension, Heavy are "
    "`external_contact` and `extension_call_log`. Select what you need; for calls, the company's "
    "log brings the same in as few requests as the last two figures tell.",
    (
        *(
            figure
            for run in (*USUAL, *OF_EXTENSIONS)
            for group in _GROUPS
            for figure in Figures.of(run, group)
        ),
        OF_COMPANY,
        OF_EACH,
    ),
    measure,
)
