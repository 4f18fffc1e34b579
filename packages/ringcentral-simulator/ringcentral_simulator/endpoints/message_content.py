"""What is attached to the voicemails and faxes of an extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.endpoints.downloads import content_routes
from ringcentral_simulator.gateway.errors import not_found
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.content import Content


def content(exchange: Exchange) -> Content:
    """Answer `readMessageContent`."""
    account, owner = exchange.account, exchange.extension("extensionId")
    number, wanted = exchange.arguments["messageId"], exchange.arguments["attachmentId"]
    participants, now = account.call_log.participants, account.now_ms()
    call = participants.message(number, now)
    fields = {} if call is None else participants.story(call).fields
    if call is None or fields["extension"]["id"] != owner.id:
        raise not_found("messageId", number)
    attached = account.attachments
    is_fax = fields["message"]["type"] == "Fax"
    for one in attached.of_fax(call) if is_fax else attached.of_voicemail(call, now):
        if one.id == wanted:
            return one.content()
    raise not_found("attachmentId", wanted)


ROUTES = content_routes(
    "extension/<extensionId>/message-store/<messageId>/content/<attachmentId>",
    Group.MEDIUM,
    content,
    app_scope="ReadMessages",
    user_permission="ReadMessageContent",
    extended_scope=True,
)
