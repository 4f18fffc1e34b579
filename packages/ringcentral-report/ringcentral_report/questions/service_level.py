"""How many were answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringcentral_report.marts import IN_PERIOD, OF_QUEUES

if TYPE_CHECKING:
    from datetime import date

    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope


def levels(marts: Marts, scope: Scope, period: Period) -> list[tuple[Any, ...]]:
    """Return queue, goal, threshold, in, out, visits; furthest below its goal first."""
    return marts.of(
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


def level_by_day(marts: Marts, scope: Scope, period: Period) -> list[tuple[date, int, int]]:
    """Return day, in, out."""
    return [
        (day, inside, outside)
        for day, inside, outside in marts.of(
            scope,
            period,
            f"""
        select local_day, sum(in_service_level)::bigint, sum(out_of_service_level)::bigint
        from queue_hour where {OF_QUEUES[scope.kind]} and {IN_PERIOD} group by 1 order by 1""",
        )
    ]
