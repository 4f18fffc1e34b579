"""What is written about the tap agrees with the tap."""

from __future__ import annotations

import json
import re
from typing import Any

import click
import generate_docs
import pytest
import yaml
from support import documented_commands
from support.documented_commands import DOCUMENTS, PROJECT

from tap_ringcentral.config.properties import SETTINGS
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.tap import TapRingCentral
from target_parquet.arrow_schema import arrow_schema
from target_parquet.partition import Partitioning

OWN_SETTINGS = SETTINGS.to_dict()["properties"]


@pytest.fixture
def meltano() -> dict[str, Any]:
    project: dict[str, Any] = yaml.safe_load((PROJECT / "meltano.yml").read_text())
    return project


def test_generated_parts_are_what_the_code_says() -> None:
    for path, text in generate_docs.generated().items():
        assert path.read_text("utf-8") == text, "run: make docs"


def test_block_that_is_not_there_once_is_named() -> None:
    block = "<!-- table: made by a script -->\nold\n<!-- end -->\n"
    made = {"table": lambda: "new"}
    assert generate_docs.with_blocks(block, made) == block.replace("old", "new")
    for text in ("", block * 2, block.replace("end", "")):
        with pytest.raises(SystemExit, match="table"):
            generate_docs.with_blocks(text, made)


def test_readme_is_one_screen_of_what_a_newcomer_needs() -> None:
    assert len((PROJECT / "README.md").read_text().splitlines()) <= 150


def test_meltano_knows_every_setting_with_the_same_words(meltano: dict[str, Any]) -> None:
    (extractor,) = meltano["plugins"]["extractors"]
    declared = {setting["name"]: setting for setting in extractor["settings"]}
    assert declared.keys() == OWN_SETTINGS.keys()
    for name, setting in OWN_SETTINGS.items():
        assert declared[name]["description"] == setting["description"], name
        assert declared[name]["label"] == setting["title"], name
        assert declared[name].get("sensitive", False) == setting.get("secret", False), name
        assert declared[name].get("value") == setting.get("default"), name
    # Meltano would take text for an array only where it is JSON: no single ID, and no ~.
    assert declared["extension_ids"]["kind"] == "string"


def test_meltano_selects_the_streams_that_are_selected_by_default(meltano: dict[str, Any]) -> None:
    """Without the pattern for each of the others, Meltano would select all of them."""
    (extractor,) = meltano["plugins"]["extractors"]
    others = [f"!{name}.*" for name, stream in STREAMS.items() if not stream.selected_by_default]
    assert extractor["select"] == ["*.*", *others]


@pytest.mark.parametrize("document", ["README.md", "docs/meltano.md"])
def test_selection_to_set_in_an_own_project_is_the_default_one(document: str) -> None:
    (command,) = (each for each in documented_commands.commands(document) if "_select" in each)
    everything, *excluded = json.loads(command[-1])
    assert everything == "*.*"
    patterns = [re.escape(each[1:-2]).replace(r"\*", ".*") for each in excluded]
    left = {name for name in STREAMS if not any(re.fullmatch(each, name) for each in patterns)}
    assert left == {name for name, stream in STREAMS.items() if stream.selected_by_default}


@pytest.mark.parametrize("kind", ["extractors", "loaders"])
def test_plugins_are_configured_with_settings_that_they_have(
    meltano: dict[str, Any], kind: str
) -> None:
    (plugin,) = meltano["plugins"][kind]
    assert plugin["config"].keys() <= {setting["name"] for setting in plugin["settings"]}


def test_loader_understands_settings_as_the_tap_does() -> None:
    """Each is a package of its own, so that each has the same module."""
    loader = PROJECT / "packages" / "target-parquet" / "target_parquet" / "tidy_config.py"
    tap = PROJECT / "tap_ringcentral" / "config" / "tidy_config.py"
    assert loader.read_text() == tap.read_text()


def test_partitions_are_by_properties_that_the_streams_have(meltano: dict[str, Any]) -> None:
    (loader,) = meltano["plugins"]["loaders"]
    streams = TapRingCentral(config={}, validate_config=False).streams
    for stream, text in loader["config"]["partition_by"].items():
        columns = arrow_schema(streams[stream].schema)
        assert Partitioning.parse(stream, text, columns).is_fixed


def test_samples_use_settings_that_exist() -> None:
    sample = json.loads((PROJECT / "sample_config.json").read_text())
    assert sample.keys() <= OWN_SETTINGS.keys()
    variables = re.findall(r"TAP_RINGCENTRAL_(\w+)=", (PROJECT / ".env.example").read_text())
    assert {name.lower() for name in variables} <= OWN_SETTINGS.keys()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documented_commands_exist_with_these_options(document: str) -> None:
    for command in documented_commands.commands(document):
        try:
            documented_commands.check(command)
        except click.UsageError as error:
            pytest.fail(f"{' '.join(command)}: {error.format_message()}")


def test_check_of_commands_finds_what_does_not_exist() -> None:
    for wrong in (
        "make nothing",
        "pip install elsewhere",
        "rm -rf lake",
        "meltano run tap-other",
        "meltano run dbt:nothing",
    ):
        with pytest.raises(AssertionError):
            documented_commands.check(wrong.split())
    for wrong in ("tap-ringcentral --nothing", "meltano nothing", "meltano add --nothing a"):
        with pytest.raises(click.UsageError):
            documented_commands.check(wrong.split())


def test_variables_of_the_models_are_documented_with_their_defaults() -> None:
    project = yaml.safe_load((PROJECT / "transform" / "dbt_project.yml").read_text("utf-8"))
    text = (PROJECT / "docs" / "reports.md").read_text("utf-8")
    (_, settings) = re.split(r"(?m)^## Settings$", text)
    for name, value in project["vars"].items():
        row = next(line for line in settings.splitlines() if f"`{name}`" in line)
        default = json.dumps(value).strip('"')
        assert f"| `{default}` |" in row or not default or "{{" in default, name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documented_variables_and_data_can_be_read(document: str) -> None:
    for name in re.findall(r"TAP_RINGCENTRAL_([A-Z_]*[A-Z])\b", (PROJECT / document).read_text()):
        assert name.lower() in OWN_SETTINGS, name
    for block in documented_commands.blocks(document, "json"):
        json.loads(block)
    for block in documented_commands.blocks(document, "yaml"):
        yaml.safe_load(block)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    path = PROJECT / document
    for link in re.findall(r"\]\((?!https?:)([^)]+)", path.read_text()):
        name, _, heading = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), link
        assert not heading or heading in headings(target.read_text()), link


def headings(text: str) -> set[str]:
    """The anchors of a document, as they are shown on the web."""
    names = (re.sub(r"[^\w -]", "", name).lower() for name in re.findall(r"(?m)^#+ (.*)$", text))
    return {name.replace(" ", "-") for name in names}
