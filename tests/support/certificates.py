"""A server on this machine that speaks TLS, with a certificate that nobody else trusts."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPENSSL = shutil.which("openssl")


@dataclass(frozen=True)
class Certificate:
    """A certificate that signs itself: its file is that of its authority as well."""

    file: Path
    key: Path


def certificate(folder: Path, name: str = "IP:127.0.0.1", *options: str) -> Certificate:
    """Make a certificate for a name, written as X.509's subjectAltName has it."""
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    command = [
        *(OPENSSL or "openssl", "req", "-x509", "-newkey", "ec", "-nodes"),
        *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=test"),
        *("-addext", f"subjectAltName={name}", "-keyout", made.key, "-out", made.file, *options),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return made


@contextmanager
def tls_server(shown: Certificate) -> Iterator[str]:
    """Serve nothing at all, behind a certificate; gives the address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown.file, shown.key)
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
