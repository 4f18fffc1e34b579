"""The page over marts that dbt made, as a browser shows it: light and dark, wide and narrow."""

from __future__ import annotations

import base64
from collections import Counter
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from support import browser

from ringcentral_report import Choices, write
from transform.accounts import NOW
from transform.figures import MOST_ROWS, Expected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome
    from support.answers import Answers

    from transform.conftest import Once

pytestmark = browser.needed
WORST = """<script>alert(1)</script> & "Co" '</svg></style> of some other rather long name"""
KINDS = ("account", "queue", "site")
# What is drawn or written, and seen.
SEEN = """
const seen = [...document.querySelectorAll('svg text, main *, header *, footer *')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && [...e.childNodes]
    .some(n => n.nodeType == 3 && n.data.trim()) && e.tagName != 'title');
"""
SMALL = f"""{SEEN}
return seen.filter(e => parseFloat(getComputedStyle(e).fontSize) *
  (e.ownerSVGElement ? e.getScreenCTM().a : 1) < 10.99).map(e => e.textContent);
"""
TOUCHING = """
return [...document.querySelectorAll('svg')].filter(e => e.checkVisibility()).flatMap(svg => {
  const whole = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map(e => [e, e.getBoundingClientRect()]);
  const out = texts.filter(([e, r]) => r.right > whole.right + 3 || r.left < whole.left - 3)
    .map(([e]) => 'outside: ' + e.textContent);
  texts.forEach(([a, r], i) => texts.slice(i + 1).forEach(([b, s]) => {
    if (r.left < s.right - 1 && s.left < r.right - 1
        && r.top + 3 < s.bottom && s.top + 3 < r.bottom)
      out.push(a.textContent + ' / ' + b.textContent); }));
  return out; });
"""
TABLES = """
return Object.fromEntries([...document.querySelectorAll('.card')]
  .filter(card => card.querySelector('table'))
  .map(card => [card.id, [...card.querySelector('table').tBodies[0].rows]
    .map(row => [...row.cells].map(cell => cell.textContent))]));
"""
TILES = "return [...document.querySelectorAll('.tile .value')].map(e => e.textContent)"


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One browser for all."""
    with browser.chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


@pytest.fixture(scope="session")
def site(built: Answers, once: Once) -> Path:
    """The pages of the usual account."""
    return once("pages", lambda home: write(built.folder, home, now=NOW))


@pytest.fixture(scope="session")
def pages(built: Answers, site: Path) -> dict[str, tuple[Path, str]]:
    """The account's page, and the busiest queue's and site's, each with an identifier."""
    found = {"account": (site / "index.html", "")}
    for kind, mart in (("queue", "queue_call"), ("site", "call")):
        visited = Counter(row[f"{kind}_id"] for row in built.rows(mart) if row[f"{kind}_id"])
        (key, _), *_ = visited.most_common()
        found[kind] = (site / f"{kind}-{key}.html", key)
    return found


def check(chromium: Chrome, page: Path, width: str, mode: str) -> None:
    """Show a page: it asks for itself alone, says nothing on the console, fits, can be used."""
    browser.show(chromium, page, width, mode)
    asked = {url for url in browser.requests(chromium) if not url.startswith("data:")}
    assert asked == {page.as_uri()}
    assert browser.logged(chromium, "browser") == []
    fits = "return document.documentElement.scrollWidth"
    assert chromium.execute_script(fits) <= browser.WIDTHS[width]
    assert chromium.execute_script(SMALL) == []
    assert chromium.execute_script(TOUCHING) == []
    assert browser.barriers(chromium) == []
    assert chromium.execute_script(fits) <= browser.WIDTHS[width]  # with its tables open
    assert browser.logged(chromium, "browser") == []


@browser.axe_needed
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("kind", KINDS)
def test_everybody_can_use_the_page_on_a_desk_and_a_telephone_by_day_and_night(
    chromium: Chrome, pages: dict[str, tuple[Path, str]], kind: str, width: str, mode: str
) -> None:
    check(chromium, pages[kind][0], width, mode)


@browser.axe_needed
def test_everybody_can_use_the_page_on_a_tablet(
    chromium: Chrome, pages: dict[str, tuple[Path, str]]
) -> None:
    check(chromium, pages["account"][0], "tablet", "light")


@pytest.mark.parametrize("kind", KINDS)
def test_figures_and_tables_are_those_of_the_marts(
    chromium: Chrome, built: Answers, pages: dict[str, tuple[Path, str]], kind: str
) -> None:
    page, key = pages[kind]
    browser.show(chromium, page, "wide", "light")
    expected = Expected(built, kind, key)
    assert chromium.execute_script(TILES) == expected.tiles()
    shown: dict[str, list[list[str]]] = chromium.execute_script(TABLES)
    wanted = expected.tables()
    assert shown.keys() == wanted.keys()
    for card, rows in wanted.items():
        told = shown[card]
        if card in {"people", "transfers", "numbers"} and len(rows) > MOST_ROWS:
            assert len(told) == MOST_ROWS
            assert not Counter(map(tuple, told)) - Counter(map(tuple, rows)), card
        else:
            assert sorted(told) == sorted(rows), card


def test_one_of_the_two_renderings_is_told(
    chromium: Chrome, pages: dict[str, tuple[Path, str]]
) -> None:
    told = (
        "return [...document.querySelectorAll('[role=img]')]"
        ".filter(e => e.checkVisibility()).length"
    )
    for width in browser.WIDTHS:
        browser.show(chromium, pages["account"][0], width, "light")
        pictures = chromium.execute_script("return document.querySelectorAll('figure').length")
        assert pictures > 9
        assert chromium.execute_script(told) == pictures


def test_page_is_printed_in_ink_on_white(
    chromium: Chrome, pages: dict[str, tuple[Path, str]]
) -> None:
    browser.show(chromium, pages["account"][0], "wide", "dark")
    printed = chromium.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    background = "return getComputedStyle(document.querySelector('.card')).backgroundColor"
    assert chromium.execute_script(background) == "rgb(255, 255, 255)"


def changed(built: Answers, home: Path, **changes: str) -> Path:
    """Copy the marts into a folder, some of them by another query over `{file}`."""
    home.mkdir()
    with duckdb.connect() as database:
        for file in built.folder.glob("ringcentral__*.parquet"):
            mart = file.stem.removeprefix("ringcentral__")
            query = changes.get(mart, "from {file}").format(file=f"read_parquet('{file}')")
            database.execute(f"copy ({query}) to '{home / file.name}'")
    return home


@browser.axe_needed
def test_names_that_are_an_attack_are_names(
    chromium: Chrome, built: Answers, pages: dict[str, tuple[Path, str]], tmp_path: Path
) -> None:
    renamed = f"select * replace ('{WORST.replace(chr(39), chr(39) * 2)}' as name) from {{file}}"
    answers = changed(
        built,
        tmp_path / "answers",
        queue=f"{renamed} where queue_id = '{pages['queue'][1]}'",
        site=f"{renamed} where site_id = '{pages['site'][1]}'",
        person=renamed,
        number=renamed.replace("as name", "as label"),
    )
    index = write(answers, tmp_path / "site", Choices(numbers="full"), now=NOW)
    queue, site = (tmp_path / "site" / pages[kind][0].name for kind in ("queue", "site"))
    for page, width, mode in (
        (index, "narrow", "light"),
        (index, "wide", "dark"),
        (queue, "narrow", "dark"),
        (site, "wide", "light"),
    ):
        check(chromium, page, width, mode)
        assert chromium.execute_script("return document.scripts.length") == 0
        assert WORST in chromium.execute_script("return document.body.textContent")


@browser.axe_needed
@pytest.mark.parametrize("lake", ["empty_lake", "one_call"])
def test_lake_of_no_call_or_of_one_is_a_page(
    chromium: Chrome, lake: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    answers: Answers = request.getfixturevalue(lake)
    page = write(answers.folder, tmp_path / "site", now=NOW)
    for width, mode in (("wide", "light"), ("narrow", "dark")):
        check(chromium, page, width, mode)
    if lake == "empty_lake":
        said = chromium.execute_script("return document.querySelector('.warning').textContent")
        assert said == "The lake has no calls yet."
    else:
        assert chromium.execute_script(TILES)[0] == "1"
        check(chromium, next((tmp_path / "site").glob("queue-*.html")), "narrow", "light")


@browser.axe_needed
def test_year_of_calls_is_shown_by_week_and_stays_small(
    chromium: Chrome, built: Answers, tmp_path: Path
) -> None:
    """Two weeks, 26 times over."""
    earlier = (
        "select * replace (conversation_id || '-' || again as conversation_id{days}) "
        "from {file}, range(26) as r(again)"
    )
    by_day = earlier.replace("conversation_id || '-' || again as conversation_id{days}", "{days}")
    day = "local_day - 14 * again::int as local_day"
    moment = ", {0} - again * interval 14 day as {0}"
    years: dict[str, Any] = {
        "call": earlier.replace("{days}", f", {day}{moment.format('local_started_at')}"),
        "lost_call": earlier.replace("{days}", f", {day}{moment.format('local_started_at')}"),
        "queue_call": by_day.replace("{days}", day + moment.format("local_entered_at")),
        "transfer": earlier.replace("{days}", ""),
        **dict.fromkeys(
            ("queue_hour", "person_day", "number_day", "caller_day", "ring"),
            by_day.replace("{days}", day),
        ),
        "queue": "from {file} limit 1",
        "site": "from {file} limit 1",
    }
    answers = changed(built, tmp_path / "answers", **years)
    page = write(answers, tmp_path / "site", Choices(days=365), now=NOW)
    assert page.stat().st_size <= 400 * 1024
    for width, mode in (("wide", "light"), ("narrow", "dark")):
        check(chromium, page, width, mode)
    weeks = chromium.execute_script(TABLES)["days"]
    assert len(weeks) in {52, 53}
    calls = [row for row in built.rows("call") if row["direction"] == "inbound"]
    year = 26 * sum(row["outcome"] != "blocked" for row in calls)
    assert sum(int(cell.replace(",", "")) for row in weeks for cell in row[1:]) in range(
        int(0.98 * year), year + 1
    )
