"""Business Analytics: calls added up by group, and by group and interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.analytics import figures
from ringcentral_simulator.analytics.groups import groups
from ringcentral_simulator.analytics.intervals import Intervals, Length
from ringcentral_simulator.analytics.measures import answer_name
from ringcentral_simulator.analytics.question import Question
from ringcentral_simulator.clock import timestamp
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.errors import invalid_parameter
from ringcentral_simulator.gateway.paging import Page
from ringcentral_simulator.gateway.parameters import body
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator.analytics.groups import CallGroup
    from ringcentral_simulator.analytics.part import Part
    from ringcentral_simulator.gateway.wire import Json

_MOST_AGGREGATED, _MOST_TIMELINES = 200, 20


def timeline(exchange: Exchange) -> Json:
    """Answer `analyticsCallsTimelineFetch`: every interval has a point, with calls or without."""
    posted, measures = body(exchange.request), exchange.account.analytics.measures
    question = _question(exchange, posted)
    intervals = _intervals(question, exchange.request.args.get("interval"))
    options = figures.chosen_measures(posted, measures)

    def record(parts: list[Part]) -> Json:
        points = figures.points(parts, intervals, options)
        return {
            "points": [
                {"time": timestamp(start), **point}
                for start, point in zip(intervals.starts, points, strict=True)
            ]
        }

    return _answer(exchange, posted, question, record, _MOST_TIMELINES)


def aggregation(exchange: Exchange) -> Json:
    """Answer `analyticsCallsAggregationFetch`."""
    posted, measures = body(exchange.request), exchange.account.analytics.measures
    question = _question(exchange, posted)
    options = figures.chosen_measures(posted, measures)

    def record(parts: list[Part]) -> Json:
        return {
            kind: {
                answer_name(name): figures.aggregate(
                    parts, kind, measure, figures.aggregation(how), _span(question, how)
                )
                for name, (measure, how) in some.items()
            }
            for kind, some in options.items()
        }

    return _answer(exchange, posted, question, record, _MOST_AGGREGATED)


def _answer(
    exchange: Exchange,
    posted: Json,
    question: Question,
    record: Callable[[list[Part]], Json],
    most: int,
) -> Json:
    """Return a page of groups."""
    account, now = exchange.account, exchange.account.now_ms()
    grouped_by, found = groups(account.company, posted.get("grouping"))
    page = Page.from_request(exchange.request, usual=most, most=most)

    def parts(group: CallGroup) -> list[Part]:
        some = account.analytics.calls.parts_of(group, question.from_ms, question.to_ms, now)
        return [part for part in some if question.passes(part)]

    return {
        "paging": {
            "page": page.number,
            "perPage": page.size,
            "totalPages": page.pages(len(found)),
            "totalElements": len(found),
        },
        "data": {
            "groupedBy": grouped_by,
            "records": [
                {"key": group.key, "info": group.info(), **record(parts(group))}
                for group in found[page.skip : page.skip + page.size]
            ],
        },
    }


def _question(exchange: Exchange, posted: Json) -> Question:
    account = exchange.account
    return Question.from_request(posted, account.analytics.measures, account.now_ms())


def _span(question: Question, option: object) -> Intervals:
    """Return an option's intervals; without any, all time is one."""
    asked = option.get("aggregationInterval") if isinstance(option, dict) else None
    return Intervals((question.from_ms,)) if asked is None else _intervals(question, asked)


def _intervals(question: Question, asked: str | None) -> Intervals:
    try:
        length = Length(asked)
    except ValueError as error:
        raise invalid_parameter("interval", str(asked)) from error
    return Intervals.between(question.from_ms, question.to_ms, length, question.zone)


_CALLS = "/analytics/calls/v1/accounts/<accountId>"
ROUTES = tuple(
    Route("POST", path, Group.LIGHT, handler, app_scope="Analytics", feature="analytics")
    for path, handler in (
        (f"{_CALLS}/aggregation/fetch", aggregation),
        (f"{_CALLS}/timeline/fetch", timeline),
    )
)
