"""What no public source settles about RingCentral, and which answer is taken by default."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Quirks:
    """How RingCentral behaves where nobody outside knows, so that a client meets either answer.

    Attributes:
        detailed_page_limit: Most records on a page of the call log with `view=Detailed`; a larger
            `perPage` is cut down to it, as `paging.perPage` tells.
        echoes_date_to: Whether the addresses in an answer of the call log repeat `dateTo`; where
            they do not, a page asked for by them ends at its own now.
        truncates_to_seconds: Whether the call log cuts `dateFrom` and `dateTo` to the second.
        shows_in_progress: Whether the call log lists calls that still go on, and those that have
            ended and wait for their record; extract-sync never has them.
        newest_first: Whether the call log lists the latest start first; else the earliest.
        refuses_future: Whether a range may not end in the future anywhere; Business Analytics
            refuses such a one in any case.
        audit_limit: Most events of the audit trail that can be searched.
        audit_limit_is_of_all: Whether those are the newest of all events; else the newest that a
            search finds.
        sync_lag: Seconds after which extract-sync knows of a change at the latest; how many it is
            differs from call to call, and never for the same call. It may thus learn of a change
            when its tokens are past that time already.
        sync_reach_days: Days after which extract-sync has forgotten a change; `None` for never.
        sync_offered: Whether there is an extract-sync at all; without it the answer is 404.
        sync_token_lifetime: Seconds that a token of extract-sync is good for.
        overflowed_is_answered: Whether Business Analytics has a queue answer the calls that it
            passed to another queue when it was full, as far as that one answered them; else they
            are answered there alone, and out of service level here.
        leg_starts_when_answered: Whether the leg of whoever takes a call begins with the answer;
            else it begins with the call and lasts as long, as in RingCentral's sample of a call
            of a queue, and tells nothing of the wait.
        tells_answered_elsewhere: Whether the legs of telephones that rang when another took the
            call say `Answered Elsewhere`; else they say `Missed`.
        counts_as: Rate-limit group that requests count in, by the one that is documented, where it
            is another: such as `{"light": "medium"}`.

    Raises:
        ValueError: If a page has no room, or a time is negative.
    """

    detailed_page_limit: int = 1_000
    echoes_date_to: bool = True
    truncates_to_seconds: bool = False
    shows_in_progress: bool = False
    newest_first: bool = True
    refuses_future: bool = False
    audit_limit: int = 10_000
    audit_limit_is_of_all: bool = True
    sync_lag: float = 0.0
    sync_reach_days: int | None = None
    sync_offered: bool = True
    sync_token_lifetime: float = 86_400.0
    overflowed_is_answered: bool = True
    leg_starts_when_answered: bool = True
    tells_answered_elsewhere: bool = False
    counts_as: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if min(self.detailed_page_limit, self.audit_limit) < 1:
            raise ValueError("a page of the call log, and a search, need room for a record")
        if min(self.sync_lag, self.sync_reach_days or 0, self.sync_token_lifetime) < 0:
            raise ValueError("times of extract-sync cannot be negative")
