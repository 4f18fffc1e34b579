"""What RingCentral tells for one extension at a time.

A company of a thousand users takes a thousand requests for each of these streams, so that none is
selected by default. The setting `extension_ids` narrows them down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.streams.base.parents import Extensions
from tap_ringcentral.streams.base.per_entry import OfEach

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from urllib.parse import ParseResult

    from singer_sdk.helpers.types import Context


_EXTENSION = "/restapi/v1.0/account/{account_id}/extension/{extensionId}"

_USERS = frozenset({"User", "DigitalUser", "FlexibleUser", "VirtualUser"})
_PHONES = _USERS | {"Limited", "Room"}
_CALLED = _USERS | {"Department", "SharedLinesGroup", "Voicemail"}


class OfEachExtension(OfEach):
    """A stream that takes a request for each extension that has what it asks for."""

    parents = Extensions(types=_CALLED)
    primary_keys: Sequence[str] = ("extensionId", "id")
    rate_limit_group = "Light"
    selected_by_default = False


class ExtensionDetail(OfEachExtension):
    """An extension with what the list leaves out."""

    name = "extension_detail"
    path = _EXTENSION
    parents = Extensions()
    primary_keys = ("id",)


class ExtensionBusinessHours(OfEachExtension):
    """When a user or queue takes calls."""

    name = "extension_business_hours"
    path = f"{_EXTENSION}/business-hours"
    primary_keys = ("extensionId",)


class ExtensionAnsweringRule(OfEachExtension):
    """A rule that answers calls, with all its settings."""

    name = "extension_answering_rule"
    path = f"{_EXTENSION}/answering-rule"
    page_size = 1000
    permission = "ReadUserAnsweringRules"
    rate_limit_group = "Medium"

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        return super().get_url_params(context, next_page_token) | {"view": "Detailed"}


class ExtensionCallerBlocking(OfEachExtension):
    """Which callers are turned away."""

    name = "extension_caller_blocking"
    path = f"{_EXTENSION}/caller-blocking"
    primary_keys = ("extensionId",)
    permission = "ReadBlockedNumbers"


class ExtensionBlockedNumber(OfEachExtension):
    """A number that is blocked or allowed."""

    name = "extension_blocked_number"
    path = f"{_EXTENSION}/caller-blocking/phone-numbers"
    page_size = 1000
    permission = "ReadBlockedNumbers"

    @property
    @override
    def cost(self) -> str:
        return f"2 for each {self.parents.noun}, and their list"

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        # RingCentral lists one of them at a time.
        errors = yield from self.of_each({"status": "Blocked"}, {"status": "Allowed"})
        errors.raise_if_any()

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        status = (context or {})["status"]
        return super().get_url_params(context, next_page_token) | {"status": status}


class ExtensionForwardingNumber(OfEachExtension):
    """A number that a user's calls can go to."""

    name = "extension_forwarding_number"
    path = f"{_EXTENSION}/forwarding-number"
    page_size = 1000
    parents = Extensions(types=_USERS)
    permission = "ReadUserForwardingFlipNumbers"


class ExtensionDevice(OfEachExtension):
    """A phone or app."""

    name = "extension_device"
    path = f"{_EXTENSION}/device"
    page_size = 1000
    parents = Extensions(types=_PHONES)
    permission = "ReadUserDevices"


class ExternalContact(OfEachExtension):
    """A contact in a user's own address book."""

    name = "external_contact"
    path = f"{_EXTENSION}/address-book/contact"
    page_size = 1000
    parents = Extensions(types=_USERS)
    app_scope = "ReadContacts"
    permission = "ReadPersonalContacts"
    rate_limit_group = "Heavy"
