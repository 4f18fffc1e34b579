"""Which members of a queue take its calls at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls.call import HOUR_MS
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Extension, Queue
    from ringcentral_simulator.gateway.wire import Json

_TAKES_ANY, _TAKES_THIS = 0.85, 0.9


def members(queue: Queue, now_ms: int) -> list[Json]:
    """Return the queue's members; what they take changes by the hour.

    Args:
        queue: Which.
        now_ms: Milliseconds since 1970.
    """
    return [_presence(queue, member, now_ms // HOUR_MS) for member in queue.members]


def _presence(queue: Queue, member: Extension, hour: int) -> Json:
    any_queue = generator("presence", member.id, hour).random() < _TAKES_ANY
    this_queue = generator("presence", queue.extension.id, member.id, hour).random() < _TAKES_THIS
    return {
        "member": {
            "id": str(member.id),
            "name": member.name,
            "extensionNumber": member.number,
            "site": {"id": member.site.id, "name": member.site.name},
        },
        "acceptQueueCalls": any_queue,
        "acceptCurrentQueueCalls": this_queue,
    }
