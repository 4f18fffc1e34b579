"""What an endpoint may answer with: the API's JSON, and what a browser is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringcentral_simulator.gateway.wire import Json

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Page:
    """A page for a browser."""

    html: Markup
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """Sends a browser on; what it posted stays here.

    Attributes:
        location: Where to.
    """

    location: str
    status: int = 302


Reply = Json | Page | Redirect | None
"""What an endpoint answers with; `None` is an empty answer."""
