"""Call queues, and who answers them.

RingCentral lists queues without their service-level settings, and members by queue only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.api.request import ACCOUNT
from tap_ringcentral.streams.base.parents import ParentEndpoint
from tap_ringcentral.streams.base.per_entry import PerEntryStream
from tap_ringcentral.streams.base.ranges import SnapshotStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ringcentral.api.pages import Page


class _PerQueueStream(PerEntryStream):
    base_path = f"{ACCOUNT}/call-queues/{{queueId}}"
    parents = ParentEndpoint("queue", "queueId", "/call-queues", page_size=1000)
    rate_limit_group = "Light"


class CallQueue(_PerQueueStream):
    """A queue with its service-level settings."""

    name = "call_queue"
    primary_keys = ("id",)


class CallQueueMember(_PerQueueStream):
    """An extension that takes the calls of a queue."""

    name = "call_queue_member"
    path = "/members"
    page_size = 1000
    primary_keys = ("queueId", "id")


class CallQueueBusinessHours(_PerQueueStream):
    """When a queue takes calls, which may be at other hours than the company."""

    name = "call_queue_business_hours"
    base_path = f"{ACCOUNT}/extension/{{queueId}}"
    path = "/business-hours"
    primary_keys = ("queueId",)


class CallQueueAnsweringRule(_PerQueueStream):
    """How a queue handles calls: who is rung, how long callers wait, and what then becomes of them.

    RingCentral tells it with the answering rules of the queue's extension, as `queue`.
    """

    name = "call_queue_answering_rule"
    base_path = f"{ACCOUNT}/extension/{{queueId}}"
    path = "/answering-rule"
    page_size = 1000
    primary_keys = ("queueId", "id")
    permission = "ReadUserAnsweringRules"
    rate_limit_group = "Medium"
    selected_by_default = False

    @override
    def query(self) -> dict[str, Any]:
        return super().query() | {"view": "Detailed"}


class CallQueueOverflow(_PerQueueStream):
    """Which queues take a queue's calls when it can take no more.

    RingCentral's own clients have it, beside its API description: operation
    `readCallQueueOverflowSettings` of RingCentral.Net and ringcentral-java.
    """

    name = "call_queue_overflow"
    base_path = f"{ACCOUNT}/extension/{{queueId}}"
    path = "/overflow-settings"
    primary_keys = ("queueId",)
    permission = "CallQueueToCallQueue"
    rate_limit_group = "Heavy"
    selected_by_default = False


class CallQueuePresence(SnapshotStream, _PerQueueStream):
    """Whether a member of a queue takes its calls now."""

    name = "call_queue_presence"
    path = "/presence"
    primary_keys = ("queueId", "memberId", "snapshotTime")
    app_scope = "ReadPresence"
    permission = ""

    @override
    def rows(self, page: Page) -> Iterator[dict[str, Any]]:
        # Ahead of the shape, which leaves out a member that is deselected.
        for presence in page.records:
            member = presence.get("member")
            # Without one it says of nobody that calls are taken: where rows are written, a
            # missing key is told.
            id_ = member.get("id") if isinstance(member, dict) else None
            yield self.shape({"memberId": id_, **presence})
