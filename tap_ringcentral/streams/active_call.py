"""The calls that are going on."""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from tap_ringcentral.streams.base.ranges import SnapshotStream


class ActiveCall(SnapshotStream):
    """A call in progress, or just ended; it appears in the call log once it has ended.

    RingCentral keeps one here for about two minutes after its end:
    developers.ringcentral.com/guide/voice/finding-active-calls.
    """

    name = "active_call"
    path = "/active-calls"
    page_size = 1000
    primary_keys = ("id", "snapshotTime")
    app_scope = "ReadCallLog"
    permission = "ReadCompanyCallLog"  # RingCentral's guide; its API reference says ReadCallLog

    @override
    def query(self) -> dict[str, Any]:
        return super().query() | {"view": "Detailed"}
