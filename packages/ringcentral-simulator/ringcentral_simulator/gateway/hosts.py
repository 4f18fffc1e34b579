"""The addresses of an account: one for the API, one for what it has of audio and documents."""

from __future__ import annotations

from typing import Literal, NamedTuple

Host = Literal["platform", "media"]


class Hosts(NamedTuple):
    """Where an account is served, without a slash at the end.

    Attributes:
        platform: The API.
        media: Content of recordings and messages.
    """

    platform: str
    media: str
