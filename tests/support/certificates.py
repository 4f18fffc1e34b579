"""A server on this machine that speaks TLS, with a certificate that nobody else trusts."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import trustme


@contextmanager
def tls_server(authority: trustme.CA, name: str = "127.0.0.1") -> Iterator[str]:
    """Serve nothing at all, behind an authority's certificate for a name; gives the address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    with _Quiet(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(HTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a client that does not trust the certificate."""
