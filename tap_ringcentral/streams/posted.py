"""Streams that RingCentral wants asked by POST, with a body that says what is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_ringcentral.api.numbered_pages import NumberedPage
from tap_ringcentral.streams.base.ranges import RangeStream

if TYPE_CHECKING:
    from singer_sdk import Tap


class PostedStream(RangeStream):
    """A search in a range of time, whose pages are numbered."""

    def __init__(self, tap: Tap) -> None:
        super().__init__(tap=tap, http_method="POST")

    @override
    def get_new_paginator(self) -> NumberedPage:
        return NumberedPage(self.reader)
