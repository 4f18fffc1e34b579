"""Every request that the tap sends, and what each stream needs, as RingCentral documents them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from jsonschema import Draft202012Validator
from support.endpoints import documented, path_of, with_ids

from ringcentral_simulator import facts
from ringcentral_simulator.facts import merged, resolve, standalone, undocumented
from tap_ringcentral.api.request import ACCOUNT
from tap_ringcentral.calls.windows import PAGE_SIZE
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.streams.base.per_entry import PerEntryStream

if TYPE_CHECKING:
    import requests
    from support.whole_account import WholeAccount

OTHER_NAMES = {"FullCompanyCallLog": "ReadCompanyCallLog"}  # the name that errors give it
IN_PRACTICE = {"active_call": "ReadCompanyCallLog"}  # as the guide has it, unlike the description
OF_CALLS = ("call_log", "call_log_leg", "call_recording", "call_recording_audio")

Json = dict[str, Any]

every_stream = pytest.mark.parametrize("stream", STREAMS)


def value_of(text: str, schema: Json) -> Any:
    """A parameter's text as the type that its schema has."""
    kinds = {part.get("type") for part in (schema, *schema.get("oneOf", ()))}
    if "integer" in kinds and text.isdecimal():
        return int(text)
    return {"true": True, "false": False}.get(text, text) if "boolean" in kinds else text


def errors_of(value: Any, schema: Json) -> list[str]:
    validator = Draft202012Validator(standalone(schema))
    return [error.message for error in validator.iter_errors(value)]


def complaints(request: requests.PreparedRequest) -> list[str]:
    """What is not as documented in a request."""
    parts = urlsplit(request.url or "")
    path = str(parts.path)
    operation = facts.operation(path, request.method or "")
    found = [f"{operation.path} is deprecated"] if operation.is_deprecated else []
    for name, values in parse_qs(str(parts.query)).items():
        if name not in operation.query:
            found.append(f"{operation.path}?{name} is not documented")
            continue
        schema = operation.query[name]
        many = schema.get("type") == "array"
        item = resolve(schema["items"]) if many else schema
        given = [value_of(value, item) for value in values]
        found += errors_of(given if many else given[0], schema)
        found += [f"{name} stands twice"] if len(given) > 1 and not many else []
    if request.body and "/oauth/" not in path:
        body, schema = json.loads(request.body), operation.body or {}
        found += [*errors_of(body, schema), *undocumented(body, merged(schema))]
    return found


def test_every_request_is_as_documented(whole: WholeAccount) -> None:
    assert len(whole.sent) > len(STREAMS)
    told = {complaint for request in whole.sent for complaint in complaints(request)}
    assert told == set()


@every_stream
def test_every_stream_asks_where_its_class_says(stream: str, whole: WholeAccount) -> None:
    asked = {
        facts.operation(str(urlsplit(request.url or "").path), request.method or "").path
        for request in whole.sent
    }
    assert documented(stream).path in asked, f"{stream} has sent no request to {path_of(stream)}."


@every_stream
def test_needs_and_rate_limit_group_of_a_stream_are_as_documented(stream: str) -> None:
    operation, kind = documented(stream), STREAMS[stream]
    permission = OTHER_NAMES.get(operation.permission, operation.permission)
    needs = {
        "app_scope": operation.app_scope,
        "permission": IN_PRACTICE.get(stream, permission),
        "rate_limit_group": operation.group,
    }
    assert {name: getattr(kind, name) for name in needs} == needs, f"Correct {kind.__name__}."


def test_what_differs_from_the_documentation_still_does() -> None:
    for stream, permission in IN_PRACTICE.items():
        assert documented(stream).permission != permission
    assert {documented(stream).permission for stream in STREAMS} >= OTHER_NAMES.keys()


@every_stream
def test_pages_of_a_stream_are_as_full_as_ringcentral_allows(stream: str) -> None:
    kind, most = STREAMS[stream], documented(stream).fullest_page
    size = PAGE_SIZE if stream in OF_CALLS else getattr(kind, "page_size", None)
    assert size == most, f"page_size of {kind.__name__} should be {most}."


PER_ENTRY = [name for name, kind in STREAMS.items() if issubclass(kind, PerEntryStream)]


@pytest.mark.parametrize("stream", PER_ENTRY)
def test_pages_of_the_list_behind_a_stream_are_as_full_as_ringcentral_allows(stream: str) -> None:
    kind = STREAMS[stream]
    assert issubclass(kind, PerEntryStream)
    listed = facts.operation(with_ids(f"{ACCOUNT}{kind.parents.path}"))
    assert listed.is_list
    assert kind.parents.page_size == listed.fullest_page
    assert f"{{{kind.parents.key}}}" in path_of(stream)
