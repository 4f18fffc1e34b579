"""An HTTP proxy on this machine: passes requests on, and opens tunnels (RFC 9110, section 7.7)."""

from __future__ import annotations

import http.client
import select
import socket
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Self

from typing_extensions import override

if TYPE_CHECKING:
    import pytest

_OF_ONE_HOP = {"connection", "proxy-connection", "proxy-authorization", "keep-alive"}


def without_network_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the proxies and authorities that this machine's own environment names."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


class Proxy(ThreadingHTTPServer):
    """Keeps what it was asked for.

    Args:
        password: What it wants with the user name `tap`; nothing when empty.

    Attributes:
        asked: The method and the target of each request.
    """

    daemon_threads = True  # a tunnel lasts as long as its client likes

    def __init__(self, password: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.wanted = f"Basic {b64encode(f'tap:{password}'.encode()).decode()}" if password else ""
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
    def address(self) -> str:
        """The proxy's host and port."""
        return f"127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_CONNECT(self) -> None:
        self.close_connection = True
        if self._is_admitted():
            host, _, port = self.path.rpartition(":")
            with socket.create_connection((host, int(port))) as server:
                self.send_response_only(http.client.OK)
                self.end_headers()
                _relay(self.connection, server)

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self._is_admitted():
            return
        host, path = self.path.removeprefix("http://").split("/", 1)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in _OF_ONE_HOP}
        server = http.client.HTTPConnection(host)
        server.request(self.command, f"/{path}", content, headers)
        answer = server.getresponse()
        body = answer.read()
        server.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _is_admitted(self) -> bool:
        self.server.asked.append(f"{self.command} {self.path}")
        if self.headers.get("Proxy-Authorization", "") == self.server.wanted:
            return True
        self.send_response_only(http.client.PROXY_AUTHENTICATION_REQUIRED)
        self.send_header("Proxy-Authenticate", "Basic")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    @override
    def log_message(self, *_: object) -> None:
        """Say nothing: the tests read what was logged."""


def _relay(client: socket.socket, server: socket.socket) -> None:
    """Carry bytes both ways until one side hangs up."""
    other = {client: server, server: client}
    while True:
        for sender in select.select(other, [], [])[0]:
            try:
                data = sender.recv(65_536)
            except ConnectionError:
                return
            if not data:
                return
            other[sender].sendall(data)
