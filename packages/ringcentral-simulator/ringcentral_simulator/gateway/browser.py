"""What a browser is sent, where the API itself would send JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class HtmlPage:
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
