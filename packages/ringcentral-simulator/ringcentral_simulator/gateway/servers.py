"""The account's two servers, which come and go together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from ringcentral_simulator.gateway.hosts import Host, Hosts
from ringcentral_simulator.gateway.server import Server

if TYPE_CHECKING:
    import ssl
    import threading

    from werkzeug.wrappers import Request

    from ringcentral_simulator.gateway.responses import Response


class Answers(Protocol):
    """What goes back for a request that came to a host."""

    def __call__(self, request: Request, host: Host) -> Response:
        """Answer it."""


class Servers:
    """Both listen at once; they answer from `start` on.

    Args:
        host: The address of both.
        port: The API's; 0 for any free one.
        media_port: That of content; 0 for any free one.
        stopping: Is set when no answer is worth waiting for any longer.
        tls: Makes both https.
    """

    def __init__(
        self,
        host: str,
        port: int,
        media_port: int,
        stopping: threading.Event,
        tls: ssl.SSLContext | None,
    ) -> None:
        self._platform = Server(host, port, stopping, tls)
        try:
            self._media = Server(host, media_port, stopping, tls)
        except BaseException:  # a port that is taken ends the process
            self._platform.server_close()
            raise
        self.hosts = Hosts(self._platform.url, self._media.url)

    def start(self, answer: Answers) -> None:
        """Answer requests, in threads of their own."""
        self._platform.start(partial(answer, host="platform"))
        self._media.start(partial(answer, host="media"))

    def stop(self) -> None:
        """Hang up on everyone, and give the ports back."""
        self._platform.stop()
        self._media.stop()
