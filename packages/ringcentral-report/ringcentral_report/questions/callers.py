"""Those who called: who was lost, and who called again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringcentral_report.marts import IN_PERIOD, OF_LOST

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope


def fates(marts: Marts, scope: Scope, period: Period) -> list[tuple[str, int]]:
    """Return what became of lost calls, and how many."""
    return [
        (fate, number)
        for fate, number in marts.of(
            scope,
            period,
            f"""
        select coalesce(fate, 'nothing'), count(*) from lost_call
        where {OF_LOST[scope.kind]} and {IN_PERIOD} group by 1 order by 2 desc, 1""",
        )
    ]


def to_call_back(marts: Marts, scope: Scope, period: Period, most: int) -> list[tuple[Any, ...]]:
    """Return local time, number, queue of the last lost calls that nobody called back."""
    return marts.of(
        scope,
        period,
        f"""
        select local_started_at, outside_number, coalesce(name, '') from lost_call
        left join queue using (queue_id)
        where {OF_LOST[scope.kind].replace("site_id", "lost_call.site_id")} and {IN_PERIOD}
            and outside_number is not null and fate not in ('called back', 'reached us')
        order by 1 desc limit {most}""",
    )


def repeats(marts: Marts, period: Period) -> list[tuple[int, int, int]]:
    """Return calls a caller (5: or more), callers, those of them answered at least once."""
    return [
        (a, b, c)
        for a, b, c in marts.ask(
            f"""
        with caller as (select number, sum(calls) as calls, sum(answered) as answered
            from caller_day where {IN_PERIOD} group by 1)
        select least(calls, 5)::int, count(*), count(*) filter (answered > 0)
        from caller group by 1 order by 1""",
            first=period.first,
            last=period.last,
        )
    ]
