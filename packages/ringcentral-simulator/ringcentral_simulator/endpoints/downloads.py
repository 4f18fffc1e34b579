"""Content: the whole or a part of it, from the media host or from where that sends its clients."""

from __future__ import annotations

import hashlib
from enum import Enum
from typing import TYPE_CHECKING, Unpack
from urllib.parse import quote

from werkzeug.http import dump_options_header

from ringcentral_simulator.endpoints.declared import ACCOUNT, Needs
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.browser import Redirect
from ringcentral_simulator.gateway.content import Content, Download, Span
from ringcentral_simulator.gateway.errors import ApiError, Problem, invalid_parameter
from ringcentral_simulator.gateway.parameters import choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Request

    from ringcentral_simulator.gateway.rate_limit import Group

_SIGNED = "/signed"


class Disposition(Enum):
    """What a browser is to do with content."""

    INLINE = "Inline"
    ATTACHMENT = "Attachment"


def content_routes(
    path: str,
    group: Group,
    content: Callable[[Exchange], Content],
    permission: str = "",
    **needs: Unpack[Needs],
) -> tuple[Route, Route]:
    """Return how content is asked for: with a token, and by the address that a redirect names.

    Args:
        path: Below the account's address.
        group: What a request counts against.
        content: What there is now.
        permission: What the user needs besides what is documented.
        needs: What is documented.
    """
    address = f"{ACCOUNT}/{path}"

    def asked(exchange: Exchange) -> Download | Redirect:
        if permission:
            exchange.account.oauth.access.require_of_user(permission)
        found = content(exchange)
        target = exchange.account.quirks.media_redirects_to
        return _elsewhere(exchange, target) if target else download(exchange, found)

    def signed(exchange: Exchange) -> Download:
        path = exchange.request.path.removeprefix(_SIGNED)
        if exchange.request.args.get("signature") != _signature(exchange, path):
            raise ApiError(403, Problem("AGW-403", "The signature is not valid"))
        return download(exchange, content(exchange))

    return (
        Route("GET", address, group, asked, host="media", **needs),
        Route("GET", _SIGNED + address, None, signed, needs_token=False, host="media"),
    )


def download(exchange: Exchange, content: Content) -> Download:
    """Return content, or the part of it that a single range asks for; others are not looked at.

    Raises:
        ApiError: 400, a parameter is not as it should be; 416, there is no such part.
    """
    request, whole = exchange.request, content.length
    headers = {"Accept-Ranges": "bytes", **_disposition(request)}
    chunked = not exchange.account.quirks.sends_content_length
    asked = request.range
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return Download(Span(content, 0, whole), 200, headers, chunked)
    part = asked.range_for_length(whole)
    if part is None:
        problem = Problem("CMN-107", "The range cannot be satisfied")
        raise ApiError(416, problem, headers={"Content-Range": f"bytes */{whole}"})
    start, stop = part
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{whole}"
    return Download(Span(content, start, stop), 206, headers, chunked)


def _disposition(request: Request) -> dict[str, str]:
    name = request.args.get("contentDispositionFilename", "")
    if not name and "contentDisposition" not in request.args:
        return {}
    if not name.isprintable():
        raise invalid_parameter("contentDispositionFilename", name)
    how = choice(request, "contentDisposition", Disposition.ATTACHMENT).value.lower()
    # RFC 6266, appendix D
    kept = {"filename": name} if name.isascii() else {"filename*": f"UTF-8''{quote(name)}"}
    return {"Content-Disposition": dump_options_header(how, kept) if name else how}


def _elsewhere(exchange: Exchange, target: str) -> Redirect:
    request = exchange.request
    address = exchange.account.hosts.media + target if target.startswith("/") else target
    query = f"&{request.query_string.decode()}" if request.query_string else ""
    signature = _signature(exchange, request.path)
    return Redirect(f"{address.rstrip('/')}{request.path}?signature={signature}{query}")


def _signature(exchange: Exchange, path: str) -> str:
    known = exchange.account.oauth.issuer.credentials
    return hashlib.sha256(f"{known.client_id}/{known.jwt}{path}".encode()).hexdigest()
