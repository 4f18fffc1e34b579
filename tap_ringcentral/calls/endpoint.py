"""What the two endpoints that give the company's calls have in common."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from tap_ringcentral.api.pages import PageReader
from tap_ringcentral.calls.page import CallPage, CallParser
from tap_ringcentral.client import RingCentralStream

if TYPE_CHECKING:
    from singer_sdk import Tap

    from tap_ringcentral.calls.page import Packer, ReplicationKey


class CallEndpoint(RingCentralStream):
    """The endpoint of the company's calls, packed as they come."""

    name = "call_log"
    rate_limit_group = "Heavy"
    ordered_by: ClassVar[ReplicationKey]
    """The time by which calls are ordered, and asked for."""

    def __init__(self, tap: Tap, packer: Packer | None = None) -> None:
        super().__init__(tap)
        self._packer = packer

    @cached_property
    def reader(self) -> PageReader[CallPage]:  # type: ignore[override] # read only, like the class
        """Parses this endpoint's answers."""
        return PageReader(CallParser(self.name, self.ordered_by, self._packer))
