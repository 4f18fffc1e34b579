"""Recordings that no bookmark may pass: neither stored nor known to be gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ringcentral.api import timestamps

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tap_ringcentral.recordings.named import Recording
    from tap_ringcentral.streams.base.bookmarked import BookmarkedStream

_MOST = 1000  # recordings that a state names
_WAITING = "waiting"  # their name in a state


def unsettled_before(stream: BookmarkedStream) -> set[str]:
    """Return the ids of those that the run before left."""
    return set(stream.state_manager.stream_state.get(_WAITING) or ())


class Unsettled:
    """Holds the bookmark, and names in the state what it is held for.

    Args:
        stream: Whose bookmark.
        final: What the bookmark never passes.
        later: Ids of those that the run before left and that this one has not come to.
    """

    def __init__(self, stream: BookmarkedStream, final: datetime, later: Collection[str]) -> None:
        self._stream = stream
        self._final = self._cap = final
        self._later = later
        self._starts: dict[str, datetime] = {}
        self._reached: datetime | None = None
        self._is_told = False

    def __len__(self) -> int:
        """Count them."""
        return len(self._starts)

    def hold(self, recording: Recording) -> None:
        """Keep the bookmark from passing a recording."""
        self._starts[recording.id] = recording.start
        self._cap, self._is_told = min(self._cap, recording.start), False

    def settle(self, recording: Recording) -> None:
        """Hold the bookmark for a recording no more, where it was held."""
        if self._starts.pop(recording.id, None) is not None:
            self._cap, self._is_told = min([self._final, *self._starts.values()]), False

    def advance(self, instant: datetime | None) -> None:
        """Let the bookmark pass what is settled.

        Args:
            instant: Up to when all were asked for; None where that is as before.
        """
        if instant is not None:
            self._reached = max(self._reached or instant, instant)
        if self._reached is None:
            return
        self._stream.cap_bookmark(self._cap)
        self._stream.advance_bookmark(timestamps.render(self._reached))
        if not self._is_told:
            self.tell()

    def tell(self) -> None:
        """Name in the state those that the next run is to ask for last."""
        self._is_told = True
        state = self._stream.state_manager.stream_state
        waiting = {*self._starts, *self._later}
        if waiting or _WAITING in state:  # what is left out of a state may be merged into it again
            state[_WAITING] = sorted(waiting)[:_MOST] or None
