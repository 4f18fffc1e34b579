"""What a page is made of: tiles, and cards with a picture, a sentence and a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringcentral_report import pictures, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringcentral_report.pictures import Picture


@dataclass(frozen=True)
class Table:
    """Figures under a heading each; the first `texts` columns are words, the others figures."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    texts: int = 1


@dataclass(frozen=True)
class Card:
    """A heading, a sentence, and what shows it; `key` is its identifier on the page."""

    key: str
    heading: str
    sentence: str
    picture: Picture | None = None
    label: str = ""
    table: Table | None = None
    note: str = ""
    legend: Sequence[tuple[str, str]] = field(default=())
    open_table: bool = False
    second_table: Table | None = None
    second_title: str = ""


@dataclass(frozen=True)
class Tile:
    """A figure, the same figure of the time before, and what it means."""

    name: str
    value: str
    before: Sequence[str]
    meaning: str
    note: str = ""


def card_of(  # noqa: PLR0913 (the parts of a card)
    key: str,
    heading: str,
    sentence: str,
    draw: Callable[[pictures.Frame], pictures.Drawing],
    table: Table,
    *,
    there: bool,
    note: str = "",
    legend: list[tuple[str, str]] | None = None,
) -> Card:
    """Return a card; where there is nothing to draw, with its sentence alone."""
    if not there:
        return Card(key, heading, sentence)
    return Card(
        key,
        heading,
        sentence,
        pictures.drawn(key, draw),
        f"{heading}. {sentence}",
        table,
        note,
        legend or (),
    )


def first_of(number: int, things: str, most: int) -> str:
    """Say that not all of so many are shown; nothing where they are."""
    return f"The first {most} of {words.count(number)} {things}. " if number > most else ""
