"""Call queues, and who answers them.

RingCentral lists queues without their service-level settings, and members by queue only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.streams.base.parents import Parents
from tap_ringcentral.streams.base.per_entry import OfEach
from tap_ringcentral.streams.base.ranges import SnapshotStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

_QUEUES = "/restapi/v1.0/account/{account_id}/call-queues"


class _OfEachQueue(OfEach):
    parents = Parents("queue", "queueId", _QUEUES, page_size=1000)
    rate_limit_group = "Light"


class CallQueue(_OfEachQueue):
    """A queue with its service-level settings."""

    name = "call_queue"
    path = f"{_QUEUES}/{{queueId}}"
    primary_keys = ("id",)


class CallQueueMember(_OfEachQueue):
    """An extension that takes the calls of a queue."""

    name = "call_queue_member"
    path = f"{_QUEUES}/{{queueId}}/members"
    page_size = 1000
    primary_keys = ("queueId", "id")


class CallQueuePresence(SnapshotStream, _OfEachQueue):
    """Whether a member of a queue takes its calls now."""

    name = "call_queue_presence"
    path = f"{_QUEUES}/{{queueId}}/presence"
    primary_keys = ("queueId", "memberId", "snapshotTime")
    app_scope = "ReadPresence"
    permission = ""

    @override
    def parse_response(self, response: requests.Response) -> Iterator[dict[str, Any]]:
        # Ahead of the shape, which leaves out a member that is deselected.
        for presence in self.reader.read(response).records:
            member = presence.get("member")
            # Without one it says of nobody that calls are taken: where rows are written, a
            # missing key is told.
            id_ = member.get("id") if isinstance(member, dict) else None
            yield self.shape({"memberId": id_, **presence})
