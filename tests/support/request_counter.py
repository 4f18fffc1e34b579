"""Counts what an object store is asked for: stands before it and passes everything on."""

from __future__ import annotations

import http.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from typing_extensions import override

if TYPE_CHECKING:
    from support.object_store import ObjectStore

_ONE_HOP = {"connection", "keep-alive", "transfer-encoding", "expect"}


class RequestCounter(ThreadingHTTPServer):
    """Stands before a store and keeps what it is asked for.

    Attributes:
        asked: method and path of each request, as they came.
    """

    daemon_threads = True

    def __init__(self, store: ObjectStore) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind = urlsplit(store.url)
        self.asked: list[str] = []
        self._thread = Thread(target=self.serve_forever, args=(0.01,))

    @override
    def __enter__(self) -> Self:
        self._thread.start()
        return self

    @override
    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    @property
    def url(self) -> str:
        """The address to give to clients."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    """Passes a request on as it is: its signature covers the host that the client knows."""

    protocol_version = "HTTP/1.1"
    server: RequestCounter

    def _pass_on(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        body = self._body()
        behind = http.client.HTTPConnection(
            str(self.server.behind.hostname), self.server.behind.port
        )
        try:
            behind.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in {*_ONE_HOP, "content-length"}:
                    behind.putheader(name, value)
            behind.putheader("Content-Length", str(len(body)))
            behind.endheaders(body)
            answer = behind.getresponse()
            content = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _ONE_HOP | {"content-length"}:
                    self.send_header(name, value)
            length = answer.headers["Content-Length"] if self.command == "HEAD" else len(content)
            self.send_header("Content-Length", str(length or 0))
            self.end_headers()
            self.wfile.write(content)
        finally:
            behind.close()

    def _body(self) -> bytes:
        """Read the body, also where its end is not told before it."""
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass_on  # noqa: N815 - the server's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""
