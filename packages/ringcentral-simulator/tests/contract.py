"""Checks answers by RingCentral's public API description, a copy of which may be at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.gateway.wire import Json

DESCRIPTION = Path(__file__).parents[4] / "shared" / "ringcentral-openapi.json"


def check_answer(
    description: Json, path: str, body: Json, *, status: str = "200", method: str = "get"
) -> None:
    """Check that a body is as an answer is described, and that it says nothing beyond it."""
    answer = resolve(description, description["paths"][path][method]["responses"][status])
    schema = answer["content"]["application/json"]["schema"]
    whole = {**schema, "components": description["components"]}
    errors = [
        error
        for error in Draft202012Validator(whole).iter_errors(body)
        if error.instance != "CompanyExtension"  # seen live all the same
    ]
    assert errors == []
    if status == "200":  # refusals say more than is described
        assert list(undocumented(description, body, schema)) == []


def resolve(description: Json, schema: Json) -> Json:
    """A schema itself, where a reference stands for it."""
    while "$ref" in schema:
        found = description
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def properties(description: Json, schema: Json) -> Json:
    """Every property that a schema describes, its parts taken together."""
    schema = resolve(description, schema)
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found |= properties(description, part)
    return found


def undocumented(description: Json, value: object, schema: Json, where: str = "$") -> Iterator[str]:
    """Where a value has properties that its schema does not."""
    if isinstance(value, list):
        items = resolve(description, schema).get("items", {})
        for one in value:
            yield from undocumented(description, one, items, f"{where}[]")
    elif isinstance(value, dict):
        known = properties(description, schema)
        for name, inner in value.items():
            if name in known:
                yield from undocumented(description, inner, known[name], f"{where}.{name}")
            else:
                yield f"{where}.{name}"
