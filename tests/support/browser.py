"""Headless Chromium, which keeps to a folder of its own and asks nobody anything by itself."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from selenium import webdriver

from support.pipeline import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
AXE = PROJECT / ".targets/axe/node_modules/axe-core/axe.min.js"
needed = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs a browser: Debian's chromium and chromium-driver"
)
axe_needed = pytest.mark.skipif(not AXE.is_file(), reason="needs npm: make .targets/axe/ready")
WIDTHS = {"wide": 1280, "tablet": 800, "narrow": 390}


@contextmanager
def chromium(home: Path) -> Iterator[webdriver.Chrome]:
    """Start one that logs what it asks for and what pages write on the console."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={home}",
    ):
        options.add_argument(argument)
    own_home = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    service = webdriver.ChromeService(DRIVER, env=os.environ | own_home)
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


def show(driver: webdriver.Chrome, page: Path, width: str, mode: str) -> None:
    """Open a page on a screen of that width, light or dark; forget what was logged before."""
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "", "features": [{"name": "prefers-color-scheme", "value": mode}]},
    )
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": WIDTHS[width], "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    logged(driver, "performance")
    logged(driver, "browser")
    driver.get(page.as_uri())


def logged(driver: webdriver.Chrome, log: str) -> list[dict[str, Any]]:
    """Give what it logged since it was last asked."""
    entries: list[dict[str, Any]] = driver.get_log(log)  # type: ignore[no-untyped-call]
    return entries


def requests(driver: webdriver.Chrome) -> list[str]:
    """Give the addresses that it asked for since a page was opened."""
    events = [json.loads(entry["message"])["message"] for entry in logged(driver, "performance")]
    return [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]


def barriers(driver: webdriver.Chrome) -> list[tuple[str, list[str]]]:
    """Give what axe finds on the page, with all that can be opened open."""
    driver.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    driver.execute_script(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = driver.execute_async_script(
        "const done = arguments[0]; axe.run().then(r => done(r.violations))"
    )
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]
