"""A stream's schema as a type that msgspec decodes into, several times faster than dictionaries.

The type takes exactly what needs no change: every property declared and of the declared type. What
else RingCentral sends is learned from: an id that comes as a number, a property that the schema
does not know. The next decoding takes it, and puts it right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tap_ringcentral.api.timestamps import is_usual
from tap_ringcentral.schemas.scalars import WHOLE_MAX, WHOLE_MIN, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Amend = Callable[[Any], None]
    Breadcrumb = tuple[str, ...]

_SCALARS: dict[str, Any] = {
    "string": str,
    "integer": Annotated[int, Meta(ge=WHOLE_MIN, le=WHOLE_MAX)],
    "number": int | float,
    "boolean": bool,
}
_TEXT = Annotated[str, Meta(min_length=1)]
_PREFIX = "p_"  # a property may be called `from`


@dataclass(frozen=True)
class Lessons:
    """What comes otherwise than the schema has it; places are written as `legs[].extension.id`."""

    numbers: frozenset[str] = frozenset()
    """Places of text that come as numbers."""
    unknown: frozenset[str] = frozenset()
    """Places that the schema does not know."""

    def __len__(self) -> int:
        """Count them."""
        return len(self.numbers) + len(self.unknown)

    def of(self, place: str) -> frozenset[str]:
        """The names of unknown properties in the object at a place."""
        inner = (name.rpartition(".") for name in self.unknown)
        return frozenset(name for head, _, name in inner if head == place and name.isidentifier())


@dataclass(frozen=True)
class TypedRecord:
    """The type of a stream's records, and how one is put right after decoding.

    Where that raises a ValueError, the record does not fit the type after all.
    """

    type: Any
    amend: Amend | None

    @classmethod
    def of(
        cls,
        schema: Mapping[str, Any],
        keys: tuple[str, ...],
        lessons: Lessons,
        is_wanted: Callable[[Breadcrumb], bool] = lambda _: True,
    ) -> TypedRecord:
        """Build the type of a schema, less what is not wanted."""
        builder = _Builder(lessons, is_wanted)
        return cls(*builder.object(schema["properties"], "", (), keys))


def attribute(name: str) -> str:
    """The attribute that holds a property."""
    return _PREFIX + name


@dataclass(frozen=True)
class _Builder:
    """Builds the types of a schema's parts."""

    lessons: Lessons
    is_wanted: Callable[[Breadcrumb], bool]

    def object(
        self,
        properties: Mapping[str, Any],
        place: str,
        breadcrumb: Breadcrumb,
        keys: tuple[str, ...] = (),
    ) -> tuple[Any, Amend | None]:
        fields: list[tuple[str, Any, Any] | tuple[str, Any]] = []
        needs: list[Amend] = []
        for name, schema in properties.items():
            at = f"{place}.{name}" if place else name
            own, crumb = attribute(name), (*breadcrumb, "properties", name)
            if not self.is_wanted(crumb):
                fields.append((own, msgspec.Raw, UNSET))
                needs.append(_left_out(own))
                continue
            kind, amend = self.value(schema, at, crumb)
            if name in keys:
                kind = _TEXT
            if amend:
                needs.append(_within(own, amend))
            if at in self.lessons.numbers:
                kind |= int | float
                needs.append(_as_text(own))
            if name in keys:
                fields.append((own, kind))
            else:
                fields.append((own, kind | None | UnsetType, UNSET))
        unknown = sorted(self.lessons.of(place))
        for name in unknown:
            fields.append((attribute(name), msgspec.Raw, UNSET))
            needs.append(_left_out(attribute(name)))
        struct = msgspec.defstruct(
            "Record",
            sorted(fields, key=len),  # what is required comes first
            rename={attribute(name): name for name in (*properties, *unknown)},
            forbid_unknown_fields=True,
            gc=False,
        )
        return struct, _all(needs)

    def value(
        self, schema: Mapping[str, Any], place: str, breadcrumb: Breadcrumb
    ) -> tuple[Any, Amend | None]:
        kinds = schema.get("type", [])
        if "object" in kinds:
            if "properties" not in schema:
                return dict[str, Any], None
            return self.object(schema["properties"], place, breadcrumb)
        if "array" in kinds:
            items = schema.get("items", {})
            item, amend = self.value(items, f"{place}[]", (*breadcrumb, "items"))
            return list[item | None], amend and _each(amend)  # type: ignore[valid-type] # built here
        if schema.get("format") == "date-time":
            return _TEXT, _check_instant
        known = [scalar for kind, scalar in _SCALARS.items() if kind in kinds]
        return (known[0] if known else Any), None


def _all(needs: list[Amend]) -> Amend | None:
    """Put together what an object needs; most need one thing, in the fewest steps."""
    if len(needs) < 2:  # noqa: PLR2004 - one need is its own amendment
        return needs[0] if needs else None

    def amend(record: Any) -> None:
        for need in needs:
            need(record)

    return amend


def _as_text(name: str) -> Amend:
    def amend(record: Any) -> None:
        if type(value := getattr(record, name)) in {int, float}:
            setattr(record, name, as_text(value))

    return amend


def _check_instant(value: Any) -> None:
    if not is_usual(value):
        raise ValueError("The instant is written in another form, or is none.")


def _left_out(name: str) -> Amend:
    def amend(record: Any) -> None:
        setattr(record, name, UNSET)

    return amend


def _within(name: str, amend_value: Amend) -> Amend:
    def amend(record: Any) -> None:
        if value := getattr(record, name):  # neither unset nor null
            amend_value(value)

    return amend


def _each(amend: Amend) -> Amend:
    def amend_each(values: list[Any]) -> None:
        for value in values:
            if value is not None:
                amend(value)

    return amend_each
