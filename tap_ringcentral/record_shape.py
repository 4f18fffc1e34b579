"""Brings an answer's object into the shape that a stream's schema declares."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tap_ringcentral.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Rule = Callable[[Any], Any]

logger = logging.getLogger("tap-ringcentral")


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
        self.schema = schema
        self._stream = stream
        self.is_wanted = is_wanted
        self.unknown: set[str] = set()
        """Where properties were left out, such as `legs[].mood`."""
        self.texts_of_numbers: set[str] = set()
        """Where text came as a whole number, such as `legs[].extension.id`."""
        self._conform = self._rule(schema, "", ())

    def __call__(self, record: dict[str, Any]) -> dict[str, Any]:
        """Give the record in the schema's shape.

        Raises:
            RingCentralError: A value is not what the schema declares.
        """
        try:
            shaped: dict[str, Any] = self._conform(record)
        except _UnfitError as error:
            raise RingCentralError(
                f"{self._stream}: RingCentral gave {error} in the record with id "
                f"{_told(record.get('id'))}. Nothing is lost: run again, or deselect the property "
                "in the catalog to go on without it, and tell RingCentral's support."
            ) from None
        return shaped

    def _rule(self, schema: Mapping[str, Any], path: str, breadcrumb: tuple[str, ...]) -> Rule:
        """Build the rule of one value that is not null."""
        kinds = schema.get("type", [])
        if "object" in kinds:
            return self._object(schema.get("properties"), path, breadcrumb)
        if "array" in kinds:
            return self._array(schema.get("items", {}), path, breadcrumb)
        if "string" in kinds:
            is_moment = schema.get("format") == "date-time"
            return _moment(path) if is_moment else _text(path, self.texts_of_numbers)
        for kind, make in _SCALARS.items():
            if kind in kinds:
                return make(path)
        return _as_it_is

    def _object(
        self, properties: Mapping[str, Any] | None, path: str, breadcrumb: tuple[str, ...]
    ) -> Rule:
        rules: dict[str, Rule | None] = {}
        for name, schema in (properties or {}).items():
            place = (*breadcrumb, "properties", name)
            is_wanted = self.is_wanted(place)
            rules[name] = self._rule(schema, _inner(path, name), place) if is_wanted else None

        def conform(value: Any) -> Any:
            if not isinstance(value, dict):
                raise _UnfitError(path, value, "an object")
            if properties is None:
                return value
            shaped = {}
            for name, each in value.items():
                if name not in rules:
                    self._warn(_inner(path, name))
                elif rule := rules[name]:
                    shaped[name] = None if each is None else rule(each)
            return shaped

        return conform

    def _array(self, schema: Mapping[str, Any], path: str, breadcrumb: tuple[str, ...]) -> Rule:
        rule = self._rule(schema, f"{path}[]", (*breadcrumb, "items"))

        def conform(value: Any) -> Any:
            if not isinstance(value, list):
                raise _UnfitError(path, value, "a list")
            return [None if each is None else rule(each) for each in value]

        return conform

    def _warn(self, path: str) -> None:
        if path not in self.unknown:
            self.unknown.add(path)
            logger.warning(
                "Left out a property that the schema does not know: %s.%s.", self._stream, path
            )


class _UnfitError(Exception):
    """A value of the wrong type; the value itself, which may be personal, is not told."""

    def __init__(self, path: str, value: object, expected: str) -> None:
        given = {str: "text", bool: "a boolean", dict: "an object", list: "a list"}
        super().__init__(f"{path} as {given.get(type(value), 'a number')}, not as {expected},")


def _told(id_: Any) -> str:
    """An id for a message; what is none, such as an object, may be personal."""
    return str(id_) if type(id_) in {str, int} else "unknown"


def _as_it_is(value: Any) -> Any:
    return value


def _inner(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _text(path: str, numbers: set[str]) -> Rule:
    def conform(value: Any) -> Any:
        if type(value) is str:
            return value
        # Not bool, which is an int to Python: true is no id.
        if type(value) is int:
            numbers.add(path)
            return str(value)
        if type(value) is float:
            return str(value)
        raise _UnfitError(path, value, "text")

    return conform


def _moment(path: str) -> Rule:
    def conform(value: Any) -> Any:
        try:
            datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise _UnfitError(path, value, "a date and time") from None
        return value

    return conform


def _whole(path: str) -> Rule:
    def conform(value: Any) -> Any:
        if type(value) is int:
            return value
        if type(value) is float and value.is_integer():
            return int(value)
        if type(value) is str and value.lstrip("-").isdecimal():
            return int(value)
        raise _UnfitError(path, value, "a whole number")

    return conform


def _number(path: str) -> Rule:
    def conform(value: Any) -> Any:
        if type(value) is float or type(value) is int:
            return value
        try:
            return float(value if type(value) is str else "")
        except ValueError:
            raise _UnfitError(path, value, "a number") from None

    return conform


def _boolean(path: str) -> Rule:
    def conform(value: Any) -> Any:
        if type(value) is bool:
            return value
        raise _UnfitError(path, value, "true or false")

    return conform


_SCALARS = {"integer": _whole, "number": _number, "boolean": _boolean}
