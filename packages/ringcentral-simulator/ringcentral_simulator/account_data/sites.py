"""The offices, and who belongs to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company, Extension, Site
    from ringcentral_simulator.gateway.wire import Json

_STREETS = ("120 Example Avenue", "45 Sample Street", "7 Placeholder Lane")
_ZIPS = ("10001", "80202", "EC1A 1BB")
_COUNTRIES = {
    "US": {"id": "1", "name": "United States", "isoCode": "US", "callingCode": "1"},
    "GB": {"id": "224", "name": "United Kingdom", "isoCode": "GB", "callingCode": "44"},
}
_TIMEZONES = {
    "America/New_York": ("58", "Eastern Time (US & Canada)", "-300"),
    "America/Denver": ("60", "Mountain Time (US & Canada)", "-420"),
    "Europe/London": ("4", "Greenwich Mean Time (London)", "0"),
}


def site(company: Company, site: Site, uri: str) -> Json:
    """Return an office.

    Args:
        company: Whose it is.
        site: Which.
        uri: The account's address.
    """
    place = company.sites.index(site)
    office = next(e for e in company.extensions if e.type == "Site" and e.site == site)
    return {
        "uri": f"{uri}/sites/{site.id}",
        "id": site.id,
        "name": site.name,
        "extensionNumber": office.number,
        "callerIdName": company.name[:15],
        "email": f"office.{office.number}@example.com",
        "businessAddress": _address(site, place),
        "regionalSettings": _region(site, uri),
        "siteAccess": "Unlimited",
        "operator": _operator(company, site, uri),
        "code": f"{place + 1}0",
    }


def members(company: Company, site: Site) -> list[Extension]:
    """Return who and what belongs to an office, without the office itself."""
    return [e for e in company.extensions if e.site == site and e.type != "Site"]


def member(extension: Extension, uri: str) -> Json:
    """Return a member of an office: here the `id` is a number."""
    return {
        "uri": f"{uri}/extension/{extension.id}",
        "id": extension.id,
        "extensionNumber": extension.number,
        "type": extension.type,
        "name": extension.name,
    }


def _operator(company: Company, site: Site, uri: str) -> Json:
    menu = company.menu_at[site.id]
    return {
        "uri": f"{uri}/extension/{menu.id}",
        "id": str(menu.id),
        "extensionNumber": menu.number,
        "name": menu.name,
    }


def _address(site: Site, place: int) -> Json:
    city, _, state = site.city.partition(", ")
    address = {
        "country": _COUNTRIES[site.country]["name"],
        "city": city,
        "street": _STREETS[place],
        "zip": _ZIPS[place],
    }
    return {**address, "state": state} if state else address


def _region(site: Site, uri: str) -> Json:
    server = uri.partition("/account/")[0]
    timezone, description, bias = _TIMEZONES[site.timezone]
    british = site.country == "GB"
    language = {
        "id": "5122" if british else "1033",
        "localeCode": "en-GB" if british else "en-US",
        "name": "English (UK)" if british else "English (US)",
    }
    country = _COUNTRIES[site.country]
    return {
        "homeCountry": {**country, "uri": f"{server}/dictionary/country/{country['id']}"},
        "timezone": {
            "uri": f"{server}/dictionary/timezone/{timezone}",
            "id": timezone,
            "name": site.timezone,
            "description": description,
            "bias": bias,
        },
        "language": language,
        "greetingLanguage": language,
        "formattingLocale": language,
        "timeFormat": "24h" if british else "12h",
    }
