"""Checks what the tap is handed besides its settings: the catalog and the state."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import msgspec
from singer_sdk.singerlib import Catalog
from singer_sdk.singerlib.catalog import MetadataMapping
from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class JsonFile(click.ParamType):  # type: ignore[type-arg] # generic in the newest click alone
    """A file that holds a JSON object, as the value of a command-line option."""

    name = "filename"

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dict[str, Any]:
        return read_object(value)


def read_object(path: str) -> dict[str, Any]:
    """Read a file that holds a JSON object; `-` is standard input.

    It is in UTF-8, or in UTF-16 as Windows writes it, with or without a byte order mark.

    Raises:
        click.BadParameter: It is not.
    """
    try:
        with click.open_file(path, "rb") as file:
            content = json.loads(file.read())
        # What Python reads and no Singer message can hold: half a surrogate pair, NaN.
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except (OSError, ValueError, RuntimeError) as error:  # the last: nested too deep, or no stdin
        reason = str(error).rstrip(".")
        raise click.BadParameter(f"{path!r} cannot be read as JSON: {reason}.") from None
    if not isinstance(content, dict):
        raise click.BadParameter(f"{path!r} is not a JSON object.")
    return content


def check_state(state: Mapping[str, Any]) -> None:
    """Check that the bookmarks of a state can be resumed from.

    Raises:
        SettingsError: They cannot; the text says which.
    """
    try:
        msgspec.json.encode(state)  # as it will be written again
    except (RecursionError, ValueError) as error:
        raise SettingsError(f"The state is not a Singer state: {error}.") from None
    bookmarks = state.get("bookmarks", {})
    if not isinstance(bookmarks, dict):
        raise SettingsError('The state is not a Singer state: "bookmarks" is not an object.')
    for stream, bookmark in bookmarks.items():
        if not isinstance(bookmark, dict):
            raise SettingsError(f"The state's bookmark of {stream} is not an object.")
        underway = bookmark.get("underway") or {"from": None, "to": None, "after": ""}
        if not _is_place(underway):
            raise SettingsError(
                f"The state's bookmark of {stream} has an unknown way to go on: {underway!r}. "
                'Remove its "underway" to read from the bookmark on.'
            )
        for value in bookmark.get("replication_key_value"), underway["from"], underway["to"]:
            _check_instant(stream, value)


def _is_place(underway: Any) -> bool:
    """Whether something tells where to go on: what the tap has written so, now or formerly."""
    return (
        isinstance(underway, dict)
        and underway.keys() - {"about", "failed"} == {"from", "to", "after"}
        and isinstance(underway["after"], str)
        and isinstance(underway.get("failed", []), list)
        and all(isinstance(id_, str) for id_ in underway.get("failed", []))
    )


def _check_instant(stream: str, value: Any) -> None:
    try:
        is_usable = value is None or timestamps.parse(value).year >= timestamps.FIRST_YEAR
    except (OverflowError, TypeError, ValueError):
        is_usable = False
    if not is_usable:
        raise SettingsError(
            f"The state's bookmark of {stream} is not a date: {value!r}. Mend it, or remove it to "
            "read everything again."
        )


class _Metadata(msgspec.Struct):
    breadcrumb: list[str]
    metadata: dict[str, Any]


class _Entry(msgspec.Struct):
    tap_stream_id: str
    schema: dict[str, Any]
    metadata: list[_Metadata] = []


class _Catalog(msgspec.Struct):
    streams: list[_Entry]


def check_catalog(
    catalog: dict[str, Any], known: Collection[str], parents: Collection[str] = ()
) -> Catalog:
    """Check that a catalog asks for streams that exist.

    Args:
        catalog: As the user gives it.
        known: The streams that there are.
        parents: Those that others are made of, so that they are read without being selected.

    Returns:
        The catalog as the SDK has it.

    Raises:
        SettingsError: It does not, or it is no catalog.
    """
    try:
        entries = msgspec.convert(catalog, _Catalog).streams
        streams = (
            entry if entry["tap_stream_id"] in parents or _is_selected(entry) else _bare(entry)
            for entry in catalog["streams"]
        )
        parsed: Catalog = Catalog.from_dict({**catalog, "streams": [*streams]})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # Where something is wrong is for msgspec to say; the SDK says no more than that it is.
        where = f" ({error})" if isinstance(error, msgspec.ValidationError) else ""
        raise SettingsError(
            'The catalog is not a Singer catalog: it needs "streams", each with "tap_stream_id" '
            f'and "schema"{where}. Make one with --discover.'
        ) from None
    unknown = sorted({entry.tap_stream_id for entry in entries} - set(known))
    if unknown:
        raise SettingsError(
            f"The catalog names streams that this tap does not have: {', '.join(unknown)}. It "
            f"has: {', '.join(sorted(known))}."
        )
    return parsed


def _root(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [each for each in entry.get("metadata", ()) if not each["breadcrumb"]]


def _is_selected(entry: Mapping[str, Any]) -> bool:
    """Whether a stream is selected; where nothing is said of it, the SDK decides."""
    root = MetadataMapping.from_iterable(_root(entry))
    return root.resolve_selection().get((), True)


def _bare(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry without properties, which the SDK would copy four times and drop."""
    return {**entry, "schema": {**entry["schema"], "properties": {}}, "metadata": _root(entry)}
