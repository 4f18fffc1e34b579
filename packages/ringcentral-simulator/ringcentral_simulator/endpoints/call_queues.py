"""Call queues and their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.errors import not_found
from ringcentral_simulator.paging import listed
from ringcentral_simulator.rate_limit import Group
from ringcentral_simulator.routing import Exchange, Route

if TYPE_CHECKING:
    from ringcentral_simulator.company import Queue
    from ringcentral_simulator.wire import Json


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
    return exchange.account.directory.queue_details(_queue(exchange, "groupId"))


def members(exchange: Exchange) -> Json:
    """`listCallQueueMembers`."""
    return _members(exchange, _queue(exchange, "groupId"))


def department_members(exchange: Exchange) -> Json:
    """`listDepartmentMembers`: the older address, by which the list of members names itself."""
    return _members(exchange, _queue(exchange, "departmentId"))


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


_ACCOUNT = "/restapi/v1.0/account/<accountId>"
_QUEUES = f"{_ACCOUNT}/call-queues"

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
        (f"{_ACCOUNT}/department/<departmentId>/members", Group.LIGHT, department_members),
    )
)
