"""Who and what the account consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.api.pages import numbered
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.base.parents import ParentStream

if TYPE_CHECKING:
    from tap_ringcentral.api.pages import Page, Walk

_V2 = "/restapi/v2/accounts/{account_id}"


class Extension(ParentStream):
    """Extensions of every type: users, queues, IVR menus, announcements, sites."""

    name = "extension"
    path = "/extension"
    page_size = 1000
    primary_keys = ("id",)
    rate_limit_group = "Medium"


class DirectoryEntry(RingCentralStream):
    """An entry of the company directory, or of a federation's where the settings ask for it."""

    name = "directory_entry"
    path = "/directory/entries"
    page_size = 2000
    primary_keys = ("id",)
    permission = ""
    rate_limit_group = "Medium"

    @override
    def query(self) -> dict[str, Any]:
        federated = str(self.api.settings.federated_directory).lower()
        return super().query() | {"showFederated": federated}

    @override
    def walk(self) -> Walk[Page]:
        return numbered()


class PhoneNumber(RingCentralStream):
    """A number of the account, whoever it belongs to."""

    name = "phone_number"
    base_path = _V2
    path = "/phone-numbers"
    page_size = 1000
    primary_keys = ("id",)
    permission = "ReadCompanyPhoneNumbers"

    @override
    def walk(self) -> Walk[Page]:
        return numbered()


class CustomField(RingCentralStream):
    """A field that the company added to its users."""

    name = "custom_field"
    path = "/custom-fields"
    primary_keys = ("id",)
    permission = "ReadUserInfo"
    rate_limit_group = "Light"


class CostCenter(RingCentralStream):
    """Whom the company charges extensions to."""

    name = "cost_center"
    base_path = _V2
    path = "/cost-centers"
    primary_keys = ("id",)
    permission = "CostCenterManagement"
    rate_limit_group = "Light"
