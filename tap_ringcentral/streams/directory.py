"""Who and what the account consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.api.numbered_pages import NumberedPage
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.base.parents import ParentList

if TYPE_CHECKING:
    from urllib.parse import ParseResult

    from singer_sdk.helpers.types import Context


class Extension(ParentList):
    """Extensions of every type: users, queues, IVR menus, announcements, sites."""

    name = "extension"
    path = "/restapi/v1.0/account/{account_id}/extension"
    page_size = 1000
    primary_keys = ("id",)
    rate_limit_group = "Medium"


class DirectoryEntry(RingCentralStream):
    """An entry of the company directory, or of a federation's where the settings ask for it."""

    name = "directory_entry"
    path = "/restapi/v1.0/account/{account_id}/directory/entries"
    page_size = 2000
    primary_keys = ("id",)
    permission = ""
    rate_limit_group = "Medium"

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        federated = str(self.api.settings.federated_directory).lower()
        return super().get_url_params(context, next_page_token) | {"showFederated": federated}

    @override
    def get_new_paginator(self) -> NumberedPage:
        return NumberedPage(self.reader)


class PhoneNumber(RingCentralStream):
    """A number of the account, whoever it belongs to."""

    name = "phone_number"
    path = "/restapi/v2/accounts/{account_id}/phone-numbers"
    page_size = 1000
    primary_keys = ("id",)
    permission = "ReadCompanyPhoneNumbers"

    @override
    def get_new_paginator(self) -> NumberedPage:
        return NumberedPage(self.reader)


class CustomField(RingCentralStream):
    """A field that the company added to its users."""

    name = "custom_field"
    path = "/restapi/v1.0/account/{account_id}/custom-fields"
    primary_keys = ("id",)
    permission = "ReadUserInfo"
    rate_limit_group = "Light"


class CostCenter(RingCentralStream):
    """Whom the company charges extensions to."""

    name = "cost_center"
    path = "/restapi/v2/accounts/{account_id}/cost-centers"
    primary_keys = ("id",)
    permission = "CostCenterManagement"
    rate_limit_group = "Light"
