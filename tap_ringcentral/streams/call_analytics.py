"""Business Analytics: the calls of each queue and user, counted and timed by hour or day.

Source: developers.ringcentral.com/guide/analytics/timeline.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import msgspec
from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.answer_body import decoded
from tap_ringcentral.api.lenient_json import Repairs
from tap_ringcentral.api.pages import Page, Paging
from tap_ringcentral.calls.windows import TimeWindow
from tap_ringcentral.streams.base.ranges import SearchStream
from tap_ringcentral.streams.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tap_ringcentral.api.answer_body import Answer

# A window is a week of hours, or half a year of days: a page stays below some ten megabytes.
_INTERVALS = 168
_INSTANT = timedelta(milliseconds=1)
# RingCentral refuses a range that ends in the future, by the clock of whichever server answers.
_BEHIND = timedelta(minutes=1)

_FIGURES = (
    "callsByDirection",
    "callsByOrigin",
    "callsByResponse",
    "callsSegments",
    "callsByResult",
    "callsByEndingParty",
    "callsByCompanyHours",
    "callsByType",
    "callsByQueueHours",
)


class CallAnalytics(SearchStream):
    """The timeline of calls, grouped by what a subclass says."""

    base_path = "/analytics/calls/v1/accounts/{account_id}"
    path = "/timeline/fetch"
    page_size = 20
    primary_keys = ("id", "interval", "time")
    replication_key = "time"
    app_scope = "Analytics"
    permission = ""
    rate_limit_group = "Light"
    kept = timedelta(days=184)

    grouping: str
    noun: str
    counters: tuple[str, ...]
    timers: tuple[str, ...]

    @property
    @override
    def cost(self) -> str:
        return f"1 for each {self.page_size} {self.noun}s and {_INTERVALS} intervals"

    @cached_property
    def _interval(self) -> Interval:
        """What is being asked for."""
        return self._intervals[0]

    @cached_property
    def _intervals(self) -> tuple[Interval, ...]:
        settings = self.api.settings
        zone = settings.analytics_zone
        return tuple(Interval(length, zone) for length in settings.analytics_lengths)

    @property
    @override
    def bookmark_scope(self) -> str:
        lengths = "+".join(each.length for each in self._intervals)
        return f"{lengths} {self.api.settings.analytics_zone.key}"

    @override
    def rows_in(self, window: TimeWindow) -> Iterator[dict[str, Any]]:
        kept = TimeWindow(self._now - self.kept, self._now - _BEHIND)
        for interval in self._intervals:
            self._interval = interval
            for part in interval.windows(window, kept=kept, count=_INTERVALS):
                yield from self.records(self.request(body=self._search(part)))
                # Days come first, all of them: what a broken run leaves behind are hours alone.
                if interval is self._intervals[-1]:
                    self.advance_to(part.end)

    @override
    def query(self) -> dict[str, Any]:
        return super().query() | {"interval": self._interval.length}

    def _search(self, window: TimeWindow) -> dict[str, Any]:
        return {
            "grouping": {"groupBy": self.grouping},
            "timeSettings": {
                "timeZone": self._interval.zone.key,
                "timeRange": {
                    "timeFrom": timestamps.render(window.start),
                    # RingCentral includes both ends.
                    "timeTo": timestamps.render(window.end - _INSTANT),
                },
            },
            "responseOptions": {
                "counters": dict.fromkeys(self.counters, True),
                "timers": dict.fromkeys(self.timers, True),
            },
        }

    @cached_property
    def _repairs(self) -> Repairs:
        return Repairs(self.name)

    @cached_property
    def read(self) -> Callable[[Answer], Page]:
        """Makes a page of queues or users, each with its points, of an answer."""
        return partial(_page, repairs=self._repairs)

    def _group(self, unread: _Unread) -> _Group:
        return decoded(unread.answer, _GROUP, self._repairs, bytes(unread.group))

    @override
    def rows(self, page: Page) -> Iterator[dict[str, Any]]:
        """Yield a row for each point of each queue or user."""
        length = self._interval.length
        for group in map(self._group, page.records):
            who = {"id": group.key, "interval": length, **(group.info or {})}
            for point in group.points:
                row = self.shape({**who, **point})
                if row.get("time"):  # else it lacks a key, which is told where rows are written
                    row["time"] = timestamps.normalize(row["time"])
                yield row


# What rows are made of is required: without it they would be missing unseen.
class _Group(msgspec.Struct):
    points: list[dict[str, Any]]
    key: Any = None  # of any type: a wrong one is told as the id that it becomes
    info: dict[str, Any] | None = None


class _Groups(msgspec.Struct):
    records: list[msgspec.Raw]


class _Timeline(msgspec.Struct):
    data: _Groups
    paging: Paging | None = None


@dataclass(frozen=True)
class _Unread:
    """A queue or user of an answer: parsed, the twenty of a page weigh ten times their JSON."""

    group: msgspec.Raw
    answer: Answer = field(compare=False)


_TIMELINE = msgspec.json.Decoder(_Timeline)
_GROUP = msgspec.json.Decoder(_Group)


def _page(answer: Answer, repairs: Repairs) -> Page:
    timeline = decoded(answer, _TIMELINE, repairs)
    pages = timeline.paging.pages if timeline.paging else None
    return Page([_Unread(group, answer) for group in timeline.data.records], None, pages)


def _timer(counter: str) -> str:
    """RingCentral's option for the duration of what a counter counts."""
    if counter == "callsSegments":
        return "callsSegmentsDuration"
    return counter.replace("callsBy", "callsDurationBy")


class CallAnalyticsQueue(CallAnalytics):
    """By queue, with its service level."""

    name = "call_analytics_queue"
    grouping = "Queues"
    noun = "queue"
    counters = ("allCalls", *_FIGURES, "callsByActions", "callsByQueueSla")
    timers = ("allCallsDuration", *map(_timer, _FIGURES), "callsDurationByQueueSla")


class CallAnalyticsUser(CallAnalytics):
    """By user, with the calls that queues offered."""

    name = "call_analytics_user"
    grouping = "Users"
    noun = "user"
    counters = ("allCalls", *_FIGURES, "callsByActions", "queueOpportunities")
    timers = ("allCallsDuration", *map(_timer, _FIGURES))
