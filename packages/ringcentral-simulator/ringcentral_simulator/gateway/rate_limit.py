"""RingCentral's rate limits: developers.ringcentral.com, "Rate limits" in the basics guide."""

from __future__ import annotations

import math
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from ringcentral_simulator.clock import Clock, to_milliseconds
from ringcentral_simulator.gateway.errors import ApiError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping


class Group(Enum):
    """The usage plan group that a request counts against."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"
    AUTH = "auth"


DEFAULT_LIMITS: Mapping[Group, int] = MappingProxyType(
    {Group.LIGHT: 50, Group.MEDIUM: 40, Group.HEAVY: 10, Group.AUTH: 5}
)


@dataclass(frozen=True, slots=True)
class RateLimits:
    """How many requests are let through.

    Attributes:
        limits: Requests in a window, by group.
        window: Seconds that the sliding window is long.
        penalty: Seconds without any answer but 429, counted anew from each request during them.
        scale: Multiplies window and penalty; both stay whole seconds, and at least one.
        enabled: Whether requests count at all.
    """

    limits: Mapping[Group, int] = field(default_factory=lambda: DEFAULT_LIMITS)
    window: int = 60
    penalty: int = 60
    scale: float = 1.0
    enabled: bool = True

    @property
    def window_seconds(self) -> int:
        """The window that holds, and that is announced."""
        return max(1, math.ceil(self.window * self.scale))

    @property
    def penalty_seconds(self) -> int:
        """The penalty that holds, and that is announced."""
        return max(1, math.ceil(self.penalty * self.scale))


@dataclass(slots=True)
class _Bucket:
    """The requests of one user and app in one group, by the milliseconds at which they came."""

    requests: deque[int] = field(default_factory=deque)
    penalty_ends: int = 0


class RateLimiter:
    """Counts requests by the simulator's clock.

    Args:
        limits: How many are let through.
        clock: Whose time counts.
    """

    def __init__(self, limits: RateLimits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets: defaultdict[tuple[str, Group], _Bucket] = defaultdict(_Bucket)
        self._lock = threading.Lock()

    def admit(self, who: str, group: Group) -> dict[str, str]:
        """Count a request.

        Args:
            who: User and app whose request it is.
            group: What it counts against.

        Returns:
            The headers that tell how much is left.

        Raises:
            ApiError: 429 with `Retry-After`; the penalty begins anew.
        """
        now = to_milliseconds(self._clock.now())
        limit, window = self._limits.limits[group], self._limits.window_seconds
        if not self._limits.enabled:
            return self._headers(group, limit)
        with self._lock:
            bucket = self._buckets[who, group]
            while bucket.requests and bucket.requests[0] <= now - 1_000 * window:
                bucket.requests.popleft()
            if now < bucket.penalty_ends or len(bucket.requests) >= limit:
                bucket.penalty_ends = now + 1_000 * self._limits.penalty_seconds
                raise self._refusal(group)
            bucket.requests.append(now)
            return self._headers(group, limit - len(bucket.requests))

    def _headers(self, group: Group, remaining: int) -> dict[str, str]:
        return {
            "X-Rate-Limit-Group": group.value,
            "X-Rate-Limit-Limit": str(self._limits.limits[group]),
            "X-Rate-Limit-Remaining": str(remaining),
            "X-Rate-Limit-Window": str(self._limits.window_seconds),
        }

    def _refusal(self, group: Group) -> ApiError:
        headers = {**self._headers(group, 0), "Retry-After": str(self._limits.penalty_seconds)}
        return ApiError(429, Problem("CMN-301", "Request rate exceeded"), headers=headers)
