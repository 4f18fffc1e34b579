"""What all pictures share: their two widths, their look, and the way from Altair to SVG."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.etree import ElementTree as ET

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode

from ringcentral_report.palette import variable

if TYPE_CHECKING:
    from collections.abc import Callable

SVG = "http://www.w3.org/2000/svg"
FONT_PIXELS = 12
# How high a row may be, and all of them where that allows it: cards stand side by side.
ROW_PIXELS = (27, 38)
ROWS_PIXELS = 216
# What the page's CSS says once for all, what is drawn nowhere, and what only scripts would read.
NEEDLESS = (
    "aria-roledescription",
    "class",
    "font-family",
    "stroke-miterlimit",
    "version",
    "pointer-events",
)
GEOMETRY = {"d", "transform", "x", "x1", "x2", "y", "y1", "y2", "width", "height"}
DEFAULTS = {
    "font-size": "12px",
    "opacity": "1",
    "font-weight": "normal",
    "stroke-width": "1",
    "fill-opacity": "1",
}


@dataclass(frozen=True)
class Frame:
    """One rendering of a picture."""

    name: str
    width: int

    @property
    def narrow(self) -> bool:
        """Whether it is for a telephone."""
        return self.name == "narrow"

    def label_limit(self, wished: int = 0) -> int:
        """How many pixels a row's name may take."""
        return min(wished or 124, 196) if self.narrow else wished or 170


FRAMES = (Frame("wide", 488), Frame("narrow", 326))


@dataclass(frozen=True)
class Picture:
    """Both renderings, as SVG."""

    wide: str
    narrow: str


Drawing: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart


def drawn(key: str, draw: Callable[[Frame], Drawing]) -> Picture:
    """Render a picture in both widths; `key` makes its identifiers unique on the page."""
    # Altair would hold each part of each picture against its schema: a fifth of the time.
    with debug_mode(arg=False):
        wide, narrow = (
            _tidy(_svg(draw(frame), frame), f"{key}-{frame.name}", frame) for frame in FRAMES
        )
    return Picture(wide, narrow)


def rows_height(rows: int, least: int = 0) -> int:
    """Return the height of a picture of rows, in pixels: few rows are wider apart."""
    return max(
        least, min(ROW_PIXELS[1], max(ROW_PIXELS[0], ROWS_PIXELS // max(rows, 1))) * rows + 6
    )


def data(rows: list[dict[str, Any]]) -> alt.Data:
    """Return rows as a chart's data: as text, since Altair copies values again and again."""
    text = json.dumps(rows)
    return alt.Data(values=text, format=alt.JsonDataFormat())  # type: ignore[no-untyped-call]


@cache
def _look() -> dict[str, Any]:
    soft, ink, line = variable("soft"), variable("ink"), variable("line")
    axis = {
        "labelColor": soft,
        "titleColor": soft,
        "labelFontSize": FONT_PIXELS,
        "titleFontSize": FONT_PIXELS,
        "titleFontWeight": "normal",
        "domain": False,
        "ticks": False,
        "gridColor": line,
        "labelPadding": 6,
        "title": None,
    }
    return {
        "background": None,
        "font": "Liberation Sans, Arial, sans-serif",
        "view": {"stroke": None},
        "axis": axis,
        "text": {"fontSize": FONT_PIXELS, "color": ink},
        "axisY": {"labelColor": ink},
    }


def _svg(chart: Drawing, frame: Frame) -> str:
    whole = chart.properties(
        width=frame.width, autosize=alt.AutoSizeParams(type="fit", contains="padding"), padding=2
    )
    specification = whole.to_dict(validate=False)
    specification["config"] = _look()
    # A mark without a description of its own says nothing: the figure's label and table do.
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    return vl_convert.vegalite_to_svg(specification, vl_version=version)


def _tidy(svg: str, key: str, frame: Frame) -> str:
    """Return the SVG for use inside a page: small, with identifiers of its own."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)  # noqa: S314 (vl-convert made it)
    _prune(root)
    for element in root.iter():
        tag = element.tag.removeprefix(f"{{{SVG}}}")
        told = element.get("aria-label") if element.get("role") == "graphics-symbol" else None
        for name in NEEDLESS:
            element.attrib.pop(name, None)
        for name, value in DEFAULTS.items():
            if element.get(name) == value:
                del element.attrib[name]
        if element.get("role") in {"graphics-symbol", "graphics-object"} and (
            not told or tag == "g"
        ):
            element.attrib.pop("role")
            element.attrib.pop("aria-label", None)
        elif told and not frame.narrow:
            ET.SubElement(element, f"{{{SVG}}}title").text = told
        for name, value in element.attrib.items():
            shorter = _rounded(value) if name in GEOMETRY else value
            element.set(name, re.sub(r"(?<=url\(#)", f"{key}-", shorter))
        if "id" in element.attrib:
            element.set("id", f"{key}-{element.get('id')}")
    return ET.tostring(root, encoding="unicode").replace(f' xmlns="{SVG}"', "")


def _rounded(text: str) -> str:
    """Return numbers with one decimal, which is a tenth of a pixel."""
    return re.sub(
        r"-?\d+\.\d+", lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), text
    )


def _prune(parent: ET.Element) -> None:
    """Drop what is not seen: empty paths, groups without anything in them."""
    for child in list(parent):
        _prune(child)
        tag = child.tag.removeprefix(f"{{{SVG}}}")
        empty = tag == "g" and not len(child) and not child.text
        unseen = child.get("display") == "none" or (
            tag == "path"
            and child.get("fill") is None
            and child.get("stroke") is None
            and child.get("class") in {"background", "foreground"}
        )
        if empty or unseen or (tag == "text" and not child.text and not len(child)):
            parent.remove(child)
