"""All that the API answers, by the host that answers it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from werkzeug.routing import Map, MapAdapter, Rule

from ringcentral_simulator.endpoints import (
    account_info,
    analytics,
    audit,
    authorize,
    call_log,
    call_queues,
    calls,
    charging,
    company_handling,
    dictionary,
    directory_entries,
    extension_settings,
    extensions,
    extract_sync,
    ivr,
    message_content,
    messages,
    monitoring,
    numbers,
    permissions,
    recordings,
    roles,
    sign_in,
    sites,
    token,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringcentral_simulator.gateway.hosts import Host

_AREAS = (
    token,
    authorize,
    sign_in,
    account_info,
    call_log,
    extract_sync,
    calls,
    call_queues,
    extensions,
    permissions,
    numbers,
    sites,
    ivr,
    roles,
    monitoring,
    directory_entries,
    company_handling,
    charging,
    dictionary,
    messages,
    recordings,
    message_content,
    extension_settings,
    audit,
    analytics,
)
ROUTES = tuple(route for area in _AREAS for route in area.ROUTES)


def _urls(host: Host) -> MapAdapter:
    rules = (
        Rule(route.path, endpoint=route, methods=[route.method])
        for route in ROUTES
        if route.host == host
    )
    return Map(rules, strict_slashes=False).bind("localhost")


URLS = _urls("platform")
URLS_OF: Mapping[Host, MapAdapter] = MappingProxyType({"platform": URLS, "media": _urls("media")})
