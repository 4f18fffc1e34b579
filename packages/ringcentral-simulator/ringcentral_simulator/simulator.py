"""A RingCentral account on loopback, as an object for tests and for the command line."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Self

from ringcentral_simulator.access import Access
from ringcentral_simulator.account import Account
from ringcentral_simulator.application import Application, RecordedRequest
from ringcentral_simulator.calls.log import CallLog
from ringcentral_simulator.calls.profile import Profile
from ringcentral_simulator.clock import Clock
from ringcentral_simulator.credentials import CredentialIssuer
from ringcentral_simulator.founding import found_company
from ringcentral_simulator.rate_limit import RateLimiter, RateLimits
from ringcentral_simulator.server import Server
from ringcentral_simulator.sessions import Lifetimes, Sessions
from ringcentral_simulator.truth import Truth

if TYPE_CHECKING:
    from types import TracebackType

    from ringcentral_simulator.company import Company
    from ringcentral_simulator.credentials import Credentials
    from ringcentral_simulator.faults import Fault

DEFAULT_SEED = 20_240_117


class Simulator:
    """A RingCentral account that answers on loopback while it is used as a context manager.

    Args:
        seed: What company, calls and credentials follow from.
        clock: The account's time; real time when left out.
        profile: How busy the telephones are.
        rate_limits: How many requests are let through.
        extensions: How many the company has.
        host: A loopback address.
        port: 0 for any free one.
        public_app: Whether the app has no secret.

    Raises:
        ValueError: If `host` is not on loopback: the credentials are no secret.
    """

    def __init__(  # noqa: PLR0913 - each is a setting of its own
        self,
        *,
        seed: int = DEFAULT_SEED,
        clock: Clock | None = None,
        profile: Profile | None = None,
        rate_limits: RateLimits | None = None,
        extensions: int = 300,
        host: str = "127.0.0.1",
        port: int = 0,
        public_app: bool = False,
    ) -> None:
        require_loopback(host)
        company, time = found_company(seed, extensions), clock or Clock()
        user_id = company.service_user.id
        self._server = Server(host, port)
        self._account = Account(
            server=self._server.url,
            company=company,
            clock=time,
            call_log=CallLog(seed, company, profile or Profile(), self._server.url),
            issuer=CredentialIssuer(seed, user_id, self._server.url),
            sessions=Sessions(time),
            limiter=RateLimiter(rate_limits or RateLimits(), time),
            access=Access(),
            public_app=public_app,
        )
        known = self._account.issuer.credentials.refresh_token
        self._account.sessions.open(user_id, Lifetimes(), refresh_token=known)
        self._application = Application(self._account)

    def __enter__(self) -> Self:
        self._server.start(self._application.answer)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """The server's address, without a slash at the end."""
        return self._server.url

    @property
    def clock(self) -> Clock:
        """The account's time."""
        return self._account.clock

    @property
    def company(self) -> Company:
        """Whose account it is."""
        return self._account.company

    @property
    def access(self) -> Access:
        """What the app and its user may do."""
        return self._account.access

    @property
    def credentials(self) -> Credentials:
        """What the app and its user sign in with."""
        return self._account.issuer.credentials

    @property
    def issuer(self) -> CredentialIssuer:
        """Issues further JWT credentials, and withdraws them."""
        return self._account.issuer

    @property
    def requests(self) -> list[RecordedRequest]:
        """What was asked so far."""
        return self._application.requests

    @property
    def truth(self) -> Truth:
        """What the account holds, told past the API."""
        return Truth(self._account)

    def inject(self, fault: Fault) -> None:
        """Let something go wrong."""
        self._application.faults.add(fault)

    def environment(self) -> dict[str, str]:
        """The variables with which the tap reaches this account."""
        return {
            "TAP_RINGCENTRAL_CLIENT_ID": self.credentials.client_id,
            "TAP_RINGCENTRAL_CLIENT_SECRET": self.credentials.client_secret,
            "TAP_RINGCENTRAL_JWT": self.credentials.jwt,
            "TAP_RINGCENTRAL_SERVER_URL": self.url,
        }


def require_loopback(host: str) -> None:
    """Refuse an address that others can reach.

    Raises:
        ValueError: If it is not on loopback.
    """
    if host == "localhost":
        return
    try:
        on_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        on_loopback = False
    if not on_loopback:
        raise ValueError(
            f"{host} is not a loopback address; use 127.0.0.1, ::1 or localhost,"
            " as anyone who reaches the simulator may sign in"
        )
