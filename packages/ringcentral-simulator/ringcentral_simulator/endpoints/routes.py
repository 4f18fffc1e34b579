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
    contacts,
    dictionary,
    directory,
    extension_settings,
    extract_sync,
    ivr,
    messages,
    monitoring,
    numbers,
    oauth,
    permissions,
    roles,
    sign_in,
    sites,
)

_AREAS = (
    oauth,
    authorize,
    sign_in,
    account_info,
    call_log,
    extract_sync,
    calls,
    call_queues,
    directory,
    permissions,
    numbers,
    sites,
    ivr,
    roles,
    monitoring,
    contacts,
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
