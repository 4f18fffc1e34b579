"""The README tells of every setting, with its default."""

from __future__ import annotations

from pathlib import Path

import pytest

from target_parquet import TargetParquet

README = Path(__file__).parent.parent / "README.md"
SETTINGS = TargetParquet._get_about_info().settings["properties"]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_documented(name: str) -> None:
    text = README.read_text()
    if name in {"flattening_max_depth", "flattening_max_key_length", "flattening_separator"}:
        name = "flattening_enabled"  # told of together
    assert f"`{name}`" in text


@pytest.mark.parametrize(
    "name", ["load_method", "compression", "batch_size_mib", "process_activate_version_messages"]
)
def test_a_default_is_what_the_readme_says(name: str) -> None:
    default = SETTINGS[name]["default"]
    text = str(default).lower() if isinstance(default, bool) else getattr(default, "value", default)
    assert f"| `{name}` | `{text}` |" in README.read_text()
