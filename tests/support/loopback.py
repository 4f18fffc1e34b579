"""An HTTP server on this machine that gives the answers it was told to, one after the other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message


@dataclass(frozen=True)
class Received:
    """A request as it arrived."""

    path: str
    headers: Message
    form: dict[str, str]


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    length: int


@dataclass
class Loopback:
    """Answers in the order in which answers were added, and keeps what it was asked."""

    received: list[Received] = field(default_factory=list, repr=False)
    _answers: list[_Answer | None] = field(default_factory=list, repr=False)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The server's address, without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, body: Any = b"", status: int = 200, **headers: str) -> None:
        """Add an answer: bytes as they are, all else as JSON; `Retry_After` is `Retry-After`."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._answers.append(_Answer(status, named, content, len(content)))

    def break_off(self, body: bytes | None = None) -> None:
        """Add an answer that ends midway, or before it begins."""
        self._answers.append(None if body is None else _Answer(200, {}, body, len(body) + 1))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._respond()

            def do_POST(self) -> None:
                self._respond()

            def do_CONNECT(self) -> None:
                self._respond()

            def _respond(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                form = dict(parse_qsl(content.decode()))
                loopback.received.append(Received(self.path, self.headers, form))
                answer = loopback._answers.pop(0)
                if answer is None:
                    return
                # Without the usual Date header, which would correct the clock under test.
                self.send_response_only(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(answer.length))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                """Say nothing: the tests read what was logged."""

        return Handler
