"""Who and what the account consists of."""

from __future__ import annotations

from tap_ringcentral.client import RingCentralStream


class Extension(RingCentralStream):
    """Extensions of every type: users, queues, IVR menus, announcements, sites."""

    name = "extension"
    path = "/restapi/v1.0/account/{account_id}/extension"
    rate_limit_group = "Medium"
    primary_keys = ("id",)
