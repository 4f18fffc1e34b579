"""Brings a configuration into the types that its schema declares, wherever it comes from.

A file, the environment and Meltano write one value in different ways: `24` and `"24"`, `true` and
`"True"`, `["101", "102"]` and `"101, 102"`. What can mean one thing only is taken so; anything else
stays as it is, for the schema's check to refuse by name.
"""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BOOLEANS = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(
    ("false", "no", "off", "0"), False
)
_WHOLE = re.compile(r"([+-]?\d{1,18})(\.0*)?", re.ASCII)
_EXACT = 2**63  # beyond it a number with an exponent may take gigabytes to write out


def tidied(
    config: Mapping[str, Any],
    schema: Mapping[str, Any],
    cleaning: Mapping[str, Callable[[str], str]] | None = None,
) -> dict[str, Any]:
    """Return a configuration in the declared types; what is null or empty is left out.

    Args:
        config: Settings by name, in any types.
        schema: A JSON schema with the settings as its properties. Others are left as they are.
        cleaning: How to take off a text what does not belong to it, for each setting where that
            is more, or less, than the white space around it.
    """
    declared, cleaning = schema["properties"], cleaning or {}
    values = (
        (name, _typed(value, declared[name], cleaning.get(name, str.strip)))
        if name in declared
        else (name, value)
        for name, value in config.items()
    )
    return {name: value for name, value in values if value not in (None, "")}


def mend(schema: Any) -> None:
    """Take the bare word "null" out of each `anyOf`, where the SDK has it and no schema is."""
    if isinstance(schema, dict):
        if "null" in (choices := schema.get("anyOf") or []):
            choices.remove("null")
        for inner in schema.values():
            mend(inner)
    elif isinstance(schema, list):
        for inner in schema:
            mend(inner)


def _typed(value: Any, declared: Mapping[str, Any], clean: Callable[[str], str]) -> Any:
    types = declared.get("type", ())
    if isinstance(value, str):
        value = clean(value)
    if "array" in types:
        return _list(value, declared["items"], clean)
    if "object" in types:
        return _from_json(value, "{")
    if "boolean" in types:
        return _boolean(value)
    if "integer" in types:
        return _whole_number(value)
    return _text(value, declared.get("enum", ())) if "string" in types else value


def _list(value: Any, declared: Mapping[str, Any], clean: Callable[[str], str]) -> Any:
    value = _from_json(value, "[")
    if isinstance(value, str) and value:
        value = [part for part in map(clean, value.split(",")) if part]
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = [value]
    if not isinstance(value, list):
        return value
    return [_typed(item, declared, clean) for item in value]


def _from_json(value: Any, begin: str) -> Any:
    if isinstance(value, str) and value.startswith(begin):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _boolean(value: Any) -> Any:
    if isinstance(value, str):
        return _BOOLEANS.get(value.lower(), value)
    return bool(value) if isinstance(value, int) and value in (0, 1) else value


def _whole_number(value: Any) -> Any:
    if isinstance(value, str) and (found := _WHOLE.fullmatch(value)):
        return int(found[1])
    if isinstance(value, float | Decimal) and -_EXACT < value < _EXACT and value == int(value):
        return int(value)
    return value


def _text(value: Any, choices: list[str] | tuple[str, ...]) -> Any:
    value = _whole_number(value) if isinstance(value, float | Decimal) else value
    if isinstance(value, date):  # also a time of a day
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _EXACT:
        return str(value)
    if isinstance(value, str):
        return next((choice for choice in choices if choice.lower() == value.lower()), value)
    return value
