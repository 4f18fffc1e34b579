"""The account itself, and its sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.base.parents import Lookup, ParentList, Parents, own_extension
from tap_ringcentral.streams.base.per_entry import OfEach

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests
    from singer_sdk.helpers.types import Context, Record

_SITES = "/restapi/v1.0/account/{account_id}/sites"


class Account(RingCentralStream):
    """The account with its plan, features and limits: one row out of two answers."""

    name = "account"
    path = "/restapi/v1.0/account/{account_id}"
    primary_keys = ("id",)
    permission = "ReadCompanyInfo"
    rate_limit_group = "Light"

    @property
    @override
    def cost(self) -> str:
        return "2"

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        service = Lookup(self._tap, self.name, f"{self.path}/service-info").first()
        for account in self.request_records(context):
            info = account.get("serviceInfo") or {}
            if isinstance(info, dict):  # else the shape tells that it is none
                info = _with_one_sub_brand({**info, **service})
            yield self.shape({**account, "serviceInfo": info})

    @override
    def parse_response(self, response: requests.Response) -> Iterator[dict[str, Any]]:
        # Their shape follows, when both answers have come.
        yield from self.reader.read(response).records


def _with_one_sub_brand(info: dict[str, Any]) -> dict[str, Any]:
    """Put what comes as `ubrand` under `uBrand`: many stores tell no names apart by case alone."""
    info = dict(info)
    former = info.pop("ubrand", None)
    return info if former is None else {**info, "uBrand": info.get("uBrand") or former}


class OfAccount(RingCentralStream):
    """A setting of the account, of which there is one and which has no id: the account's is."""

    primary_keys = ("accountId",)

    @property
    @override
    def cost(self) -> str:
        return "1, and one in all for the account's id"

    @override
    def post_process(self, row: Record, context: Context | None = None) -> Record:
        named = self.api.settings.account_id
        return {**row, "accountId": own_extension(self)["account"] if named == "~" else named}


class _SiteList(Parents):
    @override
    def ids(self, stream: RingCentralStream) -> list[str]:
        # RingCentral has no list of the main site's members: they are all that no other site has.
        return [site for site in super().ids(stream) if site != "main-site"]


class Site(ParentList):
    """A branch of the company."""

    name = "site"
    path = _SITES
    primary_keys = ("id",)
    rate_limit_group = "Light"


class SiteMember(OfEach):
    """An extension of a site."""

    name = "site_member"
    path = f"{_SITES}/{{siteId}}/members"
    parents = _SiteList("site", "siteId", _SITES)
    primary_keys = ("siteId", "id")
    rate_limit_group = "Medium"
