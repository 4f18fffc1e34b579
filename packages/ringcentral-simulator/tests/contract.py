"""Checks answers by RingCentral's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from ringcentral_simulator import facts

if TYPE_CHECKING:
    from ringcentral_simulator.facts import Json


def check_answer(path: str, body: Json, *, status: str = "200", method: str = "get") -> None:
    """Check that a body is as an answer is documented, and that it says nothing beyond it."""
    schema = facts.operation(path, method).answers[status]
    assert schema is not None
    errors = [
        error
        for error in Draft202012Validator(facts.standalone(schema)).iter_errors(body)
        if error.instance != "CompanyExtension"  # seen live all the same
    ]
    assert errors == []
    if status == "200":  # refusals say more than is documented
        assert list(facts.undocumented(body, facts.merged(schema))) == []


def properties(schema: str) -> Json:
    """Every property that RingCentral documents of a schema, by the schema's name."""
    found: Json = facts.merged({"$ref": f"#/components/schemas/{schema}"})["properties"]
    return found
