"""The walk where an answer tells no next link: by page number, up to the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from typing_extensions import override

from tap_ringcentral.pages import Page, PageReader, PageWalk

if TYPE_CHECKING:
    import requests


class NumberedPage(PageWalk):
    """Asks for the same address with the next page number, until the last page was read.

    Some answers tell how many pages there are; else an empty page ends the walk.
    """

    def __init__(self, reader: PageReader[Page]) -> None:
        super().__init__()
        self._reader = reader
        self._number = 1

    @override
    def following(self, response: requests.Response) -> str | None:
        page = self._reader.read(response)
        if not page.records or self._number == page.count:
            return None
        self._number += 1
        parts = urlsplit(response.url)
        query = parse_qs(parts.query) | {"page": [str(self._number)]}
        return parts._replace(query=urlencode(query, doseq=True)).geturl()
