"""Reads settings from the environment, and says in a person's words which do not fit.

A message here names the setting and never its value, which may be a secret.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from singer_sdk.configuration._dict_config import parse_environment_config

from tap_ringcentral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonschema import ValidationError

_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}

_KIND_OF = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


def read_environment(schema: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Read the settings that are set as environment variables, or in a `.env` file.

    Raises:
        SettingsError: A variable does not hold what its setting needs; the text names it.
    """
    found: dict[str, Any] = {}
    for name, declared in schema["properties"].items():
        variable = f"{prefix}{name.upper()}"
        try:  # one at a time, since the SDK's error does not say which it was
            found |= parse_environment_config({"properties": {name: declared}}, prefix)
        except ValueError:
            if os.environ[variable]:  # else left empty: not set
                raise SettingsError(
                    f"The environment variable {variable} must be {_kinds(declared['type'])}."
                ) from None
    return found


def complaint(error: ValidationError) -> str:
    """Tell what is wrong with a setting, as a sentence."""
    setting = f"The setting {'.'.join(map(str, error.absolute_path))}"
    if error.validator == "type":
        given = _KIND_OF.get(type(error.instance), "null")
        return f"{setting} must be {_kinds(error.validator_value)} (is: {given})."
    if error.validator == "minimum":
        return f"{setting} must be {error.validator_value} or more."
    return f"{setting} is not as `tap-ringcentral --about` describes it."


def _kinds(types: Any) -> str:
    kinds = [types] if isinstance(types, str) else types
    # An optional setting may be null as well, which nobody needs to be told to write.
    return " or ".join(_KINDS[kind] for kind in kinds if kind != "null")
