"""The walk where an answer tells no next link: by page number, up to the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from typing_extensions import override

from tap_ringcentral.api.pages import Page, PageReader, PageWalk, endless

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests


class NumberedPage(PageWalk):
    """Asks for the same address with the next page number, until the last page was read.

    Where answers tell how many pages there are, an empty one is not the last; else it is.
    """

    def __init__(
        self, reader: PageReader[Page], has_left: Callable[[], bool] = lambda: False
    ) -> None:
        super().__init__()
        self._reader = reader
        self._has_left = has_left
        self._number = 1
        self._first: Any = None

    @override
    def following(self, response: requests.Response) -> str | None:
        page = self._reader.read(response)
        if self._has_left():  # whoever asked has seen enough
            return None
        if self._number >= page.count if page.count else not page.records:
            return None
        first = page.records[0] if page.records else None
        if first is not None and first == self._first:
            raise endless(response.url)
        self._first = first
        self._number += 1
        parts = urlsplit(response.url)
        query = parse_qs(parts.query) | {"page": [str(self._number)]}
        return parts._replace(query=urlencode(query, doseq=True)).geturl()
