"""Where the rows of each stream come from, by what RingCentral documents of its endpoints.

Nothing here is taken from the tap: what requests count against, and how full a page may be, stands
in the API's description. Where that names no largest page the platform's own holds, 1,000 rows; an
endpoint that takes no page size gives 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ringcentral_simulator import Group

_LIGHT, _MEDIUM, _HEAVY = Group.LIGHT, Group.MEDIUM, Group.HEAVY
_USUAL, _MOST = 100, 1_000

_USERS = frozenset({"User", "DigitalUser", "FlexibleUser", "VirtualUser"})
_PHONES = _USERS | {"Limited", "Room"}
_CALLED = _USERS | {"Department", "SharedLinesGroup", "Voicemail"}


@dataclass(frozen=True)
class Endpoint:
    """An endpoint as a stream asks for it.

    Attributes:
        path: Below the account's address, or whole; `{}` is where the id of an entry stands.
        group: What its requests count against.
        page: Rows of the fullest page; None where one answer has all that there is.
        of_each: The list whose entries are asked for one by one.
        types: Types of entries that have such rows; None for all.
        query: What narrows the rows down.
        grouping: What analytics are grouped by; empty where rows are no analytics.
        is_ranged: Whether rows have a time, so that a later run needs the newer ones alone.
    """

    path: str
    group: Group
    page: int | None = None
    of_each: str = ""
    types: frozenset[str] | None = None
    query: tuple[tuple[str, str], ...] = ()
    grouping: str = ""
    is_ranged: bool = False


def _of_extension(
    below: str, group: Group, page: int | None = None, **more: Any
) -> tuple[Endpoint, ...]:
    given = {"types": _CALLED, **more}
    return _EXTENSIONS, Endpoint(f"extension/{{}}{below}", group, page, "extension", **given)


def _of_analytics(grouping: str) -> Endpoint:
    return Endpoint("/analytics/calls/v1/accounts/~/timeline/fetch", _LIGHT, 20, grouping=grouping)


_EXTENSIONS = Endpoint("extension", _MEDIUM, _MOST)
_CALLS = Endpoint("call-log", _HEAVY, _MOST, is_ranged=True)
_QUEUES = Endpoint("call-queues", _MEDIUM, _MOST)
_SITES = Endpoint("sites", _LIGHT, _USUAL)
_MENUS = Endpoint("ivr-menus", _MEDIUM, _USUAL)
_RULES = Endpoint("answering-rule", _MEDIUM, _MOST)
_MONITORING = Endpoint("call-monitoring-groups", _MEDIUM, _MOST)

ENDPOINTS: dict[str, tuple[Endpoint, ...]] = {
    "call_log": (_CALLS,),
    "call_log_leg": (_CALLS,),
    "call_recording": (_CALLS,),
    "active_call": (Endpoint("active-calls", _HEAVY, _MOST),),
    "call_queue": (_QUEUES, Endpoint("call-queues/{}", _LIGHT, of_each="call-queues")),
    "call_queue_member": (
        _QUEUES,
        Endpoint("call-queues/{}/members", _LIGHT, _MOST, of_each="call-queues"),
    ),
    "call_queue_presence": (
        _QUEUES,
        Endpoint("call-queues/{}/presence", _LIGHT, of_each="call-queues"),
    ),
    "call_analytics_queue": (_of_analytics("Queues"),),
    "call_analytics_user": (_of_analytics("Users"),),
    "extension": (_EXTENSIONS,),
    "directory_entry": (Endpoint("directory/entries", _MEDIUM, 2_000),),
    "phone_number": (Endpoint("/restapi/v2/accounts/~/phone-numbers", _HEAVY, _MOST),),
    "account": (Endpoint("/restapi/v1.0/account/~", _LIGHT), Endpoint("service-info", _LIGHT)),
    "site": (_SITES,),
    "site_member": (
        _SITES,
        Endpoint("sites/{}/members", _MEDIUM, _USUAL, of_each="sites"),
    ),
    "user_role": (Endpoint("user-role", _MEDIUM, _MOST),),
    "assigned_role": (Endpoint("assigned-role", _MEDIUM, _USUAL),),
    "call_monitoring_group": (_MONITORING,),
    "call_monitoring_group_member": (
        _MONITORING,
        Endpoint(
            "call-monitoring-groups/{}/members", _MEDIUM, _MOST, of_each="call-monitoring-groups"
        ),
    ),
    "custom_field": (Endpoint("custom-fields", _LIGHT, _USUAL),),
    "cost_center": (Endpoint("/restapi/v2/accounts/~/cost-centers", _LIGHT, _USUAL),),
    "ivr_menu": (_MENUS, Endpoint("ivr-menus/{}", _MEDIUM, of_each="ivr-menus")),
    "ivr_prompt": (Endpoint("ivr-prompts", _MEDIUM, _USUAL),),
    "company_business_hours": (Endpoint("business-hours", _LIGHT),),
    "company_answering_rule": (
        _RULES,
        Endpoint("answering-rule/{}", _LIGHT, of_each="answering-rule"),
    ),
    "call_recording_setting": (Endpoint("call-recording", _LIGHT),),
    "call_recording_extension": (Endpoint("call-recording/extensions", _MEDIUM, _USUAL),),
    "greeting": (Endpoint("/restapi/v1.0/dictionary/greeting", _MEDIUM, _MOST),),
    "fax_cover_page": (Endpoint("/restapi/v1.0/dictionary/fax-cover-page", _LIGHT, _MOST),),
    "audit_trail": (Endpoint("audit-trail/search", _HEAVY, _MOST, is_ranged=True),),
    "extension_detail": _of_extension("", _LIGHT, types=None),
    "extension_business_hours": _of_extension("/business-hours", _LIGHT),
    "extension_answering_rule": _of_extension("/answering-rule", _MEDIUM, _MOST),
    "extension_caller_blocking": _of_extension("/caller-blocking", _LIGHT),
    "extension_blocked_number": tuple(  # RingCentral lists one of them at a time
        endpoint
        for status in ("Blocked", "Allowed")
        for endpoint in _of_extension(
            "/caller-blocking/phone-numbers", _LIGHT, _MOST, query=(("status", status),)
        )
    ),
    "extension_forwarding_number": _of_extension("/forwarding-number", _LIGHT, _MOST, types=_USERS),
    "extension_device": _of_extension("/device", _LIGHT, _MOST, types=_PHONES),
    "external_contact": _of_extension("/address-book/contact", _HEAVY, _MOST, types=_USERS),
    "message": _of_extension("/message-store", _LIGHT, _MOST, is_ranged=True),
    "extension_call_log": _of_extension("/call-log", _HEAVY, _MOST, is_ranged=True),
}
"""The endpoints of each stream; those that streams share are asked once for all of them."""
