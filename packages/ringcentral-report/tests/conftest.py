"""A page of a make-believe company."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ringcentral_report import write

from . import company

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def marts() -> company.Rows:
    """Return a company of three queues and two sites, one queue's name that of an attack."""
    rows = company.company(queues=3)
    rows["queue"][1]["name"] = '<script>alert(1)</script> & "Co" </svg>'
    return rows


@pytest.fixture(scope="session")
def site(marts: company.Rows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of its pages."""
    answers = company.save(marts, tmp_path_factory.mktemp("lake") / "lake.answers")
    return write(answers, tmp_path_factory.mktemp("site"), now=NOW).parent
