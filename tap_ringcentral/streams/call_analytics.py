"""Business Analytics: the calls of each queue and user, counted and timed by hour or day.

Source: developers.ringcentral.com/guide/analytics/timeline.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import msgspec
from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.answer_body import body_of, decoded
from tap_ringcentral.api.lenient_json import Repairs
from tap_ringcentral.api.pages import Page, PageReader, Paging
from tap_ringcentral.calls.windows import TimeWindow
from tap_ringcentral.streams.posted import PostedStream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import ParseResult

    import requests
    from singer_sdk.helpers.types import Context

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


class CallAnalytics(PostedStream):
    """The timeline of calls, grouped by what a subclass says."""

    path = "/analytics/calls/v1/accounts/{account_id}/timeline/fetch"
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

    @property
    @override
    def about(self) -> str:
        interval = self.api.settings.analytics_interval
        return f"{interval.length} {interval.zone.key}"

    @override
    def in_range(self, wanted: TimeWindow) -> Iterator[dict[str, Any]]:
        kept = TimeWindow(self._now - self.kept, self._now - _BEHIND)
        interval = self.api.settings.analytics_interval
        for window in interval.windows(wanted, kept=kept, count=_INTERVALS):
            yield from self.request_records(
                {
                    "start": timestamps.render(window.start),
                    # RingCentral includes both ends.
                    "end": timestamps.render(window.end - _INSTANT),
                }
            )
            self.pass_to(window.end)

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        length = self.api.settings.analytics_interval.length
        return super().get_url_params(context, next_page_token) | {"interval": length}

    @override
    def prepare_request_payload(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        bounds = context or {}
        return {
            "grouping": {"groupBy": self.grouping},
            "timeSettings": {
                "timeZone": self.api.settings.analytics_interval.zone.key,
                "timeRange": {"timeFrom": bounds["start"], "timeTo": bounds["end"]},
            },
            "responseOptions": {
                "counters": dict.fromkeys(self.counters, True),
                "timers": dict.fromkeys(self.timers, True),
            },
        }

    @cached_property
    def reader(self) -> PageReader[Page]:
        """Parses answers into queues or users, each with its points."""
        return PageReader(partial(_page, repairs=Repairs(self.name)))

    @override
    def parse_response(self, response: requests.Response) -> Iterator[dict[str, Any]]:
        """Yield a row for each point of each queue or user."""
        length = self.api.settings.analytics_interval.length
        for group in self.reader.read(response).records:
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
    records: list[_Group]


class _Timeline(msgspec.Struct):
    data: _Groups
    paging: Paging | None = None


_TIMELINE = msgspec.json.Decoder(_Timeline)


def _page(response: requests.Response, repairs: Repairs) -> Page:
    answer = decoded(response, body_of(response), _TIMELINE, repairs)
    pages = answer.paging.pages if answer.paging else None
    return Page(answer.data.records, None, pages)


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
