"""What stands on the pages is what the marts say."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ringcentral_report import Choices, write
from ringcentral_report.__main__ import main

from . import company
from .conftest import NOW
from .pages import Page

if TYPE_CHECKING:
    from .company import Rows


def test_tiles_say_what_the_marts_say(site: Path, marts: Rows) -> None:
    page = Page(site / "index.html")
    calls = Counter(row["outcome"] for row in marts["call"])
    assert f" {calls.total():,} " in page.tile("Calls")
    assert f" {100 * calls['answered'] / calls.total():.0f} % " in page.tile("Answered")
    inside = sum(row["in_service_level"] for row in marts["queue_hour"])
    outside = sum(row["out_of_service_level"] for row in marts["queue_hour"])
    level = page.tile("Service level")
    assert f" {100 * inside / (inside + outside):.0f} % " in level
    assert "RingCentral’s formula, RingCentral’s analytics" in level
    assert "last 14 days: " in level
    assert "14 days before: " in level
    fates = Counter(row["fate"] for row in marts["lost_call"])
    forgotten = fates.total() - fates["called back"] - fates["reached us"]
    assert f" {forgotten} " in page.tile("Not reached again")


def test_tables_and_marks_say_what_the_marts_say(site: Path, marts: Rows) -> None:
    page = Page(site / "index.html")
    by_day = Counter((row["local_day"], row["outcome"]) for row in marts["call"])
    days = sorted({day for day, _ in by_day})
    table = page.table("days")
    assert [row[1:] for row in table] == [
        [f"{by_day[day, each]:,}" for each in ("answered", "voicemail", "abandoned", "missed")]
        for day in days
    ]
    marks = [
        f"{row[0]}: {number} {outcome}"
        for row in table
        for number, outcome in zip(
            row[1:], ("answered", "voicemail", "gave up", "other"), strict=True
        )
        if number != "0"
    ]
    assert sorted(page.marks("days")) == sorted(marks) == sorted(page.marks("days", "narrow"))

    hours = Counter(
        (row["local_started_at"].isoweekday(), row["local_started_at"].hour)
        for row in marts["call"]
    )
    assert [int(row[2]) for row in page.table("hours")] == [hours[key] for key in sorted(hours)]
    assert len(page.marks("hours")) == len(hours)

    rung: Counter[str] = Counter()
    for row in marts["person_day"]:
        rung[row["extension_id"]] += row["rung"]
    names = {row["extension_id"]: row["name"] for row in marts["person"]}
    assert {row[0]: row[1] for row in page.table("people")} == {
        names[who]: f"{n:,}" for who, n in rung.items()
    }
    for told, cells in zip(page.marks("people"), page.table("people"), strict=False):
        assert told == f"{cells[0]}: {cells[2]} of {cells[1]}"


def test_queue_page_says_what_its_visits_say(site: Path, marts: Rows) -> None:
    page = Page(site / "queue-q2.html")
    mine = [row for row in marts["queue_call"] if row["queue_id"] == "q2"]
    assert f" {len(mine)} " in page.tile("Visits")
    known = page.table("waits")
    for row in known:
        if row[0].endswith(" s") and "min" not in row[0]:
            by_then = sum(
                each["outcome"] == "answered" and each["wait_seconds"] <= int(row[0][:-2])
                for each in mine
            )
            assert row[1] == f"{100 * by_then / len(mine):.0f} %"


def test_text_of_the_lake_is_text(site: Path) -> None:
    for path in site.iterdir():
        text = path.read_text()
        assert "<script" not in text
        assert text.count("</svg>") == text.count("<svg ")
    assert "&lt;script&gt;" in (site / "index.html").read_text()


def test_identifiers_are_unique_and_pages_small(site: Path) -> None:
    for path in site.iterdir():
        ids = [part.split('"', 1)[0] for part in path.read_text().split(' id="')[1:]]
        assert len(ids) == len(set(ids))
        assert path.stat().st_size <= 400 * 1024


def test_outside_numbers_and_people_are_private(site: Path, marts: Rows, tmp_path: Path) -> None:
    outside = {row["outside_number"] for row in marts["call"]}
    pages = "".join(path.read_text() for path in site.iterdir())
    assert not [number for number in outside if number in pages or f"…{number[-4:]}" in pages]

    few = company.company(days=2, calls_a_day=20, queues=1)
    answers = company.save(few, tmp_path / "lake.answers")
    write(answers, tmp_path / "site", Choices(numbers="last4", people=False), NOW)
    page = (tmp_path / "site" / "index.html").read_text()
    assert "…" in page
    assert "+1303555" not in page
    assert not [
        row["name"] for row in few["person"] if row["name"] in page.split('id="numbers"')[0]
    ]


def test_empty_lake_is_said_and_old_data_warned_of(tmp_path: Path) -> None:
    company.save(company.empty(), tmp_path / "lake.answers")
    page = write(tmp_path / "lake.answers", tmp_path / "site", now=NOW).read_text()
    assert "The lake has no calls yet." in page
    (tmp_path / "none.answers").mkdir()
    assert (
        "no calls yet" in write(tmp_path / "none.answers", tmp_path / "none", now=NOW).read_text()
    )


def test_lake_of_one_call_and_a_queue_without_any_give_a_page(tmp_path: Path) -> None:
    rows = company.company(days=1, calls_a_day=12, queues=1)
    rows |= {mart: rows[mart][:1] for mart in ("call", "queue_call", "ring", "lost_call")}
    rows["queue"].append(rows["queue"][0] | {"queue_id": "quiet", "name": "Quiet"})
    company.save(rows, tmp_path / "lake.answers")
    late = NOW.replace(day=20)
    page = Page(write(tmp_path / "lake.answers", tmp_path / "site", now=late))
    assert " 1 " in page.tile("Calls")
    assert "no earlier day known" in page.tile("Calls")
    assert "days old" in page.html
    quiet = Page(tmp_path / "site" / "queue-quiet.html")
    assert " 0 " in quiet.tile("Visits")
    assert "<svg" not in quiet.card("hours")


def test_year_of_calls_is_shown_by_week(tmp_path: Path) -> None:
    rows = company.company(days=365, calls_a_day=5, queues=1)
    company.save({**rows, "number_day": []}, tmp_path / "lake.answers")
    page = Page(write(tmp_path / "lake.answers", tmp_path / "site", Choices(days=365), NOW))
    assert "Calls by week" in page.html
    assert len(page.table("days")) in {52, 53, 54}
    assert len(page.html) <= 400 * 1024


def test_answers_that_are_not_there_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="let dbt write the answers first"):
        main([str(tmp_path / "nothing"), str(tmp_path / "site")])
    company.save(company.empty(), tmp_path / "lake.answers")
    main([str(tmp_path / "lake.answers"), str(tmp_path / "site")])
    assert "index.html" in capsys.readouterr().out


def test_overview_alone_has_no_links_to_pages_that_are_not_there(tmp_path: Path) -> None:
    company.save(company.company(days=2, queues=1), tmp_path / "lake.answers")
    main([str(tmp_path / "lake.answers"), str(tmp_path / "site"), "--overview"])
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["index.html"]
    assert 'href="queue' not in (tmp_path / "site" / "index.html").read_text()


def test_options_of_the_command_are_those_of_its_readme(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = set(re.findall(r"^  (--[\w-]+)", capsys.readouterr().out, re.MULTILINE))
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    assert set(re.findall(r"^\| `(--[\w-]+)", readme, re.MULTILINE)) == told
