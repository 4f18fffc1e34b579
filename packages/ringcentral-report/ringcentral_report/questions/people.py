"""Those who answer, and who hands on to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_report.marts import IN_PERIOD, NAMES

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope

PEOPLE = {
    "account": "(select extension_id, local_day, rung, answered, answered_talk_seconds as talk "
    "from person_day where $id = '')",
    "site": "(select extension_id, local_day, rung, answered, answered_talk_seconds as talk "
    "from person_day join person using (extension_id) where site_id = $id)",
    "queue": "(select extension_id, local_day, 1 as rung, is_answered::int as answered, "
    "talk_seconds as talk from ring where queue_id = $id)",
}


def people_rung(marts: Marts, scope: Scope, period: Period) -> list[tuple[str, int, int, float]]:
    """Return name, rung, answered, seconds talked; who answered most first."""
    return [
        (a, b, c, d)
        for a, b, c, d in marts.of(
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


def transfers(marts: Marts, period: Period) -> list[tuple[str, str, int, int]]:
    """Return from, to, handed on without a word, handed on after a word."""
    return [
        (a, b, c, d)
        for a, b, c, d in marts.ask(
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
