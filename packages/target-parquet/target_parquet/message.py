"""What a Singer message must have for its type (https://hub.meltano.com/singer/spec)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from target_parquet.errors import BadLineError

if TYPE_CHECKING:
    from target_parquet.json_line import Line

_NOTHING = type(None)
_ANYTHING = (dict, list, str, int, float, bool, _NOTHING)
_PARTS: dict[str, dict[str, tuple[type, ...]]] = {
    "SCHEMA": {"stream": (str,), "schema": (dict,), "key_properties": (list, _NOTHING)},
    "RECORD": {"stream": (str,), "record": (dict,), "version": (int, _NOTHING)},
    "STATE": {"value": _ANYTHING},
    "ACTIVATE_VERSION": {"stream": (str,), "version": (int,)},
    "BATCH": {"stream": (str,), "encoding": (dict,), "manifest": (list,)},
}
_OPTIONAL = ("key_properties", "version")
_NAMES = {dict: "an object", list: "a list", str: "text", int: "a whole number", _NOTHING: "null"}


def message_of(line: Line) -> dict[str, Any]:
    """Return a line's message, which the loader can take.

    Raises:
        BadLineError: it is not.
    """
    message = line.content
    kind = _kind_of(message)
    for part, types in _PARTS[kind].items():
        if part not in message and not (part in _OPTIONAL and _NOTHING in types):
            raise BadLineError(f"has no {part}")
        if type(message.get(part)) not in types:
            expected = " or ".join(_NAMES[each] for each in types)
            raise BadLineError(f"has a {part} that is not {expected}")
    if message.get("stream") == "":
        raise BadLineError("has an empty stream name")
    if not line.is_bounded and kind != "RECORD":
        raise BadLineError("has a number out of range")
    if kind == "SCHEMA":
        _check_schema(message)
    elif kind == "BATCH":
        _check_batch(message)
    return message


def _kind_of(message: dict[str, Any]) -> str:
    if "type" not in message:
        raise BadLineError("has no type")
    kind = message["type"]
    if not isinstance(kind, str):
        raise BadLineError("has a type that is not text")
    if kind not in _PARTS:
        raise BadLineError(f"has the unknown message type {kind!r:.40}")
    return kind


def _check_schema(message: dict[str, Any]) -> None:
    if not isinstance(message["schema"].get("properties"), dict):
        raise BadLineError("has a schema that has no properties")
    if not all(isinstance(name, str) for name in message.get("key_properties") or ()):
        raise BadLineError("has key_properties that are no names")


def _check_batch(message: dict[str, Any]) -> None:
    encoding = message["encoding"]
    if "format" not in encoding or encoding.keys() - {"format", "compression"}:
        raise BadLineError("has an encoding other than a format and a compression")
    if not all(isinstance(file, str) for file in message["manifest"]):
        raise BadLineError("has a manifest that is no list of files")
