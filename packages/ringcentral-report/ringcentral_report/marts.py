"""The marts, asked in the terms of the page. Their columns are the models' contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringcentral_report.scope import Period, Scope

if TYPE_CHECKING:
    from datetime import datetime

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

    def ask(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a question; `$name` stands for a value."""
        return self._lake.database.execute(sql, values or None).fetchall()

    def of(self, scope: Scope, period: Period, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a question about `$id`, `$first` and `$last`."""
        return self.ask(sql, id=scope.id, first=period.first, last=period.last)

    def days(self) -> Period | None:
        """Return the first and the last day that anything came in; nothing for an empty lake."""
        first, last = self.ask(
            "select min(local_day), max(local_day) from (select local_day from call "
            "union all select local_day from queue_call)"
        )[0]
        return Period(first, last) if first else None

    def newest_call(self) -> datetime | None:
        """Return when the newest call started, as a moment in UTC without a zone."""
        newest: datetime | None = self.ask(
            "select make_timestamp(epoch_us(max(started_at))) from call"
        )[0][0]
        return newest

    def scopes(self, kind: str) -> list[Scope]:
        """Return the queues or the sites, also those that are gone and still have calls."""
        more = "goal_percent, threshold_seconds" if kind == "queue" else "null, null"
        used = "queue_call" if kind == "queue" else "call"
        rows = self.ask(
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
            for (zone,) in self.ask(
                "select distinct time_zone from site where time_zone is not null order by 1"
            )
        ]

    def formula(self) -> tuple[str, str]:
        """Return the service level's formula, and where the figure is from: analytics or legs."""
        rows = self.ask(
            "select max(service_level_formula), coalesce(string_agg(distinct service_level_source, "
            "' and '), '') from queue_hour"
        )
        return rows[0][0] or "ringcentral", rows[0][1]

    def totals(self, scope: Scope, period: Period) -> Totals:
        """Return the figures of the tiles."""
        counted = self.of(
            scope,
            period,
            f"""
            select count(*), count(*) filter (outcome = 'answered'),
                count(*) filter (outcome = 'voicemail'), count(*) filter (outcome = 'abandoned'),
                quantile_cont(wait_seconds, 0.5), quantile_cont(wait_seconds, 0.9)
            from {TOUCHES[scope.kind]} where {IN_PERIOD}""",
        )[0]
        level = self.of(
            scope,
            period,
            f"""
            select coalesce(sum(in_service_level), 0)::bigint,
                coalesce(sum(out_of_service_level), 0)::bigint
            from queue_hour where {OF_QUEUES[scope.kind]} and {IN_PERIOD}""",
        )[0]
        lost = self.of(
            scope,
            period,
            f"""
            select count(*),
                count(*) filter (fate is null or fate not in ('called back', 'reached us'))
            from lost_call where {OF_LOST[scope.kind]} and {IN_PERIOD}""",
        )[0]
        return Totals(*counted, *level, *lost)
