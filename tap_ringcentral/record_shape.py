"""Brings an answer's object into the shape that a stream's schema declares."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

logger = logging.getLogger("tap-ringcentral")


class RecordShape:
    """Leaves out what the schema does not know, and writes every id as text.

    RingCentral adds properties in nearly every release, and gives the same id as a number here and
    as text there. A property that is left out is named once in a warning.
    """

    def __init__(self, stream: str, schema: Mapping[str, Any]) -> None:
        self._seen: set[str] = set()
        self._conform = self._rule(schema, stream) or (lambda value: value)

    def __call__(self, record: dict[str, Any]) -> dict[str, Any]:
        """Give the record in the schema's shape."""
        shaped: dict[str, Any] = self._conform(record)
        return shaped

    def _rule(self, schema: Mapping[str, Any], path: str) -> Callable[[Any], Any] | None:
        """Build the rule of one value; None where it may stay as it is."""
        kinds = schema.get("type", [])
        if "object" in kinds and "properties" in schema:
            return self._object(schema["properties"], path)
        if "array" in kinds and "items" in schema:
            item = self._rule(schema["items"], f"{path}[]")
            return item and (
                lambda value: [*map(item, value)] if isinstance(value, list) else value
            )
        if "string" in kinds:
            return _text
        return None

    def _object(self, properties: Mapping[str, Any], path: str) -> Callable[[Any], Any]:
        rules = {name: self._rule(schema, f"{path}.{name}") for name, schema in properties.items()}

        def conform(value: Any) -> Any:
            if not isinstance(value, dict):
                return value
            shaped = {}
            for name, each in value.items():
                if name not in rules:
                    self._warn(f"{path}.{name}")
                    continue
                rule = rules[name]
                shaped[name] = each if rule is None or each is None else rule(each)
            return shaped

        return conform

    def _warn(self, path: str) -> None:
        if path not in self._seen:
            self._seen.add(path)
            logger.warning("Left out a property that the schema does not know: %s.", path)


def _text(value: Any) -> Any:
    # Not bool, which is an int to Python: true is no id.
    return str(value) if type(value) is int else value
