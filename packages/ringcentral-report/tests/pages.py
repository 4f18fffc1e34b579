"""A page as tests read it: its tables, its marks, its words."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Page:
    """An HTML file that was written."""

    def __init__(self, path: Path) -> None:
        self.html = path.read_text(encoding="utf-8")

    def card(self, key: str) -> str:
        return self.html.split(f'id="{key}"', 1)[1].split("</section>", 1)[0]

    def table(self, key: str) -> list[list[str]]:
        body = self.card(key).split("<tbody>", 1)[1].split("</tbody>", 1)[0]
        rows = re.findall(r"<tr>(.*?)</tr>", body)
        return [
            [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in rows
        ]

    def marks(self, key: str, rendering: str = "wide") -> list[str]:
        svg = self.card(key).split(f'class="{rendering}"', 1)[1].split("</svg>", 1)[0]
        return [unescape(told) for told in re.findall(r'<path aria-label="([^"]*)"', svg)]

    def tile(self, name: str) -> str:
        told = self.html.split(f'<span class="name">{name}</span>', 1)[1].split("</details>", 1)[0]
        return re.sub(r"<[^>]*>|\s+", " ", told)
