"""What goes back over the wire, from what an endpoint answers or a fault makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from ringcentral_simulator.gateway.browser import Page, Redirect
from ringcentral_simulator.gateway.errors import ApiError, Problem
from ringcentral_simulator.gateway.faults import Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringcentral_simulator.gateway.browser import Reply

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back, and what goes wrong on the way."""

    status: int
    headers: dict[str, str]
    body: bytes
    fault: Fault | None = None


def written(reply: Reply, headers: dict[str, str]) -> Answer:
    """An endpoint's reply, with the headers of its kind besides the usual ones."""
    match reply:
        case None:
            return Answer(200, headers, b"")
        case Page(html, status):
            return Answer(status, {**headers, **_PAGE_HEADERS}, html.encode())
        case Redirect(location, status):
            return Answer(
                status, {**headers, "Location": location, "Cache-Control": "no-store"}, b""
            )
        case _:
            return Answer(200, headers, msgspec.json.encode(reply))


def refused(error: ApiError, headers: dict[str, str]) -> Answer:
    """A refusal, in RingCentral's envelope."""
    return Answer(error.status, {**headers, **error.headers}, msgspec.json.encode(error.body()))


def instead(fault: Fault, headers: dict[str, str]) -> Answer | None:
    """The answer of a fault that asks no endpoint; `None` when one is asked all the same."""
    match fault.kind:
        case FaultKind.STATUS:
            error = ApiError(fault.status, Problem("CMN-201", "Service Temporary Unavailable"))
            body = msgspec.json.encode(error.body()) if fault.body is None else fault.body
            return Answer(fault.status, {**headers, **fault.headers}, body, fault)
        case FaultKind.UNAUTHORIZED:
            problem = Problem("OAU-149", "OAuth token is invalid")
            refusal = ApiError(401, problem, error_code="TokenInvalid")
            return Answer(401, headers, msgspec.json.encode(refusal.body()), fault)
        case FaultKind.HTML:
            return Answer(200, {**headers, "Content-Type": "text/html"}, _CAPTIVE_PORTAL, fault)
        case FaultKind.RESET | FaultKind.HANG:
            return Answer(503, headers, b"", fault)
        case _:
            return None
