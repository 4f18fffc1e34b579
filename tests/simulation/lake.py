"""What a target that upserts holds, after runs that completed and runs that did not."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator

    Message = dict[str, Any]
    Row = dict[str, Any]


class Lake:
    """Rows by stream and key, and the STATE that the next run is given."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, dict[tuple[Any, ...], Row]] = defaultdict(dict)
        self.state: dict[str, Any] | None = None
        self._keys: dict[str, list[str]] = {}

    def take(self, messages: Iterable[Message]) -> None:
        """Take what a run wrote, all of it."""
        for message in messages:
            match message["type"]:
                case "SCHEMA":
                    self._keys[message["stream"]] = message["key_properties"]
                case "RECORD":
                    self._upsert(message["stream"], message["record"])
                case "STATE":
                    self.state = message["value"]

    def take_part(
        self, messages: list[Message], *, flushed: float, durable: float, luck: random.Random
    ) -> None:
        """Take what a run wrote that did not complete.

        Args:
            messages: What it wrote.
            flushed: Share of the STATE lines that the target had taken: what stands before the
                last of them is in the lake.
            durable: Share of the records behind it that are there nevertheless.
            luck: Which those are.
        """
        states = [n for n, message in enumerate(messages) if message["type"] == "STATE"]
        taken = states[: round(flushed * len(states))]
        end = taken[-1] + 1 if taken else 0
        self.take(messages[:end])
        self.take(_some(messages[end:], durable, luck))

    def _upsert(self, stream: str, record: Row) -> None:
        key = tuple(record[name] for name in self._keys[stream])
        self.rows[stream][key] = record


def _some(messages: list[Message], share: float, luck: random.Random) -> Iterator[Message]:
    for message in messages:
        if message["type"] == "SCHEMA" or (message["type"] == "RECORD" and luck.random() < share):
            yield message
