"""Pages of a list: which one is asked for, and how it names its neighbors.

Source: developers.ringcentral.com, "Navigating paginated results".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ringcentral_simulator.gateway.parameters import at_least_one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Request

    from ringcentral_simulator.gateway.wire import Json

MOST_PER_PAGE = 1_000
_USUAL_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page:
    """The page a request asks for.

    Attributes:
        number: From 1.
        size: Records on a page.
    """

    number: int
    size: int

    @classmethod
    def from_request(
        cls, request: Request, *, usual: int = _USUAL_PER_PAGE, most: int = MOST_PER_PAGE
    ) -> Page:
        """Read `page` and `perPage`; a page size over the limit is cut down to it.

        Args:
            request: Which asks.
            usual: Records on a page when it does not say.
            most: Records on a page at most.

        Raises:
            ApiError: 400, one of them is no number from 1.
        """
        size = request.args.get("perPage")
        wanted = most if size == "max" else at_least_one(request, "perPage", usual)
        return cls(at_least_one(request, "page", 1), min(wanted, most))

    @property
    def skip(self) -> int:
        """Records before it."""
        return (self.number - 1) * self.size

    def pages(self, total: int) -> int:
        """Return how many such pages so many records take."""
        return -(-total // self.size)

    def extent(self, found: int) -> Json:
        """Return an answer's `paging` for so many records found; past the end it has no page."""
        if not found:
            return {"perPage": self.size}
        return {
            "page": self.number,
            "perPage": self.size,
            "pageStart": self.skip,
            "pageEnd": self.skip + found - 1,
        }


@dataclass(frozen=True, slots=True)
class Address:
    """Where a list lives, and what else was asked of it."""

    uri: str
    query: MultiDict[str, str]

    def at(self, number: int, size: int) -> str:
        """Return the address of one of its pages."""
        pairs = [(k, v) for k, v in self.query.items(multi=True) if k not in {"page", "perPage"}]
        return f"{self.uri}?{urlencode([*pairs, ('page', number), ('perPage', size)])}"

    def navigation(self, page: Page, *, more: bool, last: int | None = None) -> Json:
        """Return the neighbors' addresses; a next page is named only where there is one."""
        numbers = {"firstPage": 1}
        if more:
            numbers["nextPage"] = page.number + 1
        if page.number > 1:
            numbers["previousPage"] = page.number - 1
        if last is not None:
            numbers["lastPage"] = last
        return {name: {"uri": self.at(number, page.size)} for name, number in numbers.items()}


def listed(
    request: Request,
    uri: str,
    records: Sequence[Json],
    query: MultiDict[str, str] | None = None,
) -> Json:
    """Return a directory's list, cut to the page asked for, with totals.

    Args:
        request: Which asks.
        uri: Where the list lives.
        records: All of it.
        query: What addresses repeat; what was asked when left out.
    """
    page, address = (
        Page.from_request(request),
        Address(uri, request.args if query is None else query),
    )
    pages = page.pages(len(records))
    return {
        "uri": address.at(page.number, page.size),
        **counted(page, records),
        "navigation": address.navigation(page, more=page.number < pages, last=max(1, pages)),
    }


def counted(page: Page, records: Sequence[Json]) -> Json:
    """Return one page of a list, with totals, but without any addresses."""
    found = list(records[page.skip : page.skip + page.size])
    return {
        "records": found,
        "paging": {
            **page.extent(len(found)),
            "totalPages": page.pages(len(records)),
            "totalElements": len(records),
        },
    }
