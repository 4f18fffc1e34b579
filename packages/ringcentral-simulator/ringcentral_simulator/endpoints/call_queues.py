"""Call queues, their members, and who of them takes calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import presence
from ringcentral_simulator.endpoints.declared import Needs, whole
from ringcentral_simulator.gateway.errors import not_found
from ringcentral_simulator.gateway.paging import listed
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Queue
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json


def call_queues(exchange: Exchange) -> Json:
    """Answer `listCallQueues`."""
    account = exchange.account
    member = exchange.request.args.get("memberExtensionId")
    records = [
        account.directory.queue(queue)
        for queue in account.company.queues
        if member is None or any(str(one.id) == member for one in queue.members)
    ]
    return listed(exchange.request, f"{account.uri}/call-queues", records)


def call_queue(exchange: Exchange) -> Json:
    """Answer `readCallQueueInfo`."""
    return exchange.account.directory.queue_details(_queue(exchange, "groupId"))


def members(exchange: Exchange) -> Json:
    """Answer `listCallQueueMembers`."""
    return _members(exchange, _queue(exchange, "groupId"))


def department_members(exchange: Exchange) -> Json:
    """Answer `listDepartmentMembers`: the older address, by which lists name themselves."""
    return _members(exchange, _queue(exchange, "departmentId"))


def member_presence(exchange: Exchange) -> Json:
    """Answer `readCallQueuePresence`."""
    now = exchange.account.now_ms()
    return {"records": presence.members(_queue(exchange, "groupId"), now)}


def overflow_settings(exchange: Exchange) -> Json:
    """Answer `readCallQueueOverflowSettings`: the queues that take what this one can not."""
    account, queue = exchange.account, _queue(exchange, "callQueueId")
    relief = account.company.relief_of(queue)
    return {"enabled": bool(relief), "items": [account.directory.queue(one) for one in relief]}


def _members(exchange: Exchange, queue: Queue) -> Json:
    account = exchange.account
    uri = f"{account.uri}/department/{queue.extension.id}/members"
    records = [account.directory.member(member) for member in queue.members]
    return listed(exchange.request, uri, records)


def _queue(exchange: Exchange, argument: str) -> Queue:
    extension = exchange.extension(argument)
    queue = exchange.account.company.queue_by_id.get(extension.id)
    if queue is None:
        raise not_found(argument, exchange.arguments[argument])
    return queue


_NEEDS = Needs(user_permission="ReadExtensions")
ROUTES = (
    whole("call-queues", Group.MEDIUM, call_queues, **_NEEDS),
    whole("call-queues/<groupId>", Group.LIGHT, call_queue, **_NEEDS),
    whole("call-queues/<groupId>/members", Group.LIGHT, members, **_NEEDS),
    whole("department/<departmentId>/members", Group.LIGHT, department_members, **_NEEDS),
    whole("call-queues/<groupId>/presence", Group.LIGHT, member_presence, app_scope="ReadPresence"),
    whole(
        "extension/<callQueueId>/overflow-settings",
        Group.HEAVY,
        overflow_settings,
        user_permission="CallQueueToCallQueue",
    ),
)
