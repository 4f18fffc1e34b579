"""Extensions, queues and members as the API writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.clock import timestamp

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company, Extension, Queue, Site
    from ringcentral_simulator.gateway.wire import Json


class Directory:
    """Writes the company's records.

    Args:
        company: Whose they are.
        account_uri: The account's address at this server.
    """

    def __init__(self, company: Company, account_uri: str) -> None:
        self._company = company
        self._uri = account_uri

    def account(self) -> Json:
        """Return the account itself."""
        country = {"id": "1", "name": "United States", "isoCode": "US", "callingCode": "1"}
        return {
            "uri": self._uri,
            "id": self._company.account_id,
            "mainNumber": self._company.sites[0].main_number,
            "serviceInfo": {
                "uri": f"{self._uri}/service-info",
                "brand": {"id": "1210", "name": "RingCentral", "homeCountry": country},
                "contractedCountry": country,
                "servicePlan": {"id": "6", "name": "RingEX Advanced", "edition": "Advanced"},
            },
            "setupWizardState": "Completed",
            "status": "Confirmed",
            "regionalSettings": {
                "homeCountry": country,
                "timezone": {"id": "58", "name": self._company.sites[0].timezone},
                "timeFormat": "12h",
            },
            "federated": False,
        }

    def role(self, person: Extension) -> Json:
        """Return a person's role."""
        role = self._company.role_of(person)
        return {
            "uri": f"{self._uri}/user-role/{role.id}",
            "id": role.id,
            "autoAssigned": role.is_default,
            "displayName": role.name,
            "siteCompatible": False,
            "siteRestricted": False,
        }

    def extension(self, extension: Extension) -> Json:
        """Return an extension as lists have it: its `id` is a number."""
        record: Json = {
            "uri": f"{self._uri}/extension/{extension.id}",
            "id": extension.id,
            "extensionNumber": extension.number,
            "name": extension.name,
            "type": extension.type,
            "status": extension.status,
            "hidden": False,
            "creationTime": timestamp(extension.created_ms),
            "site": self._site(extension.site),
        }
        if extension.is_person:
            record |= self._person(extension)
        queue = self._company.queue_by_id.get(extension.id)
        if queue is not None:
            record["callQueueInfo"] = service_level(queue)
            record["alertTimer"] = queue.alert_timer
            if _is_emergency(queue):
                record["subType"] = "Emergency"
        return record

    def extension_details(self, extension: Extension) -> Json:
        """Return an extension by itself, which says more."""
        account = {"id": str(self._company.account_id), "uri": self._uri}
        return {
            **self.extension(extension),
            "account": account,
            "roles": [self.role(extension)] if extension.is_person else [],
            "setupWizardState": "NotStarted" if extension.status == "NotActivated" else "Completed",
            "serviceFeatures": [{"featureName": "Voicemail", "enabled": extension.is_person}],
            "regionalSettings": {
                "timezone": {"id": "58", "name": extension.site.timezone},
                "timeFormat": "24h" if extension.site.country == "GB" else "12h",
            },
        }

    def queue(self, queue: Queue) -> Json:
        """Return a queue as lists have it: its `id` is a string, its address its extension's."""
        extension = queue.extension
        record = {
            "uri": f"{self._uri}/extension/{extension.id}",
            "id": str(extension.id),
            "extensionNumber": extension.number,
            "name": extension.name,
            "status": extension.status,
            "site": {"id": extension.site.id, "name": extension.site.name},
        }
        return record | ({"subType": "Emergency"} if _is_emergency(queue) else {})

    def queue_details(self, queue: Queue) -> Json:
        """Return a queue by itself, with its service level."""
        return {
            **self.queue(queue),
            "serviceLevelSettings": service_level(queue),
            "editableMemberStatus": queue.editable_member_status,
            "alertTimer": queue.alert_timer,
        }

    def member(self, member: Extension) -> Json:
        """Return a member of a queue: here the `id` is a number."""
        return {
            "uri": f"{self._uri}/extension/{member.id}",
            "id": member.id,
            "extensionNumber": member.number,
        }

    def _site(self, site: Site) -> Json:
        return {"id": site.id, "uri": f"{self._uri}/sites/{site.id}", "name": site.name}

    def _person(self, person: Extension) -> Json:
        contact = {
            "firstName": person.first_name,
            "lastName": person.last_name,
            "company": self._company.name,
            "jobTitle": person.job_title,
            "email": person.email,
            "businessPhone": person.direct_number or person.site.main_number,
            "emailAsLoginName": True,
            "department": person.department,
        }
        return {
            "contact": contact,
            "permissions": {
                "admin": {"enabled": False},
                "internationalCalling": {"enabled": person.department == "Sales"},
            },
            "profileImage": {"uri": f"{self._uri}/extension/{person.id}/profile-image"},
        }


def service_level(queue: Queue) -> Json:
    """Return what the queue wants to achieve."""
    return {
        "slaGoal": queue.sla_goal,
        "slaThresholdSeconds": queue.sla_threshold,
        "includeAbandonedCalls": queue.include_abandoned,
        "abandonedThresholdSeconds": queue.abandoned_threshold,
    }


def _is_emergency(queue: Queue) -> bool:
    return queue.extension.name == "Emergencies"
