"""The walk where an answer tells no next link: by page number, up to the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec
from typing_extensions import override

from tap_ringcentral.pages import NextPage, PageReader

if TYPE_CHECKING:
    import requests


class NumberedPage(NextPage):
    """Asks for the same address with the next page number, until the last page was read.

    Some answers tell in `paging` how many pages there are; else an empty page ends the walk.
    """

    def __init__(self, reader: PageReader) -> None:
        super().__init__(reader)
        self._number = 1

    @override
    def get_next_url(self, response: requests.Response) -> str | None:
        answer = _ANSWER.decode(response.content)
        rows = answer.data.records if answer.data else answer.records
        if not rows or self._number == answer.paging.pages:
            return None
        self._number += 1
        parts = urlsplit(response.url)
        query = parse_qs(parts.query) | {"page": [str(self._number)]}
        return parts._replace(query=urlencode(query, doseq=True)).geturl()


class _Paging(msgspec.Struct, rename="camel", frozen=True):
    total_pages: int | None = None
    total: int | None = None  # the audit trail's name for it

    @property
    def pages(self) -> int | None:
        return self.total if self.total_pages is None else self.total_pages


class _Rows(msgspec.Struct):
    records: list[msgspec.Raw] = []


class _Answer(_Rows):
    paging: _Paging = _Paging()
    data: _Rows | None = None  # where Business Analytics has its rows


_ANSWER = msgspec.json.Decoder(_Answer)
