"""The pages as a browser shows them: light and dark, at a desk and on a telephone."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

AXE = Path(__file__).parents[3] / ".targets/axe/node_modules/axe-core/axe.min.js"
WIDTHS = {"wide": 1280, "tablet": 800, "narrow": 390}
PAGES = ("index.html", "queue-q1.html", "site-site-2.html")
SEEN = """
return [...document.querySelectorAll('svg text, main *, header *, footer *')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && [...e.childNodes]
    .some(n => n.nodeType == 3 && n.data.trim()) && e.tagName != 'title')
"""
SMALL = (
    SEEN + ".filter(e => parseFloat(getComputedStyle(e).fontSize) * "
    "(e.ownerSVGElement ? e.getScreenCTM().a : 1) < 10.99).map(e => e.textContent)"
)
TOUCHING = """
const rects = [...document.querySelectorAll('svg')].filter(e => e.checkVisibility())
  .flatMap(svg => {
    const texts = [...svg.querySelectorAll('text')].map(e => [e, e.getBoundingClientRect()]);
    const out = texts.filter(([e, r]) => r.right > svg.getBoundingClientRect().right + 3
      || r.left < svg.getBoundingClientRect().left - 3).map(([e]) => 'outside: ' + e.textContent);
    texts.forEach(([a, r], i) => texts.slice(i + 1).forEach(([b, s]) => {
      if (r.left < s.right - 1 && s.left < r.right - 1
          && r.top + 3 < s.bottom && s.top + 3 < r.bottom)
        out.push(a.textContent + ' / ' + b.textContent); }));
    return out; });
return rects;
"""


def show(chromium: Chrome, page: Path, width: str = "wide", mode: str = "light") -> None:
    chromium.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "", "features": [{"name": "prefers-color-scheme", "value": mode}]},
    )
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": WIDTHS[width], "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    logged(chromium, "performance")
    logged(chromium, "browser")
    chromium.get(page.as_uri())


def logged(chromium: Chrome, log: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = chromium.get_log(log)  # type: ignore[no-untyped-call]
    return entries


def requests(chromium: Chrome) -> list[str]:
    events = [json.loads(entry["message"])["message"] for entry in logged(chromium, "performance")]
    return [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", PAGES)
def test_page_fits_the_screen_and_its_words_do_not_touch(
    chromium: Chrome, site: Path, page: str, width: str
) -> None:
    show(chromium, site / page, width)
    assert {url for url in requests(chromium) if not url.startswith("data:")} == {
        (site / page).as_uri()
    }
    assert logged(chromium, "browser") == []
    assert chromium.execute_script("return document.documentElement.scrollWidth") <= WIDTHS[width]
    assert chromium.execute_script(SMALL) == []
    assert chromium.execute_script(TOUCHING) == []


@pytest.mark.skipif(not AXE.is_file(), reason="needs npm: make .targets/axe/ready")
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("page", PAGES[:2])
def test_everybody_can_use_the_page(
    chromium: Chrome, site: Path, page: str, width: str, mode: str
) -> None:
    show(chromium, site / page, width, mode)
    chromium.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    chromium.execute_script(AXE.read_text())
    found: list[dict[str, Any]] = chromium.execute_async_script(
        "const done = arguments[0]; axe.run().then(r => done(r.violations))"
    )
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == []


def test_one_of_the_two_renderings_is_told(chromium: Chrome, site: Path) -> None:
    told = (
        "return [...document.querySelectorAll('[role=img]')]"
        ".filter(e => e.checkVisibility()).length"
    )
    for width in WIDTHS:
        show(chromium, site / "index.html", width)
        pictures = chromium.execute_script("return document.querySelectorAll('figure').length")
        assert chromium.execute_script(told) == pictures


def test_page_is_printed_in_ink_on_white(chromium: Chrome, site: Path) -> None:
    show(chromium, site / "index.html", mode="dark")
    printed = chromium.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    background = "return getComputedStyle(document.querySelector('.card')).backgroundColor"
    assert chromium.execute_script(background) == "rgb(255, 255, 255)"
