"""Serves the API over HTTP/1.1 on loopback, with connections that stay open."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wrappers import Request

from ringcentral_simulator.gateway.content import cut, pieces
from ringcentral_simulator.gateway.faults import Fault, FaultKind

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from ringcentral_simulator.gateway.content import Body
    from ringcentral_simulator.gateway.responses import Response

_POLL_SECONDS = 0.004  # a test waits for it whenever it stops a simulator
_LAST_ANSWER_SECONDS = 2.0
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Server(ThreadedWSGIServer):
    """Listens at once; answers from `start` on.

    Args:
        port: 0 for any free one.
        stopping: Is set when no answer is worth waiting for any longer.
        tls: Makes it https.

    Attributes:
        answer: What goes back for a request.
    """

    answer: Callable[[Request], Response]

    daemon_threads = False  # so that closing waits for the last answer

    def __init__(
        self, host: str, port: int, stopping: threading.Event, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(host, port, _no_wsgi, handler=_Handler, ssl_context=tls)
        self.stopping = stopping
        self._connections: set[socket.socket] = set()
        self._thread = threading.Thread(
            target=self.serve_forever,
            args=(_POLL_SECONDS,),
            name="ringcentral-simulator",
            daemon=True,  # one that nobody stops must not keep its process from ending
        )

    @property
    def url(self) -> str:
        """The server's address, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.ssl_context else 'http'}://{host}:{self.port}"

    def start(self, answer: Callable[[Request], Response]) -> None:
        """Answer requests, in threads of its own."""
        self.answer = answer
        self._thread.start()

    def stop(self) -> None:
        """Hang up on everyone, once an answer on its way is there, and give the port back."""
        self.stopping.set()
        self.shutdown()
        self._hang_up(socket.SHUT_RD)
        self._thread.join(_LAST_ANSWER_SECONDS)
        self._hang_up(socket.SHUT_RDWR)  # on who does not read what was asked for
        self._thread.join()

    def _hang_up(self, how: int) -> None:
        for connection in list(self._connections):
            with contextlib.suppress(OSError):  # the other side was quicker
                socket.socket.shutdown(connection, how)  # TLS's own would end the encryption

    def process_request(self, request: Any, client_address: Any) -> None:
        """Keep a new connection in mind, so that it can be hung up."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection; one that is to be reset without the usual farewell."""
        self._connections.discard(request)
        linger = request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
        if linger == _RESET_ON_CLOSE:
            self.close_request(request)
        else:
            super().shutdown_request(request)


class _Handler(WSGIRequestHandler):
    """One connection: reads requests, writes answers, and does what faults ask for.

    Werkzeug's own `run_wsgi` closes the connection after every answer; API clients keep theirs.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def run_wsgi(self) -> None:
        """Answer one request."""
        request = Request(self.make_environ())
        request.get_data()  # all of it, so that the next request can follow
        answer = self.server.answer(request)
        match answer.fault:
            case Fault(kind=FaultKind.RESET):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
                self.close_connection = True
            case Fault(kind=FaultKind.HANG):
                self._hang()
            case Fault(kind=FaultKind.TRUNCATED):
                self.close_connection = True
                self._write_head(answer)
                self._write(cut(answer.body, 0, len(answer.body) // 2), chunked=answer.chunked)
            case Fault(kind=FaultKind.SLOW) as fault:
                self._write_head(answer)
                self._drip(answer, fault)
                self._write_end(answer)
            case _:
                self._write_head(answer)
                self._write(answer.body, chunked=answer.chunked)
                self._write_end(answer)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: whoever wants to know asks for the recorded requests."""

    def _write_head(self, answer: Response) -> None:
        self.send_response_only(answer.status, HTTPStatus(answer.status).phrase)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _write(self, body: Body, *, chunked: bool) -> None:
        for piece in pieces(body):
            if chunked:
                self.wfile.write(f"{len(piece):x}\r\n".encode())
            self.wfile.write(piece)
            if chunked:
                self.wfile.write(b"\r\n")

    def _write_end(self, answer: Response) -> None:
        if answer.chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _drip(self, answer: Response, fault: Fault) -> None:
        size = max(1, -(-len(answer.body) // fault.pieces))
        for start in range(0, len(answer.body), size):
            self.server.stopping.wait(fault.delay)
            self._write(cut(answer.body, start, start + size), chunked=answer.chunked)

    def _hang(self) -> None:
        self.close_connection = True
        while not self.server.stopping.is_set():
            readable, _, _ = select.select([self.connection], [], [], _POLL_SECONDS)
            if readable and not self.connection.recv(1):
                return


def _no_wsgi(_environ: Any, _start_response: Any) -> list[bytes]:
    raise NotImplementedError("the handler answers without WSGI")
