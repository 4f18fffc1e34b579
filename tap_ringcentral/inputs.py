"""Checks what the tap is handed besides its settings: the catalog and the state."""

from __future__ import annotations

import json
from io import StringIO
from typing import IO, TYPE_CHECKING, Any

import click
from typing_extensions import override

from tap_ringcentral import timestamps
from tap_ringcentral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class JsonFile(click.File):
    """A file that holds a JSON object, as the value of a command-line option; `-` is stdin."""

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> IO[str]:
        try:
            with click.open_file(value, encoding="utf-8") as file:
                text = file.read()
            content = json.loads(text)
        except (OSError, ValueError) as error:
            self.fail(f"{value!r} cannot be read as JSON: {error}.", param, ctx)
        if not isinstance(content, dict):
            self.fail(f"{value!r} is not a JSON object.", param, ctx)
        return StringIO(text)


def check_state(state: Mapping[str, Any]) -> None:
    """Check that the bookmarks of a state can be resumed from.

    Raises:
        SettingsError: They cannot; the text says which.
    """
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
        _ = value is None or timestamps.parse(value)
    except (TypeError, ValueError):
        raise SettingsError(
            f"The state's bookmark of {stream} is not a date: {value!r}. Mend it, or remove it to "
            "read everything again."
        ) from None


def check_catalog(catalog: Mapping[str, Any], known: Collection[str]) -> None:
    """Check that a catalog asks for streams that exist.

    Raises:
        SettingsError: It does not, or it is no catalog.
    """
    entries = catalog.get("streams")
    if not isinstance(entries, list) or not all(
        isinstance(entry, dict) and "tap_stream_id" in entry and "schema" in entry
        for entry in entries
    ):
        raise SettingsError(
            'The catalog is not a Singer catalog: it needs "streams", each with "tap_stream_id" '
            'and "schema". Make one with --discover.'
        )
    unknown = sorted({entry["tap_stream_id"] for entry in entries} - set(known))
    if unknown:
        raise SettingsError(
            f"The catalog names streams that this tap does not have: {', '.join(unknown)}. It "
            f"has: {', '.join(sorted(known))}."
        )
