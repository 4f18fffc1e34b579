"""The page walk: each answer parsed once, the next page from `navigation.nextPage` alone.

A page may be short or empty without being the last
(developers.ringcentral.com/guide/basics/pagination).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

import msgspec
from singer_sdk.pagination import BaseHATEOASPaginator
from typing_extensions import override

from tap_ringcentral.api.answer_body import body_of, decoded
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

    from tap_ringcentral.api.lenient_json import Repairs


@dataclass(frozen=True)
class Page:
    """The records of one answer, and the address of the next page where there is one."""

    records: list[Any]
    next_url: str | None
    count: int | None = None
    """How many pages there are, where the answer tells."""
    rows: int | None = None
    """How many rows they have, where the answer tells."""

    @classmethod
    def of(cls, response: requests.Response, repairs: Repairs) -> Page:
        """Read an answer: a list with its navigation, or a single object as a page of one.

        Raises:
            RequestFailedError: The body is neither, such as half of one or a proxy's HTML.
        """
        body = body_of(response)
        listed = decoded(response, body, _LISTED, repairs)
        if isinstance(listed.records, msgspec.UnsetType):
            return cls([decoded(response, body, _OBJECT, repairs)], None)
        return cls(
            listed.records,
            listed.navigation.next_url if listed.navigation else None,
            listed.paging.pages if listed.paging else None,
            listed.paging.rows if listed.paging else None,
        )


class Link(msgspec.Struct):
    """An address."""

    uri: str | None = None


class Navigation(msgspec.Struct, rename="camel"):
    """The neighbors of a page."""

    next_page: Link | None = None

    @property
    def next_url(self) -> str | None:
        """The address of the next page, where there is one.

        Raises:
            RingCentralError: It is no address.
        """
        url = self.next_page.uri if self.next_page else None
        try:
            urlsplit(url or "")
        except ValueError:
            raise RingCentralError(
                "RingCentral named a next page whose address is none. Nothing is lost: run again, "
                "and tell RingCentral's support if it stays so."
            ) from None
        return url


class Paging(msgspec.Struct, rename="camel"):
    """What an answer tells of its pages."""

    per_page: int | None = None
    total_pages: int | None = None
    total: int | None = None
    """The audit trail's name for the number of pages."""
    total_elements: int | None = None
    total_found: int | None = None
    """The audit trail's name for the number of rows."""

    @property
    def pages(self) -> int | None:
        """How many pages there are."""
        return self.total if self.total_pages is None else self.total_pages

    @property
    def rows(self) -> int | None:
        """How many rows all pages have."""
        return self.total_found if self.total_elements is None else self.total_elements


class _Listed(msgspec.Struct):
    records: list[dict[str, Any]] | msgspec.UnsetType = msgspec.UNSET
    navigation: Navigation | None = None
    paging: Paging | None = None


_LISTED = msgspec.json.Decoder(_Listed)
_OBJECT = msgspec.json.Decoder(dict[str, Any])
PageT = TypeVar("PageT", bound=Page)


class PageReader(Generic[PageT]):
    """Parses each answer once, for whoever asks: the records, the walk, the retry."""

    def __init__(self, parse: Callable[[requests.Response], PageT]) -> None:
        self._parse = parse
        self._latest: tuple[requests.Response, PageT] | None = None

    def read(self, response: requests.Response) -> PageT:
        """Read an answer as a page.

        Raises:
            RequestFailedError: The body is no page.
        """
        if self._latest is None or self._latest[0] is not response:
            self._latest = response, self._parse(response)
        return self._latest[1]


def endless(url: str) -> RingCentralError:
    """Return the error that a page has come twice."""
    return RingCentralError(
        f"RingCentral gave the same page twice for {urlsplit(url).path}, so that the list would "
        "never end. Nothing is lost: run again to resume."
    )


class PageWalk(BaseHATEOASPaginator):
    """Goes from address to address to the end, and never twice to the same."""

    def __init__(self) -> None:
        super().__init__()
        self._followed: set[str] = set()

    def following(self, response: requests.Response) -> str | None:
        """Return the address after an answer; None at the end."""
        raise NotImplementedError

    @override
    def get_next_url(self, response: requests.Response) -> str | None:
        """Return the next address.

        Raises:
            RingCentralError: It was followed before: the walk would not end.
        """
        url = self.following(response)
        if url in self._followed:
            raise endless(url)
        if url is not None:
            self._followed.add(url)
        return url

    @override
    def continue_if_empty(self, response: requests.Response) -> bool:
        """Let the next address alone decide, also after an empty page."""
        return True


class NextPage(PageWalk):
    """Follows the next link."""

    def __init__(self, reader: PageReader[Page]) -> None:
        super().__init__()
        self._reader = reader

    @override
    def following(self, response: requests.Response) -> str | None:
        return self._reader.read(response).next_url
