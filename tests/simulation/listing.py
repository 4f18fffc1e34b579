"""A call log reduced to starts, which changes from page to page, in the place of the network."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from requests.adapters import BaseAdapter

from tap_ringcentral.api import timestamps

if TYPE_CHECKING:
    from collections.abc import Sequence

EPOCH = datetime(2026, 3, 20, tzinfo=UTC)
_TOKEN = {"access_token": "a", "token_type": "bearer", "expires_in": 3_600}


@dataclass(frozen=True)
class Call:
    """A call.

    Attributes:
        start: Milliseconds after the epoch of this module.
    """

    id: str
    start: int


@dataclass(frozen=True)
class Change:
    """What happens to the log between two answers.

    Attributes:
        new: Calls that appear.
        gone: Calls that are deleted, by their place among those there.
    """

    new: Sequence[Call] = ()
    gone: Sequence[int] = ()


@dataclass
class Listing(BaseAdapter):
    """Answers as `GET .../call-log` does; after each answer comes the next change.

    Attributes:
        throughout: Ids of the calls that have been there all the time.
        ever: Ids of all that have been there.
    """

    calls: list[Call]
    page_size: int
    changes: list[Change]
    newest_first: bool = True
    throughout: set[str] = field(init=False)
    ever: set[str] = field(init=False)

    def __post_init__(self) -> None:
        super().__init__()
        self.throughout = {call.id for call in self.calls}
        self.ever = set(self.throughout)

    def send(  # type: ignore[override] # how to connect is of no account here
        self, request: requests.PreparedRequest, **_: Any
    ) -> requests.Response:
        """Answer a request."""
        url = request.url or ""
        is_sign_in = urlsplit(url).path.endswith("/token")
        response = requests.Response()
        response.status_code = requests.codes.ok
        response.request, response.url = request, url
        response._content = json.dumps(_TOKEN if is_sign_in else self._page(url)).encode()
        vars(response)["_content_consumed"] = True  # so that it can be read in pieces, too
        return response

    def close(self) -> None:
        """Nothing is open."""

    def _page(self, url: str) -> dict[str, Any]:
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        number = int(query.get("page", "1"))
        size = min(self.page_size, int(query["perPage"]))
        found = sorted(
            (
                call
                for call in self.calls
                if query["dateFrom"] <= instant(call.start) <= query["dateTo"]
            ),
            key=lambda call: (call.start, call.id),
            reverse=self.newest_first,
        )
        shown, more = found[(number - 1) * size :][:size], len(found) > number * size
        following = urlsplit(url)._replace(query=urlencode(query | {"page": number + 1})).geturl()
        self._change()
        return {
            "records": [{"id": call.id, "startTime": instant(call.start)} for call in shown],
            "paging": {"page": number, "perPage": size},
            "navigation": {"nextPage": {"uri": following}} if more else {},
        }

    def _change(self) -> None:
        change = self.changes.pop(0) if self.changes else Change()
        gone = {self.calls[place % len(self.calls)].id for place in change.gone if self.calls}
        self.calls = [call for call in self.calls if call.id not in gone]
        self.calls += change.new
        self.throughout -= gone
        self.ever |= {call.id for call in change.new}


def instant(milliseconds: int) -> str:
    """Write a start as RingCentral does."""
    return timestamps.render(EPOCH + timedelta(milliseconds=milliseconds))
