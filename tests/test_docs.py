"""What is written about the tap agrees with the tap."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.scripts import script

from tap_ringcentral.setting_list import SETTINGS
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.tap import TapRingCentral
from target_parquet import TargetParquet

PROJECT = Path(__file__).parent.parent
OWN_SETTINGS = SETTINGS.to_dict()["properties"]


@pytest.fixture
def meltano() -> dict[str, Any]:
    return yaml.safe_load((PROJECT / "meltano.yml").read_text())


def test_readme_tables_are_the_settings_and_streams() -> None:
    readme = (PROJECT / "README.md").read_text()
    assert readme == script("generate_docs").with_tables(readme), (
        "run: .venv/bin/python scripts/generate_docs.py"
    )


def test_meltano_knows_every_setting_with_the_same_words(meltano: dict[str, Any]) -> None:
    (extractor,) = meltano["plugins"]["extractors"]
    declared = {setting["name"]: setting for setting in extractor["settings"]}
    for name, setting in OWN_SETTINGS.items():
        assert declared[name]["description"] == setting["description"], name
        assert declared[name].get("sensitive", False) == setting.get("secret", False), name
        assert declared[name].get("value") == setting.get("default"), name
    # Meltano would take text for an array only where it is JSON: no single ID, and no ~.
    assert declared["extension_ids"]["kind"] == "string"
    known = TapRingCentral.config_jsonschema["properties"]
    TapRingCentral.append_builtin_config(TapRingCentral.config_jsonschema)
    assert declared.keys() <= known.keys()


def test_meltano_selects_the_streams_that_are_selected_by_default(meltano: dict[str, Any]) -> None:
    """Without the pattern for each of the others, Meltano would select all of them."""
    (extractor,) = meltano["plugins"]["extractors"]
    others = [f"!{name}.*" for name, stream in STREAMS.items() if not stream.selected_by_default]
    assert extractor["select"] == ["*.*", *others]


def test_meltano_configures_the_loader_with_settings_that_it_has(
    meltano: dict[str, Any],
) -> None:
    (loader,) = meltano["plugins"]["loaders"]
    TargetParquet.append_builtin_config(TargetParquet.config_jsonschema)
    known = TargetParquet.config_jsonschema["properties"]
    assert {setting["name"] for setting in loader["settings"]} <= known.keys()
    assert loader["config"].keys() <= {setting["name"] for setting in loader["settings"]}


def test_loader_understands_settings_as_the_tap_does() -> None:
    """Each is a package of its own, so that each has the same module."""
    loader = PROJECT / "packages" / "target-parquet" / "target_parquet" / "tidy_config.py"
    assert loader.read_text() == (PROJECT / "tap_ringcentral" / "tidy_config.py").read_text()


def test_day_partitions_are_by_properties_that_the_streams_have(meltano: dict[str, Any]) -> None:
    (loader,) = meltano["plugins"]["loaders"]
    streams = TapRingCentral(config={}, validate_config=False).streams
    for stream, name in loader["config"]["partition_by"].items():
        assert streams[stream].schema["properties"][name]["format"] == "date-time"


def test_samples_use_settings_that_exist() -> None:
    sample = json.loads((PROJECT / "sample_config.json").read_text())
    assert sample.keys() <= OWN_SETTINGS.keys()
    variables = re.findall(r"TAP_RINGCENTRAL_(\w+)=", (PROJECT / ".env.example").read_text())
    assert {name.lower() for name in variables} <= OWN_SETTINGS.keys()


@pytest.mark.parametrize(
    "document",
    ["README.md", "docs/architecture.md", "docs/helper-extension.md", "docs/performance.md"],
)
def test_links_lead_somewhere(document: str) -> None:
    path = PROJECT / document
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text()):
        assert (path.parent / link).exists(), link
