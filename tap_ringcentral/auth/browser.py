"""One sign-in through a browser, where the company's single sign-on takes place.

The authorization code flow with PKCE (RFC 6749, section 4.1; RFC 7636), with the redirect to this
machine as RFC 8252, section 7.3 has it. Source:
developers.ringcentral.com/guide/authentication/auth-code-flow.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from typing_extensions import override

from tap_ringcentral.api.errors import SettingsError, SignInError
from tap_ringcentral.auth.grants import CodeGrant

if TYPE_CHECKING:
    from tap_ringcentral.auth.grants import Client

DEFAULT_REDIRECT_URI = "http://127.0.0.1:8910/callback"
_PATIENCE = 300  # seconds that a person has for the browser
_IDLE = 2  # seconds: browsers open connections ahead of need, and send nothing on them

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>tap-ringcentral</title>
<body style="font-family: sans-serif; max-width: 32em; margin: 4em auto">
<h1>{title}</h1><p>{text}</p></body></html>"""


class StrayAnswerError(SignInError):
    """An answer to another request than this one, perhaps a forged one."""


@dataclass(frozen=True)
class Authorization:
    """One request for an authorization code, and what its answer must match."""

    client: Client
    server_url: str
    redirect_uri: str
    state: str = field(repr=False)
    code_verifier: str = field(repr=False)

    @classmethod
    def begin(cls, client: Client, *, server_url: str, redirect_uri: str) -> Authorization:
        """Begin one, with a state and a code verifier that nobody can guess."""
        return cls(
            client, server_url, redirect_uri, secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        )

    @property
    def url(self) -> str:
        """The address of RingCentral's authorization page."""
        challenge = hashlib.sha256(self.code_verifier.encode()).digest()
        parameters = {
            "response_type": "code",
            "client_id": self.client.client_id,
            "redirect_uri": self.redirect_uri,
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.server_url}/restapi/oauth/authorize?{urlencode(parameters)}"

    def grant(self, redirected_to: str) -> CodeGrant:
        """Take the code out of the address that the browser was sent to.

        Raises:
            StrayAnswerError: The address is not the answer to this request.
            SignInError: RingCentral did not authorize the app.
        """
        query = parse_qs(redirected_to.partition("?")[2].partition("#")[0])
        answer = {name: values[0] for name, values in query.items()}
        if not secrets.compare_digest(answer.get("state", "").encode(), self.state.encode()):
            raise StrayAnswerError(
                "That address is not the answer to this sign-in (its state differs). Open the "
                "address that was printed last, and paste the whole one that it leads to."
            )
        if "code" not in answer:
            reason = answer.get("error", "no code")
            raise SignInError(f"RingCentral did not authorize the app ({reason}). Sign in again.")
        return CodeGrant(self.client, answer["code"], self.redirect_uri, self.code_verifier)


class Listener:
    """Waits on this machine for the browser to be redirected."""

    def __init__(self, redirect_uri: str) -> None:
        """Listen at the redirect URI.

        Raises:
            SettingsError: It is not on this machine, or its port is taken.
        """
        try:
            host, port, path = _own_address(redirect_uri)
            self._server = _Server((host, port), _Handler)
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"Nothing can listen at the redirect_uri {redirect_uri} ({error}). Set one of this "
                "machine that is registered for the app, or use --no-browser."
            ) from None
        self._server.path = path
        self._server.timeout = _PATIENCE

    def wait(self, authorization: Authorization) -> CodeGrant:
        """Wait for the answer to a request; what answers another one is turned away.

        Raises:
            SignInError: RingCentral did not authorize the app, or nobody came in five minutes.
        """
        with self._server as server:
            server.authorization = authorization
            while server.outcome is None and not server.timed_out:
                server.handle_request()
        if server.outcome is None:
            raise SignInError("Nobody signed in within five minutes. Start again.")
        if isinstance(server.outcome, SignInError):
            raise server.outcome
        return server.outcome


def _own_address(redirect_uri: str) -> tuple[str, int, str]:
    parts = urlsplit(redirect_uri)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("it does not begin with http:// and a host")
    return parts.hostname, parts.port or 80, parts.path or "/"


class _Server(HTTPServer):
    path = "/"
    authorization: Authorization
    outcome: CodeGrant | SignInError | None = None
    timed_out = False

    @override
    def handle_timeout(self) -> None:
        self.timed_out = True


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _IDLE

    def do_GET(self) -> None:
        """Take the redirect; anything else that a browser asks for is not found."""
        if self.path.partition("?")[0] != self.server.path:
            self.send_error(404)
            return
        try:
            self.server.outcome = self.server.authorization.grant(self.path)
        except StrayAnswerError as error:
            self._show(400, "Not signed in", str(error))
        except SignInError as error:
            self.server.outcome = error
            self._show(400, "Not signed in", str(error))
        else:
            self._show(200, "Signed in", "You can close this window and go back to the terminal.")

    def _show(self, status: int, title: str, text: str) -> None:
        page = _PAGE.format(title=title, text=escape(text)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: the request line holds the authorization code."""
