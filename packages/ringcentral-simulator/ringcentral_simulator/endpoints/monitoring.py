"""Groups of call monitoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import monitoring
from ringcentral_simulator.endpoints.declared import Needs, paged
from ringcentral_simulator.gateway.errors import not_found
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json


def groups(exchange: Exchange) -> list[Json]:
    """Answer `listCallMonitoringGroups`."""
    account, query = exchange.account, exchange.request.args
    member, sites = query.get("memberExtensionId"), query.getlist("siteId")
    return [
        monitoring.group(group, account.uri)
        for group in account.data.monitoring_groups
        if (not sites or group.site.id in sites)
        and (member is None or member in {str(one.id) for one in group.members})
    ]


def members(exchange: Exchange) -> list[Json]:
    """Answer `listCallMonitoringGroupMembers`."""
    account, wanted = exchange.account, exchange.arguments["groupId"]
    for group in account.data.monitoring_groups:
        if group.id == wanted:
            return monitoring.members(group, account.uri)
    raise not_found("groupId", wanted)


_NEEDS = Needs(user_permission="ReadExtensions", feature="call_monitoring")
ROUTES = (
    paged("call-monitoring-groups", Group.MEDIUM, groups, **_NEEDS),
    paged("call-monitoring-groups/<groupId>/members", Group.MEDIUM, members, **_NEEDS),
)
