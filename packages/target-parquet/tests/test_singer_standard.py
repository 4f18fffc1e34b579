"""The Singer SDK's standard tests of a target, with each load method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from singer_sdk.testing import get_target_test_class

from target_parquet import TargetParquet

if TYPE_CHECKING:
    from pathlib import Path

_Standard = get_target_test_class(
    TargetParquet, config={"destination_path": "lake"}, parse_env_config=False
)


class TestStandard(_Standard):  # type: ignore[misc,valid-type] # the SDK makes it of settings
    """Each test loads into a lake of its own."""

    @pytest.fixture(autouse=True)
    def _lake(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
