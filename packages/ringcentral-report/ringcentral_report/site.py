"""The folder of pages: an overview, one page a queue and a site."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ringcentral_report import cards, words
from ringcentral_report.lake import Lake
from ringcentral_report.marts import Marts
from ringcentral_report.page import Head, Link, html
from ringcentral_report.scope import Period, Scope
from ringcentral_report.tiles import tiles

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_report.card import Card

STALE = timedelta(days=1)


@dataclass(frozen=True)
class Choices:
    """What is shown: outside numbers (`none`, `last4`, `full`), people's names, how many days.

    With `overview`, no queue and no site has a page of its own.
    """

    numbers: str = "none"
    people: bool = True
    days: int = 28
    overview: bool = False


def write(
    answers: Path, site: Path, choices: Choices | None = None, now: datetime | None = None
) -> Path:
    """Write the pages and return the overview's path.

    Raises:
        NoAnswersError: dbt has not written its answers yet.
    """
    choices, now = choices or Choices(), now or datetime.now(UTC)
    lake = Lake(answers)
    marts = Marts(lake)
    known = marts.days()
    account = Scope("account", name="All calls")
    parts = () if choices.overview else (*marts.scopes("queue"), *marts.scopes("site"))
    pages = {"index.html": account} | {f"{_file(scope)}.html": scope for scope in parts}
    links = [Link(scope.kind, scope.name, file) for file, scope in pages.items()]
    site.mkdir(parents=True, exist_ok=True)
    for file, scope in pages.items():
        head = _head(marts, lake, scope, now)
        if known is None:
            text = html(head, None, [], [], links, file)
        else:
            last = known.last
            period = Period(max(known.first, last - timedelta(choices.days - 1)), last)
            text = html(
                head,
                period,
                tiles(marts, scope, period, known),
                _cards(marts, lake, scope, period, choices),
                links,
                file,
            )
        _replace(site / file, text)
    return site / "index.html"


def _cards(marts: Marts, lake: Lake, scope: Scope, period: Period, choices: Choices) -> list[Card]:
    waits, days = cards.waits_card(marts, scope, period), cards.days_card(marts, scope, period)
    hours = cards.hours_cards(marts, scope, period)
    lost = cards.lost_card(marts, scope, period, choices.numbers)
    people = cards.people_card(marts, scope, period, people=choices.people)
    if scope.kind == "queue":
        return [
            cards.level_days_card(marts, scope, period),
            waits,
            days,
            lost,
            *hours,
            people,
            cards.agreement_card(marts, scope, period, []),
        ]
    level = cards.level_card(marts, scope, period)
    if scope.kind == "site":
        return [level, waits, days, lost, *hours, people]
    return [
        level,
        waits,
        days,
        lost,
        *hours,
        people,
        cards.transfers_card(marts, period, people=choices.people),
        cards.numbers_card(marts, scope, period),
        cards.repeats_card(marts, period),
        cards.sites_card(marts, period),
        cards.agreement_card(marts, scope, period, lake.missing),
    ]


def _head(marts: Marts, lake: Lake, scope: Scope, now: datetime) -> Head:
    newest = marts.newest_call()
    up_to = newest.replace(tzinfo=UTC) if newest else None
    old = now - up_to if up_to else timedelta(0)
    warning = (
        f"The newest call is {words.some(round(old / STALE), 'day')} old. If people have "
        f"called since, "
        "the lake was not brought up to date."
        if old > STALE
        else ""
    )
    zones = [scope.time_zone] if scope.time_zone else marts.zones()
    return Head(
        title=scope.name,
        kind=scope.kind,
        zone=", ".join(zones) or "as in the lake",
        up_to=f"{up_to:%d %b %Y %H:%M} UTC" if up_to else "",
        made=f"{lake.loaded_at:%d %b %Y %H:%M} UTC" if lake.loaded_at else "",
        warning=warning,
    )


def _file(scope: Scope) -> str:
    """Return a name for a page: an identifier is RingCentral's, yet is not trusted as a path."""
    return f"{scope.kind}-{re.sub(r'[^A-Za-z0-9-]', '_', scope.id)}"


def _replace(path: Path, text: str) -> None:
    """Write a page so that whoever opens it meanwhile sees the old one or the new one."""
    making = path.with_name(f".{path.name}.making")
    making.write_text(text, encoding="utf-8")
    os.replace(making, path)  # noqa: PTH105
