"""What was called: own numbers and sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_report.marts import IN_PERIOD, NAMES

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope


def numbers(marts: Marts, scope: Scope, period: Period) -> list[tuple[str, str, int, int]]:
    """Return own number, whose it is, calls, answered; most called first."""
    owner = f"left join {NAMES} as owner on owner.id = number.extension_id"
    return [
        (a, b, c, d)
        for a, b, c, d in marts.of(
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


def sites(marts: Marts, period: Period) -> list[tuple[str, int, int]]:
    """Return site, calls, answered; most called first."""
    return [
        (a, b, c)
        for a, b, c in marts.ask(
            f"""
        select coalesce(name, 'no site told'), count(*), count(*) filter (outcome = 'answered')
        from call left join site using (site_id)
        where direction = 'inbound' and outcome is distinct from 'blocked' and {IN_PERIOD}
        group by 1 order by 2 desc, 1""",
            first=period.first,
            last=period.last,
        )
    ]
