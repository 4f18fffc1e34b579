"""Call queues, and who answers them.

RingCentral lists queues without their service-level settings, and members by queue only; the list
is asked for once in a run, whichever of the streams are selected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.client import RingCentralStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context


class CallQueueList(RingCentralStream):
    """The list of all queues, as the source of their ids."""

    name = "call_queue"
    path = "/restapi/v1.0/account/{account_id}/call-queues"
    rate_limit_group = "Medium"

    def ids(self) -> tuple[str, ...]:
        """The ids of the account's queues, asked for once in a run."""
        return self.api.once(
            "call queues", lambda: tuple(q["id"] for q in self.request_records(None))
        )


class CallQueue(RingCentralStream):
    """A queue with its service-level settings."""

    name = "call_queue"
    path = "/restapi/v1.0/account/{account_id}/call-queues/{queueId}"
    primary_keys = ("id",)

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        for queue_id in CallQueueList(self._tap).ids():
            yield from self.request_records({"queueId": queue_id})


class CallQueueMember(RingCentralStream):
    """An extension that takes the calls of a queue."""

    name = "call_queue_member"
    path = "/restapi/v1.0/account/{account_id}/call-queues/{queueId}/members"
    primary_keys = ("queueId", "id")
    own_keys = ("id",)

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        for queue_id in CallQueueList(self._tap).ids():
            for member in self.request_records({"queueId": queue_id}):
                yield {"queueId": queue_id, **member}
