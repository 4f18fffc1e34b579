"""The account itself, and its sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.account_id import ACCOUNT_ID
from tap_ringcentral.api.request import Request
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.base.parents import ParentEndpoint, ParentStream
from tap_ringcentral.streams.base.per_entry import PerEntryStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context, Record

    from tap_ringcentral.api.pages import Page


class Account(RingCentralStream):
    """The account with its plan, features and limits: one row out of two answers."""

    name = "account"
    primary_keys = ("id",)
    permission = "ReadCompanyInfo"
    rate_limit_group = "Light"

    @property
    @override
    def cost(self) -> str:
        return "2"

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        service = self.api.first(Request(f"{self.endpoint}/service-info", self.name, group="Light"))
        for account in self.records(self.request()):
            info = account.get("serviceInfo") or {}
            if isinstance(info, dict):  # else the shape tells that it is none
                info = _with_one_sub_brand({**info, **service})
            yield self.shape({**account, "serviceInfo": info})

    @override
    def rows(self, page: Page) -> Iterator[dict[str, Any]]:
        # Their shape follows, when both answers have come.
        yield from page.records


def _with_one_sub_brand(info: dict[str, Any]) -> dict[str, Any]:
    """Put what comes as `ubrand` under `uBrand`: many stores tell no names apart by case alone."""
    info = dict(info)
    former = info.pop("ubrand", None)
    return info if former is None else {**info, "uBrand": info.get("uBrand") or former}


class AccountSettingStream(RingCentralStream):
    """A setting of the account, of which there is one and which has no id: the account's is."""

    primary_keys = (ACCOUNT_ID,)

    @property
    @override
    def cost(self) -> str:
        return "1, and one in all for the account's id"

    @override
    def post_process(self, row: Record, context: Context | None = None) -> Record:
        return {**row, ACCOUNT_ID: self.account.id}


class _SiteList(ParentEndpoint):
    @override
    def ids(self, stream: RingCentralStream) -> list[str]:
        # RingCentral has no list of the main site's members: they are all that no other site has.
        return [site for site in super().ids(stream) if site != "main-site"]


class Site(ParentStream):
    """A branch of the company."""

    name = "site"
    path = "/sites"
    primary_keys = ("id",)
    rate_limit_group = "Light"


class SiteMember(PerEntryStream):
    """An extension of a site."""

    name = "site_member"
    path = "/sites/{siteId}/members"
    parents = _SiteList("site", "siteId", "/sites", rate_limit_group="Light")
    primary_keys = ("siteId", "id")
    rate_limit_group = "Medium"
