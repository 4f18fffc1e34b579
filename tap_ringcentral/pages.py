"""The page walk: each answer parsed once, the next page from `navigation.nextPage` alone.

Call logs tell no totals, and a page may be short or empty without being the last
(developers.ringcentral.com/guide/basics/pagination).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
from singer_sdk.pagination import BaseHATEOASPaginator
from typing_extensions import override

from tap_ringcentral.errors import RequestFailedError, RingCentralError

if TYPE_CHECKING:
    import requests


@dataclass(frozen=True)
class Page:
    """The records of one answer, and the address of the next page where there is one."""

    records: list[dict[str, Any]]
    next_url: str | None

    @classmethod
    def of(cls, response: requests.Response) -> Page:
        """Read an answer: a list with its navigation, or a single object as a page of one.

        Raises:
            RequestFailedError: The body is neither, such as half of one or a proxy's HTML.
        """
        try:
            listed = _LISTED.decode(response.content)
            if listed.records is None:
                return cls([_OBJECT.decode(response.content)], None)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise RequestFailedError(
                f"RingCentral's answer for {urlsplit(response.url).path} is not the JSON that it "
                "should be. If that goes on, check server_url and any proxy on the way.",
                response,
            ) from None
        link = listed.navigation and listed.navigation.next_page
        return cls(listed.records, link.uri if link else None)


class _Link(msgspec.Struct):
    uri: str | None = None


class _Navigation(msgspec.Struct, rename="camel"):
    next_page: _Link | None = None


class _Listed(msgspec.Struct):
    records: list[dict[str, Any]] | None = None
    navigation: _Navigation | None = None


_LISTED = msgspec.json.Decoder(_Listed)
_OBJECT = msgspec.json.Decoder(dict[str, Any])


class PageReader:
    """Parses each answer once, for whoever asks: the records, the walk, the retry."""

    def __init__(self) -> None:
        self._latest: tuple[requests.Response, Page] | None = None

    def read(self, response: requests.Response) -> Page:
        """Read an answer as a page.

        Raises:
            RequestFailedError: The body is no page.
        """
        if self._latest is None or self._latest[0] is not response:
            self._latest = response, Page.of(response)
        return self._latest[1]


class NextPage(BaseHATEOASPaginator):
    """Follows the next link to the end."""

    def __init__(self, reader: PageReader) -> None:
        super().__init__()
        self._reader = reader
        self._followed: set[str] = set()

    @override
    def get_next_url(self, response: requests.Response) -> str | None:
        """Give the next link.

        Raises:
            RingCentralError: It was followed before: the walk would not end.
        """
        url = self._reader.read(response).next_url
        if url in self._followed:
            raise RingCentralError(
                f"RingCentral named the same next page twice for {urlsplit(url).path}, so that "
                "the list would never end. Nothing is lost: run again to resume."
            )
        if url is not None:
            self._followed.add(url)
        return url

    @override
    def continue_if_empty(self, response: requests.Response) -> bool:
        """Let the next link alone decide, also after an empty page."""
        return True
