"""Where the rows of each stream come from, by what RingCentral documents of its endpoints.

Nothing here is taken from the tap but the path of a plain list. What requests count against, and
how full a page may be, are RingCentral's facts; an endpoint that has pages and takes no wish for
their size gives 100 rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringcentral_simulator import Group, facts
from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from ringcentral_simulator.facts import Operation

_ACCOUNT = "/restapi/v1.0/account/~"
_USUAL_PAGE = 100

_USERS = frozenset({"User", "DigitalUser", "FlexibleUser", "VirtualUser"})
_PHONES = _USERS | {"Limited", "Room"}
_CALLED = _USERS | {"Department", "SharedLinesGroup", "Voicemail"}


@dataclass(frozen=True)
class Endpoint:
    """An endpoint as a stream asks for it.

    Attributes:
        path: Below the account's address, or whole; `{}` is where the id of an entry stands.
        of_each: The list whose entries are asked for one by one.
        types: Types of entries that have such rows; None for all.
        query: What narrows the rows down.
        grouping: What analytics are grouped by; empty where rows are no analytics.
        is_ranged: Whether rows have a time, so that a later run needs the newer ones alone.
    """

    path: str
    of_each: str = ""
    types: frozenset[str] | None = None
    query: tuple[tuple[str, str], ...] = ()
    grouping: str = ""
    is_ranged: bool = False

    @property
    def documented(self) -> Operation:
        """What RingCentral documents of it."""
        is_whole = self.path.startswith("/")
        return facts.operation(self.path if is_whole else f"{_ACCOUNT}/{self.path}")

    @property
    def group(self) -> Group:
        """What its requests count against."""
        return Group(self.documented.group.lower())

    @property
    def page(self) -> int | None:
        """Rows of the fullest page; None where one answer has all that there is."""
        documented = self.documented
        return documented.fullest_page or (_USUAL_PAGE if documented.is_paged else None)


def _of_extension(below: str, **more: Any) -> tuple[Endpoint, ...]:
    given = {"types": _CALLED, **more}
    return _EXTENSIONS, Endpoint(f"extension/{{}}{below}", "extension", **given)


def _of_each(first: Endpoint, path: str) -> tuple[Endpoint, ...]:
    return first, Endpoint(path, of_each=first.path)


def _of_analytics(grouping: str) -> Endpoint:
    return Endpoint("/analytics/calls/v1/accounts/~/timeline/fetch", grouping=grouping)


_EXTENSIONS = Endpoint("extension")
_CALLS = Endpoint("call-log", is_ranged=True)
_QUEUES = Endpoint("call-queues")
_SITES = Endpoint("sites")
_MENUS = Endpoint("ivr-menus")
_RULES = Endpoint("answering-rule")
_MONITORING = Endpoint("call-monitoring-groups")
_RECORDED_CALLS = Endpoint("call-log", query=(("recordingType", "All"),), is_ranged=True)
_VOICEMAILS = (("messageType", "VoiceMail"),)

RECORDING = Endpoint("recording/{}/content")
"""What each recording is asked for by."""
VOICEMAIL_CONTENT = Endpoint("extension/{}/message-store/{}/content/{}")
"""What the audio of each voicemail is asked for by, and its text."""

_COMPOSED: dict[str, tuple[Endpoint, ...]] = {
    "call_log": (_CALLS,),
    "call_log_leg": (_CALLS,),
    "call_recording": (_CALLS,),
    "call_queue": _of_each(_QUEUES, "call-queues/{}"),
    "call_queue_member": _of_each(_QUEUES, "call-queues/{}/members"),
    "call_queue_presence": _of_each(_QUEUES, "call-queues/{}/presence"),
    "call_queue_business_hours": _of_each(_QUEUES, "extension/{}/business-hours"),
    "call_queue_answering_rule": _of_each(_QUEUES, "extension/{}/answering-rule"),
    "call_queue_overflow": _of_each(_QUEUES, "extension/{}/overflow-settings"),
    "call_analytics_queue": (_of_analytics("Queues"),),
    "call_analytics_user": (_of_analytics("Users"),),
    "account": (Endpoint(_ACCOUNT), Endpoint("service-info")),
    "site_member": _of_each(_SITES, "sites/{}/members"),
    "call_monitoring_group_member": _of_each(_MONITORING, "call-monitoring-groups/{}/members"),
    "ivr_menu": _of_each(_MENUS, "ivr-menus/{}"),
    "company_answering_rule": _of_each(_RULES, "answering-rule/{}"),
    "audit_trail": (Endpoint("audit-trail/search", is_ranged=True),),
    "extension_detail": _of_extension("", types=None),
    "extension_business_hours": _of_extension("/business-hours"),
    "extension_answering_rule": _of_extension("/answering-rule"),
    "extension_caller_blocking": _of_extension("/caller-blocking"),
    "extension_blocked_number": tuple(  # RingCentral lists one of them at a time
        endpoint
        for status in ("Blocked", "Allowed")
        for endpoint in _of_extension("/caller-blocking/phone-numbers", query=(("status", status),))
    ),
    "extension_forwarding_number": _of_extension("/forwarding-number", types=_USERS),
    "extension_device": _of_extension("/device", types=_PHONES),
    "external_contact": _of_extension("/address-book/contact", types=_USERS),
    "message": _of_extension("/message-store", is_ranged=True),
    "call_recording_audio": (_RECORDED_CALLS, RECORDING),
    "voicemail": (
        *_of_extension("/message-store", query=_VOICEMAILS, is_ranged=True),
        VOICEMAIL_CONTENT,
    ),
    "extension_call_log": _of_extension("/call-log", is_ranged=True),
}
"""The endpoints of streams that take more than one, or anything beyond a path."""


def _plain(name: str) -> tuple[Endpoint, ...]:
    """Return the endpoint of a stream whose path alone says what to ask; none for another."""
    stream = STREAMS[name]
    path = f"{stream.base_path}{stream.path}".replace("{account_id}", "~")
    is_plain = stream.path and "{" not in path
    return (Endpoint(path.removeprefix(f"{_ACCOUNT}/")),) if is_plain else ()


LISTED = tuple(name for name in STREAMS if name not in {"call_recording_audio", "voicemail"})
"""The streams whose rows come in lists.

The others take a request for each thing that was said: what they take follows from how much people
talk, is a matter of hours, and would hide what all else takes. `recordings` measures it.
"""

ENDPOINTS = {name: _COMPOSED.get(name) or _plain(name) for name in STREAMS}
"""The endpoints of each stream; those that streams share are asked once for all of them."""
