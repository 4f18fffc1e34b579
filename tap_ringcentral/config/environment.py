"""Reads settings from the environment, and says in a person's words which do not fit.

A message here names the setting and never its value, which may be a secret.
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dotenv import find_dotenv
from dotenv.main import DotEnv

from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.config.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jsonschema import ValidationError

_KINDS = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "array": "an array",
    "object": "an object",
}

_KIND_OF = {
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    Decimal: "a number",
    list: "an array",
    dict: "an object",
    type(None): "null, as YAML reads a ~ without quotes",
}


def read_environment(names: Iterable[str], prefix: str) -> dict[str, str]:
    """Read the settings that are set as environment variables, or in a `.env` file, as text.

    Raises:
        SettingsError: The file cannot be read.
    """
    path = find_dotenv()
    try:
        DotEnv(path, encoding="utf-8-sig").set_as_environment_variables()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it is not UTF-8 text"
        raise SettingsError(f"The file {path} cannot be read: {reason}.") from None
    values = ((name, os.environ.get(f"{prefix}{name.upper()}", "")) for name in names)
    return {name: value for name, value in values if value.strip()}


def describe_error(error: ValidationError) -> str:
    """Describe what is wrong with a setting, as a sentence."""
    path = " ".join(".".join(map(str, error.absolute_path)).split())
    rule: Any = error.validator_value
    match error.validator:
        case "type":
            return f"{path} must be {_kinds(rule)} (got {_kind_of(error.instance)})."
        case "minimum" | "maximum":
            return f"{path} must be {_range(error.schema)}."
        case "enum":
            return f"{path} must be {' or '.join(map(str, rule))}."
        case "pattern" if rule in FORMS:
            return f"{path} must {FORMS[rule]}."
    return f"{path} is not as `tap-ringcentral --about` describes it."


def _kinds(types: Any) -> str:
    kinds = [types] if isinstance(types, str) else types
    # An optional setting may be null as well, which nobody needs to be told to write.
    return " or ".join(_KINDS[kind] for kind in kinds if kind != "null")


def _kind_of(value: Any) -> str:
    return _KIND_OF.get(type(value), type(value).__name__)


def _range(schema: Any) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    return f"{least} or more" if most is None else f"from {least} to {most}"
