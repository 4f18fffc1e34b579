"""The definitions with which others bring tap and loader into their own Meltano project."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml
from support.pipeline import BIN, PROJECT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("extractors", "tap-ringcentral"),
        ("loaders", "target-parquet"),
        ("utilities", "dbt"),
        ("utilities", "report"),
    ],
)
def test_meltano_adds_a_plugin_from_its_definition(tmp_path: Path, kind: str, name: str) -> None:
    (tmp_path / "meltano.yml").write_text(
        "project_id: own\nsend_anonymous_usage_stats: false\ncli: {disable_version_check: true}\n"
    )
    definition = PROJECT / "plugins" / kind / f"{name}.yml"
    subprocess.run(
        [BIN / "meltano", "add", "--no-install", "--from-ref", definition, name],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    project = yaml.safe_load((tmp_path / "meltano.yml").read_text())
    (added,) = project["plugins"][kind]
    assert added == yaml.safe_load(definition.read_text())
