"""What endpoints answer without a server: past sign-in, limits, permissions and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ringcentral_simulator.endpoints.routes import URLS
from ringcentral_simulator.endpoints.routing import Exchange

if TYPE_CHECKING:
    from ringcentral_simulator.account import Account
    from ringcentral_simulator.gateway.wire import Json

_ACCOUNT = "/restapi/v1.0/account/~/"


def answer(account: Account, path: str, body: Json | None, query: Json) -> Json:
    """An endpoint's answer.

    Args:
        account: Whose endpoint it is.
        path: Below the account's address in version 1, or whole from its slash on.
        body: What is posted; nothing is when left out.
        query: The query's values; a list repeats its key.

    Raises:
        ApiError: It refuses.
        NotFound: There is no such endpoint.
    """
    path = path if path.startswith("/") else f"{_ACCOUNT}{path}"
    method = "GET" if body is None else "POST"
    route, arguments = URLS.match(path, method)
    request = Request(
        EnvironBuilder(path, method=method, query_string=query, json=body).get_environ()
    )
    told: Json = route.handler(Exchange(account, request, arguments, account.company.service_user))
    return told


def records(account: Account, path: str, query: Json) -> list[Json]:
    """Every record of a list, from all of its pages."""
    found: list[Json] = []
    number, more = 1, True
    while more:
        page = answer(account, path, None, {"perPage": "max", **query, "page": number})
        found += page["records"]
        more = _goes_on(page, number)
        number += 1
    return found


def _goes_on(page: Json, number: int) -> bool:
    total: int = page.get("paging", {}).get("totalPages", 0)
    return "nextPage" in page.get("navigation", {}) or number < total
