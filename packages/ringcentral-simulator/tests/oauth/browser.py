"""What a person with a browser does on the sign-in pages: looks, follows links, fills in forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

if TYPE_CHECKING:
    from typing import Any, Self


class Page(HTMLParser):
    """A page as it is seen."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__()
        self.answer = answer
        self.text = ""
        self.links: dict[str, str] = {}
        self.form: dict[str, str] = {}
        self.action = ""
        self.buttons: dict[str, dict[str, str]] = {}
        self.labelled: set[str] = set()
        self.inputs: set[str] = set()
        self.addresses: list[str] = []
        self._inside: list[tuple[str, dict[str, str]]] = []
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("href", "src", "action") if name in given]
        self._inside.append((tag, given))
        if tag == "input":
            self.form[given["name"]] = given["value"]
            self.inputs.add(given["id"])
        elif tag == "label":
            self.labelled.add(given["for"])
        elif tag == "form":
            self.action = given["action"]

    def handle_data(self, data: str) -> None:
        self.text += data
        tag, given = self._inside[-1] if self._inside else ("", {})
        if tag == "a":
            self.links.setdefault(data, given["href"])
        elif tag == "button":
            self.buttons.setdefault(data, given)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop()[0] != tag:
            pass


@dataclass
class Browser:
    """Stays on this machine: a redirect to elsewhere is where the app takes over."""

    server: str
    http: requests.Session = field(default_factory=requests.Session)
    _page: Page | None = None
    came_back: str = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @property
    def page(self) -> Page:
        """The page that it is on."""
        assert self._page is not None, "the browser has opened no page"
        return self._page

    def open(self, address: str, **query: str) -> Page:
        return self._go("GET", address, params=query)

    def follow(self, link: str) -> Page:
        return self._go("GET", self.page.links[link])

    def press(self, button: str, **filled: str) -> Page:
        pressed = self.page.buttons[button]
        own = {pressed["name"]: pressed["value"]} if "name" in pressed else {}
        return self._go("POST", self.page.action, data={**self.page.form, **filled, **own})

    @property
    def brought(self) -> dict[str, str]:
        """What the redirect to the app brought along."""
        query = parse_qs(urlsplit(self.came_back).query, keep_blank_values=True)
        return {name: value for name, (value,) in query.items()}

    def _go(self, method: str, address: str, **options: Any) -> Page:
        target, headers = urljoin(self.server, address), {"Accept": "text/html,*/*;q=0.8"}
        assert target.startswith(self.server), f"{target} is elsewhere"
        while True:
            answer = self.http.request(
                method, target, headers=headers, timeout=10, allow_redirects=False, **options
            )
            page = Page(answer)
            if not answer.is_redirect:
                self._page = page
                return page
            method, target, options = "GET", urljoin(target, answer.headers["Location"]), {}
            if not target.startswith(self.server):
                self.came_back = target
                return page
