"""Brings an answer's object into the shape that a stream's schema declares."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.api.lenient_json import line
from tap_ringcentral.schemas.scalars import (
    UnfitError,
    as_boolean,
    as_instant,
    as_number,
    as_text,
    as_whole,
    unfit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Rule = Callable[[Any], Any]

logger = logging.getLogger("tap-ringcentral")

_SCALARS: dict[str, Rule] = {"integer": as_whole, "number": as_number, "boolean": as_boolean}
# The type of which every value stays as it is.
_KEPT: dict[Rule | None, type] = {as_text: str, as_boolean: bool}


class RecordShape:
    """Leaves out what the schema does not know, and writes every id as text.

    RingCentral adds properties in nearly every release, and gives the same id as a number here and
    as text there. A property that is left out is named once in a warning. A value that cannot be
    what the schema declares is an error: no target could store it.

    Args:
        stream: Name of the stream, for messages.
        schema: JSON Schema of its records.
        is_wanted: Tells by its breadcrumb whether a property is; what is not is left out unseen.
    """

    def __init__(
        self,
        stream: str,
        schema: Mapping[str, Any],
        is_wanted: Callable[[tuple[str, ...]], bool] = lambda _: True,
    ) -> None:
        self._stream = stream
        self._is_wanted = is_wanted
        self._empty: set[str] = set()
        self._unknown: set[str] = set()
        self._conform = self._rule(schema, "", ())

    def __call__(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return the record in the schema's shape.

        Raises:
            RingCentralError: A value is not what the schema declares.
        """
        try:
            shaped: dict[str, Any] = self._conform(record)
        except UnfitError as error:
            raise RingCentralError(
                f"{self._stream}: RingCentral gave {error} in the record with id "
                f"{_id_text(record.get('id'))}. Nothing is lost: run again, or deselect the "
                "property in the catalog to go on without it, and tell RingCentral's support."
            ) from None
        return shaped

    def _rule(self, schema: Mapping[str, Any], path: str, breadcrumb: tuple[str, ...]) -> Rule:
        """Build the rule of one value that is not null."""
        kinds = schema.get("type", [])
        if "object" in kinds:
            return self._object(schema.get("properties"), path, breadcrumb)
        if "array" in kinds:
            return self._array(schema.get("items", {}), path, breadcrumb)
        convert = _conversion(schema)
        return self._scalar(convert, path) if convert else _as_it_is

    def _object(
        self, properties: Mapping[str, Any] | None, path: str, breadcrumb: tuple[str, ...]
    ) -> Rule:
        rules: dict[str, Rule | None] = {}
        kept: dict[str, type | None] = {}
        for name, schema in (properties or {}).items():
            place = (*breadcrumb, "properties", name)
            is_wanted = self._is_wanted(place)
            rules[name] = self._rule(schema, _inner(path, name), place) if is_wanted else None
            kept[name] = _KEPT.get(_conversion(schema)) if is_wanted else None
        kept_type = kept.get

        def conform(value: Any) -> Any:
            if not isinstance(value, dict):
                raise unfit(value, "an object").at(path)
            if properties is None:
                return value
            shaped = {}
            for name, each in value.items():
                if type(each) is kept_type(name):  # most are, and need no call of a rule
                    shaped[name] = each
                elif name not in rules:
                    self._warn(_inner(path, name))
                elif rule := rules[name]:
                    shaped[name] = None if each is None else rule(each)
            return shaped

        return conform

    def _array(self, schema: Mapping[str, Any], path: str, breadcrumb: tuple[str, ...]) -> Rule:
        rule = self._rule(schema, f"{path}[]", (*breadcrumb, "items"))

        def conform(value: Any) -> Any:
            if not isinstance(value, list):
                raise unfit(value, "an array").at(path)
            return [None if each is None else rule(each) for each in value]

        return conform

    def _scalar(self, convert: Rule, path: str) -> Rule:
        def conform(value: Any) -> Any:
            try:
                return convert(value)
            except UnfitError as error:
                if value != "":
                    raise error.at(path) from None
            self._warn_of_empty(path)
            return None

        return conform

    def _warn_of_empty(self, path: str) -> None:
        if path not in self._empty:
            self._empty.add(path)
            logger.warning("%s.%s came as an empty text; taken as null.", self._stream, path)

    def _warn(self, path: str) -> None:
        if path not in self._unknown:
            self._unknown.add(path)
            logger.warning(
                "Skipped a property that the schema does not know: %s.%s.",
                self._stream,
                line(path),
            )


def _id_text(id_: Any) -> str:
    """An id for a message; what is none, such as an object, may be personal."""
    return line(as_text(id_)) if type(id_) in {str, int, float} else "unknown"


def _as_it_is(value: Any) -> Any:
    return value


def _conversion(schema: Mapping[str, Any]) -> Rule | None:
    """Return what converts a single value; None for objects, lists and what is not declared."""
    kinds = schema.get("type", [])
    if "object" in kinds or "array" in kinds:
        return None
    if "string" in kinds:
        return as_instant if schema.get("format") == "date-time" else as_text
    return next((convert for kind, convert in _SCALARS.items() if kind in kinds), None)


def _inner(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
