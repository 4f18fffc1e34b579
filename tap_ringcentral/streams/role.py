"""Who may do what: roles, and who watches whose calls."""

from __future__ import annotations

from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.base.parents import ParentEndpoint, ParentStream
from tap_ringcentral.streams.base.per_entry import PerEntryStream


class UserRole(RingCentralStream):
    """A role with its permissions."""

    name = "user_role"
    path = "/user-role"
    page_size = 1000
    primary_keys = ("id",)
    permission = "ReadUserRoles"
    rate_limit_group = "Medium"


class AssignedRole(RingCentralStream):
    """The roles of an extension."""

    name = "assigned_role"
    path = "/assigned-role"
    primary_keys = ("extensionId",)
    permission = "ReadAssignedRoles"
    rate_limit_group = "Medium"


class CallMonitoringGroup(ParentStream):
    """A group of users whose calls others may listen in to."""

    name = "call_monitoring_group"
    path = "/call-monitoring-groups"
    page_size = 1000
    primary_keys = ("id",)
    rate_limit_group = "Medium"


class CallMonitoringGroupMember(PerEntryStream):
    """An extension of such a group, and which side it is on."""

    name = "call_monitoring_group_member"
    path = "/call-monitoring-groups/{groupId}/members"
    page_size = 1000
    parents = ParentEndpoint("group", "groupId", "/call-monitoring-groups", page_size=1000)
    primary_keys = ("groupId", "id")
    rate_limit_group = "Medium"
