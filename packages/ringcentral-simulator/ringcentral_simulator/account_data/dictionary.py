"""What RingCentral offers every account: greetings and fax cover pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json

_GREETINGS = (
    ("Company", "CompanyAnsweringRule", "Message", ("Welcome", "Welcome, Brief")),
    ("Company", "CompanyAfterHoursAnsweringRule", "Message", ("We Are Closed",)),
    ("Introductory", "UserExtensionAnsweringRule", "Message", ("No Introduction", "Hello")),
    ("Introductory", "DepartmentExtensionAnsweringRule", "Message", ("Queue Hello",)),
    ("ConnectingMessage", "UserExtensionAnsweringRule", "Message", ("Please Hold", "Connecting")),
    ("ConnectingAudio", "UserExtensionAnsweringRule", "RingTones", ("Ring", "Chime", "Bells")),
    ("ConnectingAudio", "DepartmentExtensionAnsweringRule", "Music", ("Acoustic", "Piano")),
    ("HoldMusic", "UserExtensionAnsweringRule", "Music", ("Jazz", "Strings", "Country")),
    ("HoldMusic", "DepartmentExtensionAnsweringRule", "Music", ("Classical", "Corporate")),
    ("Voicemail", "UserExtensionAnsweringRule", "Message", ("Leave a Message", "Not at Desk")),
    ("Voicemail", "DepartmentExtensionAnsweringRule", "Message", ("Queue Voicemail",)),
    ("Voicemail", "VoicemailExtensionAnsweringRule", "Message", ("Mailbox",)),
    ("Unavailable", "UserExtensionAnsweringRule", "Message", ("Not Available",)),
    ("Announcement", "AnnouncementExtensionAnsweringRule", "Message", ("Announcement",)),
    ("StartRecording", "CallRecording", "Message", ("Recording Starts",)),
    ("StopRecording", "CallRecording", "Message", ("Recording Ends",)),
    ("BlockedCallersAll", "BlockedCalls", "Message", ("Not Accepted",)),
)
_OFFERED = tuple(
    (kind, usage, category, name) for kind, usage, category, names in _GREETINGS for name in names
)
_FIRST_GREETING = 65_792
_COVER_PAGES = (
    "None",
    "Ancient",
    "Birthday",
    "Blank",
    "Clasmod",
    "Classic",
    "Confidential",
    "Contempo",
    "Elegant",
    "Express",
    "Formal",
    "Jazzy",
    "Modern",
    "Urgent",
)


def greetings(server: str) -> list[Json]:
    """Return every greeting to choose from.

    Args:
        server: This server's address.
    """
    return [
        {
            **_reference(greeting, name, server),
            "usageType": usage,
            "type": kind,
            "category": category,
            "text": f"{name}.",
            "contentUri": f"{server}/media/restapi/v1.0/dictionary/greeting/{greeting}/content",
        }
        for greeting, (kind, usage, category, name) in enumerate(_OFFERED, start=_FIRST_GREETING)
    ]


def preset(name: str, server: str) -> Json:
    """Return a greeting as a rule refers to it.

    Args:
        name: The greeting's.
        server: This server's address.
    """
    place = [offered for *_, offered in _OFFERED].index(name)
    return _reference(_FIRST_GREETING + place, name, server)


def fax_cover_pages() -> list[Json]:
    """Return every pattern of a cover page."""
    return [{"id": str(n), "name": name} for n, name in enumerate(_COVER_PAGES)]


def _reference(greeting: int, name: str, server: str) -> Json:
    uri = f"{server}/restapi/v1.0/dictionary/greeting/{greeting}"
    return {"uri": uri, "id": str(greeting), "name": name}
