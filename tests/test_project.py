"""What the project promises to those who build, release and join it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import yaml
from support.documented_commands import PROJECT, check

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
MANIFESTS = sorted((PROJECT, *(PROJECT / "packages").iterdir()))


def manifest(folder: Any) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    return project


def test_the_distributions_have_one_version_and_the_changelog_knows_it() -> None:
    (version,) = {manifest(folder)["version"] for folder in MANIFESTS}
    assert f"## [{version}] - " in (PROJECT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_use_actions_by_their_commits(path: Any) -> None:
    """A tag can be moved to another commit by whoever owns the action, or took it over."""
    for used in re.findall(r"(?m)uses: (?!\./)(.*)$", path.read_text()):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_call_targets_that_the_makefile_has(path: Any) -> None:
    for command in re.findall(r"run: (make [a-z]\S*.*)$", path.read_text(), re.MULTILINE):
        check(command.split())


def test_every_python_that_is_declared_is_tested() -> None:
    tests = yaml.safe_load((PROJECT / ".github" / "workflows" / "test.yml").read_text())
    tested = set(tests["jobs"]["test"]["strategy"]["matrix"]["python"])
    for folder in MANIFESTS:
        declared = manifest(folder)["classifiers"]
        assert {each.split(" :: ")[-1] for each in declared if ":: 3." in each} <= tested


@pytest.mark.parametrize("form", ["bug", "feature"])
def test_issue_forms_ask_for_the_request_id_and_for_no_personal_data(form: str) -> None:
    path = PROJECT / ".github" / "ISSUE_TEMPLATE" / f"{form}.yml"
    body = yaml.safe_load(path.read_text())["body"]
    assert "no personal data" in body[0]["attributes"]["value"]
    assert "request" in {each.get("id") for each in body}
    (clean,) = (each for each in body if each.get("id") == "clean")
    assert all(option["required"] for option in clean["attributes"]["options"])
