"""Pages of an answer, and the walks over them: functions of a request and its page.

A page may be short or empty without being the last: the next link alone says whether there is more
(developers.ringcentral.com/guide/basics/pagination).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from tap_ringcentral.api.answer_body import decoded
from tap_ringcentral.api.errors import RingCentralError, endless

if TYPE_CHECKING:
    from tap_ringcentral.api.answer_body import Answer
    from tap_ringcentral.api.lenient_json import Repairs
    from tap_ringcentral.api.request import Request


PageT_contra = TypeVar("PageT_contra", contravariant=True)


class Walk(Protocol[PageT_contra]):
    """A way from page to page."""

    def __call__(self, request: Request, page: PageT_contra, /) -> Request | None:
        """Return the request that follows one, given its page; None at the end."""


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
    def from_answer(cls, answer: Answer, repairs: Repairs) -> Page:
        """Read an answer: a list with its navigation, or a single object as a page of one.

        Raises:
            RequestFailedError: The body is neither, such as half of one or a proxy's HTML.
        """
        listed = decoded(answer, _LISTED, repairs)
        if isinstance(listed.records, msgspec.UnsetType):
            return cls([decoded(answer, _OBJECT, repairs)], None)
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


def next_link(request: Request, page: Page) -> Request | None:
    """Follow the next link."""
    return linked(request, page.next_url) if page.next_url else None


def linked(request: Request, url: str) -> Request:
    """Return the request for an address that RingCentral named.

    One that does not repeat a parameter, such as dateTo, must not change the list.
    """
    parts = urlsplit(url)
    query = {**request.query, **parse_qs(parts.query)}
    return replace(request, link=parts._replace(query="", fragment="").geturl(), query=query)


def numbered() -> Walk[Page]:
    """Return a walk for a list without links: by page number, up to the last page.

    Where answers tell how many pages there are, an empty one is not the last; else it is. The walk
    raises a RingCentralError where two pages begin with the same record.
    """
    former: Any = None

    def follow(request: Request, page: Page) -> Request | None:
        nonlocal former
        if request.page >= page.count if page.count else not page.records:
            return None
        first = page.records[0] if page.records else None
        if first is not None and first == former:
            raise endless(request.stream)
        former = first
        return request.on_page(request.page + 1)

    return follow
