"""RingCentral's facts are what the script makes of its description, and none of its prose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import renew_facts as renew

from ringcentral_simulator import facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITES, SITE = "/restapi/v1.0/account/{accountId}/sites", "/restapi/v1.0/dictionary/site"
MOST_WORDS = 4  # of an enum's value
PROSE = {"description", "example", "examples", "externalDocs", "summary", "tags", "title"}


def operation(answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": answer, "examples": {"one": {"value": {}}}}}
    return {
        "summary": "List Sites",
        "description": "Returns the sites of an account.",
        "parameters": [{"$ref": "#/components/parameters/Page"}],
        "responses": {"200": {"description": "The sites.", "content": content}},
        "x-throttling-group": "Light",
        **more,
    }


DESCRIPTION = {
    "info": {"title": "RingCentral API", "description": "All that there is."},
    "paths": {
        SITES: {
            "get": operation({"$ref": "#/components/schemas/Sites"}, tags=["Sites"]),
            "post": operation({"$ref": "#/components/schemas/Unused"}),
        },
        SITE: {"get": operation({"$ref": "#/components/schemas/Site"})},
        "/restapi/v1.0/unused": {"get": operation({"$ref": "#/components/schemas/Unused"})},
    },
    "components": {
        "parameters": {
            "Page": {
                "name": "page",
                "in": "query",
                "description": "The page's number.",
                "schema": {"type": "integer", "minimum": 1, "example": 7},
            }
        },
        "schemas": {
            "Sites": {
                "type": "object",
                "description": "A list of sites.",
                "properties": {
                    "records": {"type": "array", "items": {"$ref": "#/components/schemas/Site"}}
                },
            },
            "Site": {
                "type": "object",
                "title": "Site",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string", "example": "main-site"},
                    "description": {"type": "string", "description": "Words on a site."},
                    "state": {
                        "type": "string",
                        "enum": ["Enabled", "ErrorCode{code='ADG-000', description='It failed.'}"],
                    },
                },
            },
            "Unused": {"type": "object"},
        },
    },
}


def made(description: Any) -> dict[str, str]:
    found: dict[str, str] = renew.made(description, renew.added(description, [SITES, SITE]))
    return found


def leaves(node: Any, *, is_named: bool = False) -> Iterator[tuple[str, Any]]:
    """Every keyword with its value; what stands under names of RingCentral's own has none."""
    if isinstance(node, list):
        for each in node:
            yield from leaves(each) if isinstance(each, dict | list) else [("", each)]
    elif isinstance(node, dict):
        for key, value in node.items():
            if not is_named:
                yield key, value
            yield from leaves(value, is_named=key in renew.NAMED and not is_named)


def test_facts_are_what_the_script_makes_of_them_again() -> None:
    present = {
        file.relative_to(facts.FOLDER).as_posix(): file.read_text("utf-8")
        for file in facts.FOLDER.rglob("*.json")
    }
    assert renew.made(facts.document(), renew.present()) == present, (
        "Facts are not edited by hand: .venv/bin/python scripts/renew_facts.py DESCRIPTION"
    )


def test_facts_have_no_prose() -> None:
    found = dict(leaves(facts.document()))
    assert not PROSE & found.keys()
    texts = [value for _, value in leaves(facts.document()) if isinstance(value, str)]
    assert len(texts) > 1_000
    assert not [text for text in texts if len(text.split()) > MOST_WORDS or text.endswith(".")]


def test_request_is_found_whatever_its_variables_are_called() -> None:
    account = "/restapi/v1.0/account"
    for path in (f"{account}/~/call-queues/7", f"{account}/{{account_id}}/call-queues/{{queueId}}"):
        assert facts.operation(path).path == f"{account}/{{accountId}}/call-queues/{{groupId}}"
    assert facts.operation(f"{account}/~/audit-trail/search").method == "POST"


def test_request_that_is_not_documented_is_named_with_what_to_do() -> None:
    told = r"have no request of /restapi/v1\.0/nowhere\..*renew_facts\.py DESCRIPTION PATH"
    with pytest.raises(LookupError, match=told):
        facts.operation("/restapi/v1.0/nowhere")


def test_what_is_made_of_a_description_are_its_facts_alone() -> None:
    files = {name: json.loads(text) for name, text in made(DESCRIPTION).items()}
    assert files.keys() == {f"{SITES[1:]}.json", f"{SITE[1:]}.json", "shared.json"}
    sites = files[f"{SITES[1:]}.json"]
    assert sites["paths"][SITES] == {
        "get": {
            "parameters": [{"$ref": "#/components/parameters/Page"}],
            "responses": {
                "200": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Sites"}}
                    }
                }
            },
            "x-throttling-group": "Light",
        }
    }
    assert sites["components"]["schemas"].keys() == {"Sites"}
    assert files["shared.json"]["components"] == {
        "parameters": {
            "Page": {"in": "query", "name": "page", "schema": {"minimum": 1, "type": "integer"}}
        },
        "schemas": {
            "Site": {
                "properties": {
                    "description": {"type": "string"},
                    "id": {"type": "string"},
                    "state": {"enum": ["Enabled", "ADG-000"], "type": "string"},
                },
                "required": ["id"],
                "type": "object",
            }
        },
    }


def test_order_of_a_description_makes_no_difference() -> None:
    def turned(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: turned(node[key]) for key in reversed(node)}
        return [turned(each) for each in node] if isinstance(node, list) else node

    assert made(turned(DESCRIPTION)) == made(DESCRIPTION)


def test_renewal_adds_a_path_and_takes_away_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(facts, "FOLDER", tmp_path / "facts")
    monkeypatch.setattr(renew, "present", lambda: frozenset({("get", SITES)}))
    gone = facts.FOLDER / "gone.json"
    gone.parent.mkdir()
    gone.touch()
    description = tmp_path / "description.json"
    description.write_text(json.dumps(DESCRIPTION), "utf-8")
    renew.main([str(description), SITE])
    found = {path.relative_to(facts.FOLDER).as_posix() for path in facts.FOLDER.rglob("*.json")}
    assert found == {f"{SITES[1:]}.json", f"{SITE[1:]}.json", "shared.json"}
    assert capsys.readouterr().out == "Not documented any more: gone.json\n"


def test_description_that_is_no_json_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    description = tmp_path / "rc-platform.yml"
    description.write_text("openapi: 3.0.3")
    with pytest.raises(SystemExit):
        renew.main([str(description)])
    assert "rc-platform.yml is no JSON" in capsys.readouterr().err.splitlines()[-1]


def test_path_that_is_not_described_is_named() -> None:
    with pytest.raises(SystemExit, match=r"no GET and no POST of /restapi/v1\.0/nowhere"):
        renew.added(DESCRIPTION, ["/restapi/v1.0/nowhere"])


def test_words_of_ringcentrals_in_a_schema_of_the_tap_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = {"description": "A site. It returns the sites of an account; and so on."}
    (tmp_path / "site.json").write_text(json.dumps(schema), "utf-8")
    monkeypatch.setattr(renew, "SCHEMAS", tmp_path)
    assert renew.borrowed(DESCRIPTION) == [" it returns the sites of an account "]
