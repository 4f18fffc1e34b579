"""All that the API answers."""

from werkzeug.routing import Map, Rule

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
    messages,
    monitoring,
    numbers,
    permissions,
    roles,
    sign_in,
    sites,
    token,
)

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
    extension_settings,
    audit,
    analytics,
)
ROUTES = tuple(route for area in _AREAS for route in area.ROUTES)
URLS = Map(
    [Rule(route.path, endpoint=route, methods=[route.method]) for route in ROUTES],
    strict_slashes=False,
).bind("localhost")
