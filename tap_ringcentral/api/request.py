"""One request to RingCentral's API, as a value."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNT = "/restapi/v1.0/account/{account_id}"
"""Path that most of what an account has begins with."""

TRIES = 6
"""Usual tries, with pauses of 2, 4, 8, 16 and 32 s: a failover takes RingCentral 10 to 15 s."""


@dataclass(frozen=True)
class Request:
    """What is asked for. A page walk makes the next one of it."""

    endpoint: str
    """Path, with the names of its ids in braces: what RingCentral counts requests by."""
    stream: str
    """Name of the stream that asks, for messages."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """The path's ids by their names, but for that of the account."""
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    """What a search is to find, which is posted as JSON."""
    group: str = "Heavy"
    """Rate-limit group that the endpoint is documented to be in; answers tell the real one."""
    tries: int = TRIES
    """How often it is sent, as long as it fails for now."""
    link: str | None = None
    """Address that RingCentral named for it, less the query, in place of the endpoint's own."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What it says besides the usual."""
    about: str = ""
    """What messages name in the place of its address, such as `recording 123`."""

    @property
    def is_media(self) -> bool:
        """Whether it asks for content, which RingCentral gives from a host of its own."""
        return bool(self.about)

    def path(self, account_id: str) -> str:
        """Return the path with all its ids."""
        path = self.endpoint
        for name, id_ in {"account_id": account_id, **self.ids}.items():
            path = path.replace(f"{{{name}}}", quote(id_, safe=""))
        return path

    @property
    def page(self) -> int:
        """Number of the page that is asked for; the first is 1."""
        return int((self.body or {}).get("page", self.query.get("page", 1)))

    def on_page(self, number: int) -> Request:
        """Return the request for another page, by its number, which stands where that of this is.

        That is the body of a search that has a page in it, and else the query.
        """
        if self.body is not None and "page" in self.body:
            return replace(self, body={**self.body, "page": number})
        return replace(self, query={**self.query, "page": number})

    @property
    def key(self) -> str:
        """Text that equals that of another request only where the same is asked for."""
        query = urlencode(self.query, doseq=True)
        return " ".join([self.link or self.endpoint, query, json.dumps(self.body)])
