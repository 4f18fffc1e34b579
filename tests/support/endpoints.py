"""Where each stream is read: its class names the path, RingCentral's facts have what is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringcentral_simulator import facts
from ringcentral_simulator.endpoints.routes import ROUTES
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.streams.base.call_stream import CallStream

if TYPE_CHECKING:
    from ringcentral_simulator.facts import Operation

CALL_LOG = "/restapi/v1.0/account/{account_id}/call-log"
ID = "1"  # stands for any


def path_of(stream: str) -> str:
    """The path of a stream; streams of calls have the call log's in common."""
    kind = STREAMS[stream]
    return CALL_LOG if issubclass(kind, CallStream) else f"{kind.base_path}{kind.path}"


def with_ids(path: str) -> str:
    return re.sub(r"\{\w+\}", ID, path)


def documented(stream: str) -> Operation:
    return facts.operation(with_ids(path_of(stream)))


def is_served(stream: str) -> bool:
    """Whether the simulator has what a stream asks for."""
    routes = {re.sub(r"<\w+>", ID, route.path) for route in ROUTES}
    return with_ids(path_of(stream)) in routes
