"""What RingCentral documents of its API, less its prose: names, types, limits, permissions.

A path has a file of its own, with the schemas that it alone refers to; those that several refer to
stand in `shared.json`. All are made by `scripts/renew_facts.py` from RingCentral's public API
description, and each is a part of an OpenAPI document.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

FOLDER = Path(__file__).parent
# Where a parameter names no largest page: developers.ringcentral.com/guide/basics/pagination.
_FULLEST_PAGE = 1_000


@dataclass(frozen=True)
class Operation:
    """What a method of a path is documented to take, to answer and to need.

    Attributes:
        method: In capitals.
        path: With its variables in braces.
        group: Rate-limit group that requests count in, such as `Heavy`.
        app_scope: Scope that the app needs; empty where none is.
        permission: Permission that the user needs; empty where none is.
        is_deprecated: Whether RingCentral means to end it.
        query: Schemas of the parameters of the query, by name.
        body: Schema of what is posted; None where nothing is.
        answers: Schemas of the answers in JSON, by status code.
    """

    method: str
    path: str
    group: str
    app_scope: str
    permission: str
    is_deprecated: bool
    query: dict[str, Json]
    body: Json | None
    answers: dict[str, Json | None]

    @property
    def answer(self) -> Json:
        """The good answer as one plain schema."""
        return merged(self.answers["200"] or {})

    @property
    def is_list(self) -> bool:
        """Whether the good answer is a list of records."""
        return "records" in self.answer.get("properties", {})

    @property
    def is_paged(self) -> bool:
        """Whether the good answer may be one of several pages."""
        return bool({"paging", "navigation"} & self.answer.get("properties", {}).keys())

    @property
    def fullest_page(self) -> int | None:
        """The most rows that a request can ask for; None where it cannot ask."""
        if "perPage" in self.query:
            schema = self.query["perPage"]
            kinds = (schema, *schema.get("oneOf", ()))
            return next((kind["maximum"] for kind in kinds if "maximum" in kind), _FULLEST_PAGE)
        if self.body and "paging" in self.answer["properties"]:
            # The body's own names none; the answer repeats what was asked for.
            paging = resolve(resolve(self.answers["200"] or {})["properties"]["paging"])
            most: int = paging["properties"]["perPage"]["maximum"]
            return most
        return None


@cache
def document() -> Json:
    """Read all facts as one document."""
    whole: Json = {"components": {}, "paths": {}}
    for file in FOLDER.rglob("*.json"):
        part = json.loads(file.read_text("utf-8"))
        whole["paths"] |= part.get("paths", {})
        for kind, named in part["components"].items():
            whole["components"].setdefault(kind, {}).update(named)
    return whole


@cache
def operation(path: str, method: str = "") -> Operation:
    """Find what is documented of a request.

    Args:
        path: With values or with variables in braces, whatever these are called.
        method: In any case; when left out GET, or POST where nothing is got.

    Raises:
        LookupError: The facts have no such path.
    """
    methods = (method.lower(),) if method else ("get", "post")
    fits = [
        (template.count("{"), template, one)
        for one in methods
        for template, item in document()["paths"].items()
        if one in item and _fits(template.split("/"), path.split("/"))
    ]
    if not fits:
        raise LookupError(
            f"RingCentral's facts have no {method.upper() or 'request'} of {path}. Where "
            "RingCentral documents it, run .venv/bin/python scripts/renew_facts.py DESCRIPTION "
            "PATH, with the path as it is documented."
        )
    _, found, one = min(fits)  # a literal segment wins over a variable one, and GET over POST
    item: Json = document()["paths"][found][one]
    parameters = [resolve(each) for each in item.get("parameters", ())]
    return Operation(
        method=one.upper(),
        path=found,
        group=item["x-throttling-group"],
        app_scope=item.get("x-app-permission", ""),
        permission=item.get("x-user-permission", ""),
        is_deprecated=item.get("deprecated", False),
        query={p["name"]: resolve(p["schema"]) for p in parameters if p["in"] == "query"},
        body=_content(item.get("requestBody", {})),
        answers={status: _content(each) for status, each in item["responses"].items()},
    )


def _fits(template: list[str], path: list[str]) -> bool:
    return len(template) == len(path) and all(
        segment == given or (segment.startswith("{") and given)
        for segment, given in zip(template, path, strict=True)
    )


def _content(node: Json) -> Json | None:
    """Return the schema of a body or an answer, whatever its media type."""
    media: list[Json] = list(resolve(node).get("content", {}).values())
    return media[0]["schema"] if media else None


def resolve(node: Json) -> Json:
    """Return a node itself, where a reference stands for it."""
    while "$ref" in node:
        _, _, kind, name = node["$ref"].split("/")
        node = document()["components"][kind][name]
    return node


def standalone(schema: Json) -> Json:
    """Return a schema with all that it may refer to, for a validator."""
    return {**schema, "components": document()["components"]}


def merged(schema: Json) -> Json:
    """Return one plain schema of what is spread over $ref, allOf, oneOf and anyOf."""
    schema = resolve(schema)
    plain: Json = {key: schema[key] for key in ("type", "format") if key in schema}
    properties: Json = {}
    for keyword in ("allOf", "oneOf", "anyOf"):
        for part in map(merged, schema.get(keyword, ())):
            properties |= part.pop("properties", {})
            plain = part | plain
    properties |= {name: merged(below) for name, below in schema.get("properties", {}).items()}
    if properties:
        plain["properties"] = properties
    if "items" in schema:
        plain["items"] = merged(schema["items"])
    return plain


def undocumented(value: object, schema: Json, where: str = "$") -> Iterator[str]:
    """Yield where a value has properties that a plain schema does not."""
    if isinstance(value, list):
        for one in value:
            yield from undocumented(one, schema.get("items", {}), f"{where}[]")
    elif isinstance(value, dict):
        known = schema.get("properties", {})
        for name, inner in value.items():
            if name in known:
                yield from undocumented(inner, known[name], f"{where}.{name}")
            else:
                yield f"{where}.{name}"
