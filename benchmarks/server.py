"""Serves a call log over HTTP on loopback, so quickly that the client is what is measured."""

from __future__ import annotations

import gzip
import time
from email.utils import format_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

import requests

if TYPE_CHECKING:
    from types import TracebackType

    from benchmarks.call_log import CallLog
    from ringcentral_simulator import Simulator

_CALLS = "/restapi/v1.0/account/~/call-log"
_TOKEN = b'{"access_token":"a","refresh_token":"r","token_type":"bearer","expires_in":3600}'
_HEADERS = {
    "Content-Type": "application/json;charset=utf-8",
    # Without these a client would hold itself to the documented ten a minute.
    "X-Rate-Limit-Group": "heavy",
    "X-Rate-Limit-Limit": "1000000",
    "X-Rate-Limit-Remaining": "1000000",
    "X-Rate-Limit-Window": "60",
}
_OF_AN_ANSWER = ("Content-Type", "X-Rate-Limit-Group")


class Arrival(NamedTuple):
    """A request for calls: when it came, in seconds of the monotonic clock, and for what."""

    at: float
    target: str


class CallServer(ThreadingHTTPServer):
    """Answers while it is used as a context manager; whoever asks for a token is given one.

    Args:
        call_log: What it serves.
        kept: How many answers it keeps, to give them again as they were.
        account: Answers all other requests, in the place of saying nothing.

    Attributes:
        arrivals: The requests for calls so far.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, call_log: CallLog, kept: int = 0, account: Simulator | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.arrivals: list[Arrival] = []
        self.call_log = call_log
        self.account = account
        self.answer = lru_cache(kept)(self._answer)
        self._thread = Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def _answer(self, target: str) -> bytes:
        """Give the compressed answer to a request for calls."""
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        if parts.path.endswith("/call-log-extract-sync"):
            body = self.call_log.sync(query)
        else:
            body = self.call_log.page(self.url + parts.path, query)
        return gzip.compress(body, compresslevel=1)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: CallServer

    def setup(self) -> None:
        super().setup()
        self._account = requests.Session()

    def finish(self) -> None:
        self._account.close()
        super().finish()

    def do_GET(self) -> None:
        if not self.path.startswith(_CALLS):
            self._give_other(b"{}")  # the tap asks what time it is
            return
        self.server.arrivals.append(Arrival(time.monotonic(), self.path))
        self._give(self.server.answer(self.path), {"Content-Encoding": "gzip"})

    def do_POST(self) -> None:
        self._give_other(_TOKEN)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""

    def _give_other(self, usual: bytes) -> None:
        """Let the account answer, if there is one."""
        asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.account is None:
            self._give(usual, {})
            return
        at = self.server.account.url
        named = {name: each for name, each in self.headers.items() if name != "Host"}
        answer = self._account.request(
            self.command, at + self.path, data=asked, headers=named, timeout=60
        )
        body = answer.content.replace(at.encode(), self.server.url.encode())
        kept = {name: each for name, each in answer.headers.items() if name in _OF_AN_ANSWER}
        self._give(body, kept, answer.status_code)

    def _give(self, body: bytes, headers: dict[str, str], status: int = 200) -> None:
        self.send_response_only(status)
        date = format_datetime(self.server.call_log.now(), usegmt=True)
        length = str(len(body))
        named = _HEADERS | headers | {"Date": date, "Content-Length": length}
        for name, value in named.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
