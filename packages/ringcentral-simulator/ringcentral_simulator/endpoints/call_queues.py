"""Call queues and their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.errors import not_found
from ringcentral_simulator.paging import listed
from ringcentral_simulator.rate_limit import Group
from ringcentral_simulator.routing import Exchange, Json, Route

if TYPE_CHECKING:
    from ringcentral_simulator.company import Queue


def call_queues(exchange: Exchange) -> Json:
    """`listCallQueues`."""
    account = exchange.account
    member = exchange.request.args.get("memberExtensionId")
    records = [
        account.directory.queue(queue)
        for queue in account.company.queues
        if member is None or any(str(one.id) == member for one in queue.members)
    ]
    return listed(exchange.request, f"{account.uri}/call-queues", records)


def call_queue(exchange: Exchange) -> Json:
    """`readCallQueueInfo`."""
    return exchange.account.directory.queue_details(_queue(exchange))


def members(exchange: Exchange) -> Json:
    """`listCallQueueMembers`; the list names itself by the older address, where it also is."""
    account, queue = exchange.account, _queue(exchange)
    uri = f"{account.uri}/department/{queue.extension.id}/members"
    records = [account.directory.member(member) for member in queue.members]
    return listed(exchange.request, uri, records)


def _queue(exchange: Exchange) -> Queue:
    extension = exchange.extension("groupId")
    queue = exchange.account.company.queue_by_id.get(extension.id)
    if queue is None:
        raise not_found("groupId", exchange.arguments["groupId"])
    return queue


_QUEUES = "/restapi/v1.0/account/<accountId>/call-queues"

ROUTES = tuple(
    Route(
        "GET",
        path,
        group,
        handler,
        app_scope="ReadAccounts",
        user_permission="ReadExtensions",
    )
    for path, group, handler in (
        (_QUEUES, Group.MEDIUM, call_queues),
        (f"{_QUEUES}/<groupId>", Group.LIGHT, call_queue),
        (f"{_QUEUES}/<groupId>/members", Group.LIGHT, members),
    )
)
