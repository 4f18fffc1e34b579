"""What an account's plan includes, and what is refused where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ringcentral_simulator.gateway.errors import ApiError, Problem

Feature = Literal[
    "multi_site",
    "call_monitoring",
    "call_recording",
    "custom_fields",
    "cost_centers",
    "audit_trail",
    "analytics",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the account has; endpoints of what it lacks answer 403.

    Attributes:
        multi_site: Sites and their members.
        call_monitoring: Groups of those who listen in.
        call_recording: Settings of recordings; the recordings themselves stay.
        custom_fields: Fields of users that the company named.
        cost_centers: Whom calls and licenses are charged to.
        audit_trail: The search in what administrators did.
        analytics: Business Analytics.
        federation: Whether a sister company shares its directory; nothing is refused without.
    """

    multi_site: bool = True
    call_monitoring: bool = True
    call_recording: bool = True
    custom_fields: bool = True
    cost_centers: bool = True
    audit_trail: bool = True
    analytics: bool = True
    federation: bool = False

    def require(self, feature: Feature) -> None:
        """Check that the account has it.

        Raises:
            ApiError: 403, it does not.
        """
        if not getattr(self, feature):
            message = f"Feature [{feature}] is not available for the account"
            raise ApiError(403, Problem("CMN-403", message))
