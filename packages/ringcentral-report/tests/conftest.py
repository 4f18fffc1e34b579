"""A page of a make-believe company, and one browser for all tests."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from selenium import webdriver

from ringcentral_report import write

from . import company

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
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


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Start the browser."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("needs a browser: Debian's chromium and chromium-driver")
    home = tmp_path_factory.mktemp("chromium")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={home}",
    ):
        options.add_argument(argument)
    own_home = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    driver = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(DRIVER, env=os.environ | own_home)
    )
    yield driver
    driver.quit()
