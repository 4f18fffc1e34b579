"""A page as HTML: no script, no request, one block of CSS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ringcentral_report import palette, words

if TYPE_CHECKING:
    from ringcentral_report.card import Card, Tile
    from ringcentral_report.scope import Period


@dataclass(frozen=True)
class Head:
    """What a page is about, and how new."""

    title: str
    kind: str
    zone: str
    up_to: str
    made: str
    warning: str


@dataclass(frozen=True)
class Link:
    """Another page of the folder."""

    kind: str
    name: str
    file: str


def _trusted(text: str) -> Markup:
    """Return what the package itself made: CSS, and SVG that is well-formed XML."""
    return Markup(text)  # noqa: S704 (ElementTree has escaped what is of the lake)


_TEMPLATES = Environment(
    loader=PackageLoader("ringcentral_report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {"day": words.day, "some": words.some, "svg": _trusted}


def html(  # noqa: PLR0913, PLR0917 (the parts of a page)
    head: Head,
    period: Period | None,
    tiles: list[Tile],
    cards: list[Card],
    links: list[Link],
    file: str,
) -> str:
    """Return the page; all text of the lake is escaped by the template."""
    style = _TEMPLATES.get_template("page.css").render(
        light=_trusted(palette.css(palette.LIGHT)), dark=_trusted(palette.css(palette.DARK))
    )
    return _TEMPLATES.get_template("page.html").render(
        head=head,
        period=period,
        tiles=tiles,
        cards=cards,
        links=links,
        file=file,
        style=_trusted(style),
    )
