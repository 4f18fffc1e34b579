"""Every request that the tap sends, and what each stream says it needs, as RingCentral describes.

Run where a copy of RingCentral's public API description lies beside the checkout.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from jsonschema import Draft202012Validator

from benchmarks.endpoints import ENDPOINTS
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.streams.posted import PostedStream

if TYPE_CHECKING:
    import requests
    from support.whole_account import WholeAccount

    from benchmarks.endpoints import Endpoint

API_DESCRIPTION = Path(__file__).parents[3] / "shared" / "ringcentral-openapi.json"
OTHER_NAMES = {"FullCompanyCallLog": "ReadCompanyCallLog"}  # the name that errors give it
IN_PRACTICE = {"active_call": "ReadCompanyCallLog"}  # as the guide has it, unlike the description

pytestmark = pytest.mark.skipif(
    not API_DESCRIPTION.exists(),
    reason="RingCentral's API description does not lie beside the checkout",
)

Json = dict[str, Any]


@pytest.fixture(scope="module")
def api() -> Json:
    description: Json = json.loads(API_DESCRIPTION.read_text(encoding="utf-8"))
    return description


def resolve(api: Json, node: Json) -> Json:
    while "$ref" in node:
        _, _, kind, name = node["$ref"].split("/")
        node = api["components"][kind][name]
    return node


def anonymous(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)


def described(api: Json, method: str, path: str) -> Json:
    """The operation at a path, where literal segments win over variable ones."""
    fits = [
        (template.count("{"), template)
        for template in api["paths"]
        if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", template), path)
    ]
    assert fits, f"{path} is not described"
    operation: Json = api["paths"][min(fits)[1]][method.lower()]
    return operation


def value_of(text: str, schema: Json) -> Any:
    """A parameter's text as the type that its schema has."""
    kinds = {part.get("type") for part in (schema, *schema.get("oneOf", ()))}
    if "integer" in kinds and text.isdecimal():
        return int(text)
    return {"true": True, "false": False}.get(text, text) if "boolean" in kinds else text


def errors_of(api: Json, value: Any, schema: Json) -> list[str]:
    whole = {**schema, "components": api["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def unknown(api: Json, value: Any, schema: Json) -> list[str]:
    """What a body has that its schema does not."""
    schema = resolve(api, schema)
    if isinstance(value, list):
        return [name for each in value for name in unknown(api, each, schema["items"])]
    if not isinstance(value, dict):
        return []
    parts = [resolve(api, part) for part in schema.get("oneOf", ())]
    known = {k: v for part in (schema, *parts) for k, v in part.get("properties", {}).items()}
    found = [name for name in value if name not in known]
    for name in value.keys() & known.keys():
        found += unknown(api, value[name], known[name])
    return found


def complaints(api: Json, request: requests.PreparedRequest) -> list[str]:
    """What is not as described in a request, but for its path."""
    parts = urlsplit(request.url or "")
    operation = described(api, request.method or "", str(parts.path))
    parameters = [resolve(api, each) for each in operation.get("parameters", ())]
    declared = {each["name"]: each["schema"] for each in parameters if each["in"] == "query"}
    found = []
    for name, values in parse_qs(str(parts.query)).items():
        if name not in declared:
            found.append(f"{parts.path}?{name} is not described")
            continue
        schema = resolve(api, declared[name])
        many = schema.get("type") == "array"
        item = resolve(api, schema["items"]) if many else schema
        given = [value_of(value, item) for value in values]
        found += errors_of(api, given if many else given[0], schema)
        found += [f"{name} stands twice"] if len(given) > 1 and not many else []
    if request.body and "/oauth/" not in str(parts.path):
        body = json.loads(request.body)
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        found += errors_of(api, body, schema) + unknown(api, body, schema)
    return found


def test_every_request_is_as_described(whole: WholeAccount, api: Json) -> None:
    assert len(whole.sent) > len(STREAMS)
    told = {complaint for request in whole.sent for complaint in complaints(api, request)}
    assert told == set()


def test_every_stream_has_sent_a_request(whole: WholeAccount) -> None:
    sent = {urlsplit(request.url or "").path for request in whole.sent}
    for name, stream in STREAMS.items():
        if issubclass(stream, RingCentralStream):
            path = re.sub(r"\{\w+\}", "[^/]+", stream.path)
            assert any(re.fullmatch(path, str(each)) for each in sent), name


@pytest.mark.parametrize("stream", [s for s in STREAMS.values() if hasattr(s, "path")])
def test_needs_and_limits_of_a_stream_are_as_described(
    stream: type[RingCentralStream], api: Json
) -> None:
    paths = {anonymous(path): item for path, item in api["paths"].items()}
    method = "post" if issubclass(stream, PostedStream) else "get"
    operation = paths[anonymous(stream.path)][method]
    permission = operation.get("x-user-permission", "")
    assert stream.app_scope == operation.get("x-app-permission", "")
    assert stream.permission == IN_PRACTICE.get(
        stream.name, OTHER_NAMES.get(permission, permission)
    )
    assert stream.rate_limit_group == operation["x-throttling-group"]


@pytest.mark.parametrize("stream", [s for s in STREAMS.values() if getattr(s, "page_size", None)])
def test_pages_are_as_full_as_ringcentral_allows(
    stream: type[RingCentralStream], api: Json
) -> None:
    paths = {anonymous(path): item for path, item in api["paths"].items()}
    operation = next(iter(paths[anonymous(stream.path)].values()))
    assert stream.page_size == fullest_page(api, operation)


@pytest.mark.parametrize(
    "endpoint", {each: None for some in ENDPOINTS.values() for each in some}, ids=lambda e: e.path
)
def test_least_requests_of_the_benchmark_are_as_described(endpoint: Endpoint, api: Json) -> None:
    path = endpoint.path.replace("~", "{}")
    whole = path if path.startswith("/") else f"/restapi/v1.0/account/{{}}/{path}"
    item = {anonymous(path): item for path, item in api["paths"].items()}[whole]
    operation = item.get("get") or item["post"]
    assert endpoint.group.name.capitalize() == operation["x-throttling-group"]
    most = fullest_page(api, operation)
    # RingCentral's usual page holds where none can be wished for.
    assert endpoint.page == most if most else endpoint.page in {None, 100}


def fullest_page(api: Json, operation: Json) -> int | None:
    """The most rows that a request can ask for; None where it cannot."""
    parameters = [resolve(api, each) for each in operation["parameters"]]
    for schema in (each["schema"] for each in parameters if each["name"] == "perPage"):
        kinds = (schema, *schema.get("oneOf", ()))
        # Where the parameter names none, the platform's own holds: guide/basics/pagination.
        return next((kind["maximum"] for kind in kinds if "maximum" in kind), 1000)
    if "requestBody" in operation:  # which names none; the answer's repeats what was asked for
        answer = next(iter(operation["responses"]["200"]["content"].values()))["schema"]
        paging = resolve(api, resolve(api, answer)["properties"]["paging"])
        most: int = paging["properties"]["perPage"]["maximum"]
        return most
    return None
