"""When a record appears, changes, and is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls.call import HOUR_MS, MINUTE_MS, SETTLED_AFTER_MS
from ringcentral_simulator.calls.recorded import RECORDED, has_recorded_leg, is_recorded
from ringcentral_simulator.quirks import Quirks

if TYPE_CHECKING:
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.deletions import Deletions
    from ringcentral_simulator.calls.profile import Profile


class Lifecycle:
    """When a record appears and changes: 15-30 s after the call, then its recording and billing.

    The order follows RingCentral's call-log guide: records are there only after the call has
    ended, and recording and billing are added to them later. A deleted record changes no more.

    Args:
        profile: How common each change is.
        deletions: What was deleted by hand, besides what the profile has deleted.
        quirks: What is recorded.
    """

    def __init__(
        self, profile: Profile, deletions: Deletions, quirks: Quirks | None = None
    ) -> None:
        self._late_share = profile.late_share
        self._edit_share = profile.edit_share
        self._delete_share = profile.delete_share
        self._deletions = deletions
        self._quirks = quirks or Quirks()

    def appears_ms(self, call: Call) -> int:
        """Return when the record is first listed."""
        chance = call.chance(_APPEARS)
        if chance < self._late_share:
            return call.end_ms + int(2 * HOUR_MS * chance / self._late_share)
        return call.end_ms + 15_000 + int(15_000 * chance)

    def recording_ms(self, call: Call) -> int | None:
        """Return when recordings are attached, to legs too; `None` when none were made."""
        if not is_recorded(call, self._quirks) and not has_recorded_leg(call, self._quirks):
            return None
        return self.appears_ms(call) + MINUTE_MS + int(9 * MINUTE_MS * call.chance(_RECORDING_AT))

    def billing_ms(self, call: Call) -> int | None:
        """Return when its cost is set right; `None` when it was right at once."""
        chance = call.chance(_BILLED)
        if chance >= self._edit_share:
            return None
        return self.appears_ms(call) + int(HOUR_MS * (0.5 + 11.5 * chance / self._edit_share))

    def deleted_ms(self, call: Call) -> int | None:
        """Return when it is deleted; `None` when it is not."""
        drawn = self._drawn_deletion_ms(call)
        by_hand = self._deletions.times.get(call) if self._deletions.times else None
        if drawn is None or by_hand is None:
            return by_hand if drawn is None else drawn
        return min(drawn, by_hand)

    def is_deleted(self, call: Call, now_ms: int) -> bool:
        """Whether it has been deleted by a time."""
        deleted = self.deleted_ms(call)
        return deleted is not None and deleted <= now_ms

    def state_ms(self, call: Call, now_ms: int) -> int:
        """Return the time whose state a record shows: its deletion once deleted, else now."""
        deleted = self.deleted_ms(call)
        return now_ms if deleted is None else min(deleted, now_ms)

    def last_modified_ms(self, call: Call, now_ms: int) -> int:
        """Return its last change so far; while there is none, the call itself changes."""
        deleted = self.deleted_ms(call)
        if deleted is not None and deleted <= now_ms:
            return deleted
        modified = self.drawn_change_ms(call, now_ms)
        return min(now_ms, call.end_ms) if modified is None else modified

    def drawn_change_ms(self, call: Call, now_ms: int) -> int | None:
        """Return its last change so far without deletions by hand; `None` before it appears."""
        deleted = self._drawn_deletion_ms(call)
        if deleted is not None and deleted <= now_ms:
            return deleted
        changes = (self.appears_ms(call), self.recording_ms(call), self.billing_ms(call))
        so_far = (change for change in changes if change is not None and change <= now_ms)
        return max(so_far, default=None)

    def _drawn_deletion_ms(self, call: Call) -> int | None:
        if not self._delete_share or (chance := call.chance(_DELETED)) >= self._delete_share:
            return None
        earliest = self.appears_ms(call) + MINUTE_MS
        latest = call.start_ms + SETTLED_AFTER_MS
        return earliest + int((latest - earliest) * chance / self._delete_share)


_APPEARS = 1
_RECORDING_AT, _BILLED, _DELETED = range(RECORDED + 1, RECORDED + 4)
