"""Every question that the page asks of the marts. Their columns are the models' contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringcentral_report.scope import Period, Scope

if TYPE_CHECKING:
    from datetime import date, datetime

    from ringcentral_report.lake import Lake

# What came in, by scope: calls from outside, or a queue's visits.
TOUCHES = {
    "account": "(select local_day, local_started_at as local_at, outcome, wait_seconds from call "
    "where direction = 'inbound' and outcome is distinct from 'blocked' and $id = '')",
    "site": "(select local_day, local_started_at as local_at, outcome, wait_seconds from call "
    "where direction = 'inbound' and outcome is distinct from 'blocked' and site_id = $id)",
    "queue": "(select local_day, local_entered_at as local_at, outcome, wait_seconds from "
    "queue_call "
    "where queue_id = $id)",
}
OF_QUEUES = {
    "account": "queue_id is distinct from $id",
    "site": "queue_id in (select queue_id from queue where site_id = $id)",
    "queue": "queue_id = $id",
}
OF_LOST = {
    "account": "$id = ''",
    "site": "site_id = $id",
    "queue": "queue_id = $id",
}
PEOPLE = {
    "account": "(select extension_id, local_day, rung, answered, answered_talk_seconds as talk "
    "from person_day where $id = '')",
    "site": "(select extension_id, local_day, rung, answered, answered_talk_seconds as talk "
    "from person_day join person using (extension_id) where site_id = $id)",
    "queue": "(select extension_id, local_day, 1 as rung, is_answered::int as answered, "
    "talk_seconds as talk from ring where queue_id = $id)",
}
NAMES = (
    "(select extension_id as id, name from person "
    "union all select queue_id, name from queue where queue_id not in (select extension_id "
    "from person))"
)
IN_PERIOD = "local_day between $first and $last"


@dataclass(frozen=True)
class Totals:
    """The figures of the tiles."""

    calls: int
    answered: int
    voicemail: int
    gave_up: int
    median_wait: float | None
    long_wait: float | None
    in_level: int
    out_of_level: int
    lost: int
    forgotten: int


class Marts:
    """The marts of a lake, asked in the terms of the page."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake

    def _ask(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        return self._lake.database.execute(sql, values or None).fetchall()

    def _of(self, scope: Scope, period: Period, sql: str) -> list[tuple[Any, ...]]:
        return self._ask(sql, id=scope.id, first=period.first, last=period.last)

    def days(self) -> Period | None:
        """Return the first and the last day that anything came in; nothing for an empty lake."""
        first, last = self._ask(
            "select min(local_day), max(local_day) from (select local_day from call "
            "union all select local_day from queue_call)"
        )[0]
        return Period(first, last) if first else None

    def newest_call(self) -> datetime | None:
        """Return when the newest call started, as a moment in UTC without a zone."""
        newest: datetime | None = self._ask(
            "select make_timestamp(epoch_us(max(started_at))) from call"
        )[0][0]
        return newest

    def scopes(self, kind: str) -> list[Scope]:
        """Return the queues or the sites, also those that are gone and still have calls."""
        more = "goal_percent, threshold_seconds" if kind == "queue" else "null, null"
        used = "queue_call" if kind == "queue" else "call"
        rows = self._ask(
            f"select {kind}_id, coalesce(name, {kind}_id), coalesce(time_zone, ''), {more} "
            f"from {kind} "
            f"where is_current is distinct from false or {kind}_id in (select {kind}_id from "
            f"{used}) "
            "order by lower(name), 1"
        )
        return [Scope(kind, *row) for row in rows]

    def zones(self) -> list[str]:
        """Return the time zones of the sites."""
        return [
            zone
            for (zone,) in self._ask(
                "select distinct time_zone from site where time_zone is not null order by 1"
            )
        ]

    def formula(self) -> tuple[str, str]:
        """Return the service level's formula, and where the figure is from: analytics or legs."""
        rows = self._ask(
            "select max(service_level_formula), coalesce(string_agg(distinct service_level_source, "
            "' and '), '') from queue_hour"
        )
        return rows[0][0] or "ringcentral", rows[0][1]

    def totals(self, scope: Scope, period: Period) -> Totals:
        """Return the figures of the tiles."""
        counted = self._of(
            scope,
            period,
            f"""
            select count(*), count(*) filter (outcome = 'answered'),
                count(*) filter (outcome = 'voicemail'), count(*) filter (outcome = 'abandoned'),
                quantile_cont(wait_seconds, 0.5), quantile_cont(wait_seconds, 0.9)
            from {TOUCHES[scope.kind]} where {IN_PERIOD}""",
        )[0]
        level = self._of(
            scope,
            period,
            f"""
            select coalesce(sum(in_service_level), 0)::bigint,
                coalesce(sum(out_of_service_level), 0)::bigint
            from queue_hour where {OF_QUEUES[scope.kind]} and {IN_PERIOD}""",
        )[0]
        lost = self._of(
            scope,
            period,
            f"""
            select count(*),
                count(*) filter (fate is null or fate not in ('called back', 'reached us'))
            from lost_call where {OF_LOST[scope.kind]} and {IN_PERIOD}""",
        )[0]
        return Totals(*counted, *level, *lost)

    def levels(self, scope: Scope, period: Period) -> list[tuple[Any, ...]]:
        """Return queue, goal, threshold, in, out, visits; furthest below its goal first."""
        return self._of(
            scope,
            period,
            f"""
            with level as (select queue_id, sum(in_service_level)::bigint as inside,
                sum(out_of_service_level)::bigint as outside, sum(calls)::bigint as calls
                from queue_hour where {OF_QUEUES[scope.kind]} and {IN_PERIOD} group by 1)
            select coalesce(name, queue_id), goal_percent, threshold_seconds, coalesce(inside, 0),
                coalesce(outside, 0), coalesce(calls, 0)
            from queue left join level using (queue_id)
            where (calls > 0 or is_current is distinct from false) and {OF_QUEUES[scope.kind]}
            order by 100 * inside / nullif(inside + outside, 0) - goal_percent nulls last, 1""",
        )

    def level_by_day(self, scope: Scope, period: Period) -> list[tuple[date, int, int]]:
        """Return day, in, out."""
        return [
            (day, inside, outside)
            for day, inside, outside in self._of(
                scope,
                period,
                f"""
            select local_day, sum(in_service_level)::bigint, sum(out_of_service_level)::bigint
            from queue_hour where {OF_QUEUES[scope.kind]} and {IN_PERIOD} group by 1 order by 1""",
            )
        ]

    def outcomes(self, scope: Scope, period: Period, *, weekly: bool) -> list[tuple[Any, ...]]:
        """Return day (or Monday), answered, voicemail, gave up, other; every day has its row."""
        step = "week" if weekly else "day"
        return self._of(
            scope,
            period,
            f"""
            with known as (select date_trunc('{step}', local_day)::date as day, outcome
                from {TOUCHES[scope.kind]} where {IN_PERIOD}),
            calendar as (select distinct date_trunc('{step}', day)::date as day
                from generate_series($first::date, $last::date, interval 1 day) as d(day))
            select day, count(*) filter (outcome = 'answered'),
                count(*) filter (outcome = 'voicemail'), count(*) filter (outcome = 'abandoned'),
                count(*) filter (outcome not in ('answered', 'voicemail', 'abandoned'))
            from calendar left join known using (day) group by 1 order by 1""",
        )

    def hours(self, scope: Scope, period: Period) -> list[tuple[int, int, int, int]]:
        """Return weekday (1 Monday), local hour, what came in, given up."""
        return [
            (a, b, c, d)
            for a, b, c, d in self._of(
                scope,
                period,
                f"""
            select isodow(local_at), hour(local_at), count(*),
                count(*) filter (outcome = 'abandoned')
            from {TOUCHES[scope.kind]} where {IN_PERIOD} and local_at is not null
            group by 1, 2 order by 1, 2""",
            )
        ]

    def waits(
        self, scope: Scope, period: Period, ends: list[int]
    ) -> tuple[int, list[tuple[int, int, int]]]:
        """Return the calls whose wait is known, and of each second: answered, given up by then."""
        rows = self._ask(
            f"""
            with known as (select outcome, wait_seconds as wait from {TOUCHES[scope.kind]}
                where {IN_PERIOD} and wait_seconds is not null)
            select second, count(*) filter (outcome = 'answered' and wait <= second),
                count(*) filter (outcome = 'abandoned' and wait <= second), count(wait)
            from unnest($ends) as s(second) left join known on true group by 1 order by 1""",
            id=scope.id,
            first=period.first,
            last=period.last,
            ends=ends,
        )
        return (rows[0][3] if rows else 0), [(a, b, c) for a, b, c, _ in rows]

    def fates(self, scope: Scope, period: Period) -> list[tuple[str, int]]:
        """Return what became of lost calls, and how many."""
        return [
            (fate, number)
            for fate, number in self._of(
                scope,
                period,
                f"""
            select coalesce(fate, 'nothing'), count(*) from lost_call
            where {OF_LOST[scope.kind]} and {IN_PERIOD} group by 1 order by 2 desc, 1""",
            )
        ]

    def to_call_back(self, scope: Scope, period: Period, most: int) -> list[tuple[Any, ...]]:
        """Return local time, number, queue of the last lost calls that nobody called back."""
        return self._of(
            scope,
            period,
            f"""
            select local_started_at, outside_number, coalesce(name, '') from lost_call
            left join queue using (queue_id)
            where {OF_LOST[scope.kind].replace("site_id", "lost_call.site_id")} and {IN_PERIOD}
                and outside_number is not null and fate not in ('called back', 'reached us')
            order by 1 desc limit {most}""",
        )

    def people(self, scope: Scope, period: Period) -> list[tuple[str, int, int, float]]:
        """Return name, rung, answered, seconds talked; who answered most first."""
        return [
            (a, b, c, d)
            for a, b, c, d in self._of(
                scope,
                period,
                f"""
            select coalesce(any_value(name), extension_id), sum(rung)::bigint,
                sum(answered)::bigint,
                coalesce(sum(talk), 0)::double
            from {PEOPLE[scope.kind]} as day left join person using (extension_id)
            where {IN_PERIOD} group by extension_id having sum(rung) > 0 order by 3 desc, 1""",
            )
        ]

    def transfers(self, period: Period) -> list[tuple[str, str, int, int]]:
        """Return from, to, handed on without a word, handed on after a word."""
        return [
            (a, b, c, d)
            for a, b, c, d in self._ask(
                f"""
            select coalesce(giver.name, 'not told'), coalesce(taker.name, 'outside'),
                count(*) filter (kind is distinct from 'warm'), count(*) filter (kind = 'warm')
            from transfer join call using (conversation_id)
            left join {NAMES} as giver on giver.id = from_extension_id
            left join {NAMES} as taker on taker.id = to_extension_id
            where {IN_PERIOD} group by 1, 2 order by count(*) desc, 1, 2""",
                first=period.first,
                last=period.last,
            )
        ]

    def numbers(self, scope: Scope, period: Period) -> list[tuple[str, str, int, int]]:
        """Return own number, whose it is, calls, answered; most called first."""
        owner = f"left join {NAMES} as owner on owner.id = number.extension_id"
        return [
            (a, b, c, d)
            for a, b, c, d in self._of(
                scope,
                period,
                f"""
            select number,
                coalesce(any_value(label), any_value(owner.name), any_value(usage_type), ''),
                sum(calls)::bigint, sum(answered)::bigint
            from number_day left join number using (number) {owner}
            where {IN_PERIOD} and $id = '' group by 1 order by 3 desc, 1""",
            )
        ]

    def sites(self, period: Period) -> list[tuple[str, int, int]]:
        """Return site, calls, answered; most called first."""
        return [
            (a, b, c)
            for a, b, c in self._ask(
                f"""
            select coalesce(name, 'no site told'), count(*), count(*) filter (outcome = 'answered')
            from call left join site using (site_id)
            where direction = 'inbound' and outcome is distinct from 'blocked' and {IN_PERIOD}
            group by 1 order by 2 desc, 1""",
                first=period.first,
                last=period.last,
            )
        ]

    def repeats(self, period: Period) -> list[tuple[int, int, int]]:
        """Return calls a caller (5: or more), callers, those of them answered at least once."""
        return [
            (a, b, c)
            for a, b, c in self._ask(
                f"""
            with caller as (select number, sum(calls) as calls, sum(answered) as answered
                from caller_day where {IN_PERIOD} group by 1)
            select least(calls, 5)::int, count(*), count(*) filter (answered > 0)
            from caller group by 1 order by 1""",
                first=period.first,
                last=period.last,
            )
        ]

    def agreement(self, scope: Scope) -> list[tuple[str, float, float]]:
        """Return figure, RingCentral's, ours, of the settled intervals of its analytics."""
        figures = (
            "calls",
            "answered",
            "abandoned",
            "voicemail",
            "in_service_level",
            "out_of_service_level",
            "wait_seconds",
        )
        sums = ", ".join(f"sum(their_{name})::double, sum(our_{name})::double" for name in figures)
        (row,) = self._ask(
            f"select count(*), {sums} from reconciliation "
            f"where is_settled is distinct from false and {OF_QUEUES[scope.kind]}",
            id=scope.id,
        )
        pairs = zip(figures, row[1::2], row[2::2], strict=True)
        return [(name, theirs, ours or 0) for name, theirs, ours in pairs if theirs is not None]

    def intervals(self, scope: Scope) -> tuple[int, int]:
        """Return how many settled intervals are compared, and how many have the same calls."""
        (row,) = self._ask(
            "select count(*), count(*) filter (their_calls = our_calls) "
            "from reconciliation where is_settled is distinct from false "
            f"and {OF_QUEUES[scope.kind]}",
            id=scope.id,
        )
        return row[0], row[1]

    def unknown_waits(self, period: Period) -> int:
        """Return the visits to queues whose legs cannot tell a wait."""
        number: int = self._ask(
            f"select count(*) from queue_call where wait_source = 'unknown' and {IN_PERIOD}",
            first=period.first,
            last=period.last,
        )[0][0]
        return number
