"""What each extension has: settings, devices, contacts, messages, calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.config.settings import CALL_LOG_KEPT
from tap_ringcentral.streams.base.parents import Extensions
from tap_ringcentral.streams.base.per_extension import (
    PHONES,
    USERS,
    PerExtensionRangeStream,
    PerExtensionStream,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from singer_sdk.helpers.types import Context


class ExtensionDetail(PerExtensionStream):
    """An extension with what the list leaves out."""

    name = "extension_detail"
    parents = Extensions()
    primary_keys = ("id",)


class ExtensionBusinessHours(PerExtensionStream):
    """When a user or queue takes calls."""

    name = "extension_business_hours"
    path = "/business-hours"
    primary_keys = ("extensionId",)


class ExtensionAnsweringRule(PerExtensionStream):
    """A rule that answers calls, with all its settings."""

    name = "extension_answering_rule"
    path = "/answering-rule"
    page_size = 1000
    permission = "ReadUserAnsweringRules"
    rate_limit_group = "Medium"

    @override
    def query(self) -> dict[str, Any]:
        return super().query() | {"view": "Detailed"}


class ExtensionCallerBlocking(PerExtensionStream):
    """Which callers are turned away."""

    name = "extension_caller_blocking"
    path = "/caller-blocking"
    primary_keys = ("extensionId",)
    permission = "ReadBlockedNumbers"


class ExtensionBlockedNumber(PerExtensionStream):
    """A number that is blocked or allowed."""

    name = "extension_blocked_number"
    path = "/caller-blocking/phone-numbers"
    page_size = 1000
    permission = "ReadBlockedNumbers"

    @property
    @override
    def cost(self) -> str:
        return f"2 for each {self.parents.noun}, and their list"

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        # RingCentral lists one of them at a time.
        errors = yield from self.read_entries({"status": "Blocked"}, {"status": "Allowed"})
        errors.raise_if_any()


class ExtensionForwardingNumber(PerExtensionStream):
    """A number that a user's calls can go to."""

    name = "extension_forwarding_number"
    path = "/forwarding-number"
    page_size = 1000
    parents = Extensions(types=USERS)
    permission = "ReadUserForwardingFlipNumbers"


class ExtensionDevice(PerExtensionStream):
    """A phone or app."""

    name = "extension_device"
    path = "/device"
    page_size = 1000
    parents = Extensions(types=PHONES)
    permission = "ReadUserDevices"


class ExternalContact(PerExtensionStream):
    """A contact in a user's own address book."""

    name = "external_contact"
    path = "/address-book/contact"
    page_size = 1000
    parents = Extensions(types=USERS)
    app_scope = "ReadContacts"
    permission = "ReadPersonalContacts"
    rate_limit_group = "Heavy"


class Message(PerExtensionRangeStream):
    """A voicemail, fax, SMS or pager message; RingCentral filters on when it was made."""

    name = "message"
    path = "/message-store"
    replication_key = "creationTime"
    app_scope = "ReadMessages"
    permission = "ReadMessages"


class ExtensionCallLog(PerExtensionRangeStream):
    """The call log of one extension, where the company's may not be read."""

    name = "extension_call_log"
    path = "/call-log"
    replication_key = "startTime"
    app_scope = "ReadCallLog"
    permission = "ReadCallLog"
    rate_limit_group = "Heavy"

    @property
    @override
    def beginning(self) -> datetime:
        return self._now - CALL_LOG_KEPT

    @override
    def query(self) -> dict[str, Any]:
        return super().query() | {"view": "Detailed"}
