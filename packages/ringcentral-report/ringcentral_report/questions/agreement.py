"""How far RingCentral's own figures and the count from the call log agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_report.marts import IN_PERIOD, OF_QUEUES

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope


def figures_compared(marts: Marts, scope: Scope) -> list[tuple[str, float, float]]:
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
    (row,) = marts.ask(
        f"select count(*), {sums} from reconciliation "
        f"where is_settled is distinct from false and {OF_QUEUES[scope.kind]}",
        id=scope.id,
    )
    pairs = zip(figures, row[1::2], row[2::2], strict=True)
    return [(name, theirs, ours or 0) for name, theirs, ours in pairs if theirs is not None]


def intervals(marts: Marts, scope: Scope) -> tuple[int, int]:
    """Return how many settled intervals are compared, and how many have the same calls."""
    (row,) = marts.ask(
        "select count(*), count(*) filter (their_calls = our_calls) "
        "from reconciliation where is_settled is distinct from false "
        f"and {OF_QUEUES[scope.kind]}",
        id=scope.id,
    )
    return row[0], row[1]


def unknown_waits(marts: Marts, period: Period) -> int:
    """Return the visits to queues whose legs cannot tell a wait."""
    number: int = marts.ask(
        f"select count(*) from queue_call where wait_source = 'unknown' and {IN_PERIOD}",
        first=period.first,
        last=period.last,
    )[0][0]
    return number
