"""The calls that are going on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.streams.base.ranges import SnapshotStream

if TYPE_CHECKING:
    from urllib.parse import ParseResult

    from singer_sdk.helpers.types import Context


class ActiveCall(SnapshotStream):
    """A call in progress, or just ended; it appears in the call log once it has ended.

    RingCentral keeps one here for about two minutes after its end:
    developers.ringcentral.com/guide/voice/finding-active-calls.
    """

    name = "active_call"
    path = "/restapi/v1.0/account/{account_id}/active-calls"
    page_size = 1000
    primary_keys = ("id", "snapshotTime")
    app_scope = "ReadCallLog"
    permission = "ReadCompanyCallLog"  # RingCentral's guide; its API reference says ReadCallLog

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        return super().get_url_params(context, next_page_token) | {"view": "Detailed"}
