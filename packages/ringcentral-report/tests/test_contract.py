"""The page reads columns that the models have."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ringcentral_report.lake import COLUMNS

MARTS = Path(__file__).parents[3] / "transform/models/marts"


@pytest.mark.skipif(not MARTS.is_dir(), reason="needs the models, in transform")
def test_every_column_that_is_read_is_one_of_the_models() -> None:
    models = [
        model
        for path in MARTS.glob("*.yml")
        for model in yaml.safe_load(path.read_text())["models"]
    ]
    known = {model["name"]: {column["name"] for column in model["columns"]} for model in models}
    for mart, columns in COLUMNS.items():
        read = {column.split()[0] for column in columns.split(", ")}
        assert read <= known[f"ringcentral__{mart}"]
