"""How busy the company's telephones and administrators are, and how its call log behaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Profile:
    """What the call log is like.

    Attributes:
        calls_per_weekday: Records of a usual weekday.
        weekend_share: How busy a weekend's hour is, against the same hour of a weekday.
        long_call_share: Share of the calls talked on that last from one to five hours.
        late_share: Share of the records that appear up to two hours after the call, rather than
            15 to 30 seconds.
        edit_share: Share of the records whose billing changes half an hour to twelve hours after
            they appear.
        delete_share: Share of the records that are deleted some time after they appear, within 20
            hours after their call began.
        follow_up_share: Share of the lost calls whose caller is called back or tries again that
            day, where the number is known.
        callback_share: Share of the callers of a queue in vain who leave a request to be called
            back, which RingCentral's description names as a result of calls and nothing else does.
        events_per_day: What administrators do on a day, as the audit trail has it.
        reorganized_on: UTC day with which some people leave, a queue is renamed, and goals,
            thresholds and members of queues change; `None` for never. Calls from then on are the
            later company's.
        history_days: Days after which a record is no longer returned.
    """

    calls_per_weekday: int = 1_000
    weekend_share: float = 0.08
    long_call_share: float = 0.001
    late_share: float = 0.005
    edit_share: float = 0.3
    delete_share: float = 0.0
    follow_up_share: float = 0.5
    callback_share: float = 0.0
    events_per_day: int = 25
    history_days: int = 365
    reorganized_on: date | None = None

    def __post_init__(self) -> None:
        if self.calls_per_weekday < 0 or self.history_days < 1:
            raise ValueError("a profile needs at least no calls a day, and one day of history")
