"""Records that an administrator has deleted: few, and of any age."""

from __future__ import annotations

import threading
from types import MappingProxyType
from typing import TYPE_CHECKING

from ringcentral_simulator.calls.call import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringcentral_simulator.calls.call import Call


class Deletions:
    """What was deleted by hand, and when.

    Attributes:
        times: When each of these calls' records was deleted, milliseconds since 1970.
        days: On which days they began, counted from 1970.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.times: Mapping[Call, int] = MappingProxyType({})
        self.days: frozenset[int] = frozenset()

    def add(self, call: Call, at_ms: int) -> None:
        """Delete a call's record; whoever reads meanwhile still has what was before."""
        with self._lock:
            self.days |= {call.start_ms // DAY_MS}
            self.times = MappingProxyType({**self.times, call: at_ms})
