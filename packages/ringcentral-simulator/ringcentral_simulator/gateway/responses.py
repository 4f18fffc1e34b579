"""What goes back over the wire: an endpoint's payload, a refusal, or what a fault makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from ringcentral_simulator.gateway.browser import HtmlPage, Redirect
from ringcentral_simulator.gateway.content import Body, Download
from ringcentral_simulator.gateway.errors import ApiError, Problem
from ringcentral_simulator.gateway.faults import Fault, FaultKind
from ringcentral_simulator.gateway.wire import Json

if TYPE_CHECKING:
    from collections.abc import Mapping


_CAPTIVE_PORTAL = (
    b"<!DOCTYPE html><html><title>Welcome</title><p>Sign in to this network.</p></html>"
)
_PAGE_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Type": "text/html;charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
)


Payload = Json | HtmlPage | Redirect | Download | None
"""What an endpoint answers with; `None` is an empty answer."""


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back, and what goes wrong on the way.

    Attributes:
        fault: What the server does to it as it is sent.
        chunked: Whether it is sent in chunks, without its length.
    """

    status: int
    headers: dict[str, str]
    body: Body
    fault: Fault | None = None
    chunked: bool = False


def from_payload(payload: Payload, headers: dict[str, str]) -> Response:
    """Return an endpoint's payload, with the headers of its kind besides the usual ones."""
    match payload:
        case None:
            return Response(200, headers, b"")
        case HtmlPage(html, status):
            return Response(status, {**headers, **_PAGE_HEADERS}, html.encode())
        case Redirect(location, status):
            return Response(
                status, {**headers, "Location": location, "Cache-Control": "no-store"}, b""
            )
        case Download(span, status, further, chunked):
            kind = {"Content-Type": span.content.content_type}
            return Response(status, {**headers, **kind, **further}, span, chunked=chunked)
        case _:
            return Response(200, headers, msgspec.json.encode(payload))


def from_error(error: ApiError, headers: dict[str, str]) -> Response:
    """Return a refusal, in RingCentral's envelope; without a body where it has no code."""
    body = msgspec.json.encode(error.body()) if error.error_code else b""
    return Response(error.status, {**headers, **error.headers}, body)


def from_fault(fault: Fault, headers: dict[str, str]) -> Response | None:
    """Return the response of a fault that asks no endpoint; `None` where one is asked."""
    match fault.kind:
        case FaultKind.STATUS:
            error = ApiError(fault.status, Problem("CMN-201", "Service Temporary Unavailable"))
            body = msgspec.json.encode(error.body()) if fault.body is None else fault.body
            return Response(fault.status, {**headers, **fault.headers}, body, fault)
        case FaultKind.UNAUTHORIZED:
            problem = Problem("OAU-149", "OAuth token is invalid")
            refusal = ApiError(401, problem, error_code="TokenInvalid")
            return Response(401, headers, msgspec.json.encode(refusal.body()), fault)
        case FaultKind.HTML:
            return Response(200, {**headers, "Content-Type": "text/html"}, _CAPTIVE_PORTAL, fault)
        case FaultKind.RESET | FaultKind.HANG:
            return Response(503, headers, b"", fault)
        case _:
            return None
