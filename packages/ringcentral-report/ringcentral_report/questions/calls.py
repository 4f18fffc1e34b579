"""What came in, how it ended, and how long it waited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringcentral_report.marts import IN_PERIOD, TOUCHES

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope


def outcomes(marts: Marts, scope: Scope, period: Period, *, weekly: bool) -> list[tuple[Any, ...]]:
    """Return day (or Monday), answered, voicemail, gave up, other; every day has its row."""
    step = "week" if weekly else "day"
    return marts.of(
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


def hours(marts: Marts, scope: Scope, period: Period) -> list[tuple[int, int, int, int]]:
    """Return weekday (1 Monday), local hour, what came in, given up."""
    return [
        (a, b, c, d)
        for a, b, c, d in marts.of(
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
    marts: Marts, scope: Scope, period: Period, ends: list[int]
) -> tuple[int, list[tuple[int, int, int]]]:
    """Return the calls whose wait is known, and of each second: answered, given up by then."""
    rows = marts.ask(
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
