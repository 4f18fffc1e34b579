"""A RingCentral account on loopback, as an object for tests and for the command line."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Self

from ringcentral_simulator.account import Account
from ringcentral_simulator.application import Application, RecordedRequest
from ringcentral_simulator.calls.audio import LONGEST_BYTES, Audio
from ringcentral_simulator.calls.log import CallLog
from ringcentral_simulator.calls.profile import Profile
from ringcentral_simulator.calls.sync_tokens import SyncTokens
from ringcentral_simulator.clock import Clock
from ringcentral_simulator.company.founding import found_company
from ringcentral_simulator.company.reorganization import Companies
from ringcentral_simulator.gateway.features import Features
from ringcentral_simulator.gateway.latency import Latency
from ringcentral_simulator.gateway.loopback import require_loopback
from ringcentral_simulator.gateway.rate_limit import RateLimiter, RateLimits
from ringcentral_simulator.gateway.servers import Servers
from ringcentral_simulator.oauth.access import Access
from ringcentral_simulator.oauth.authorization_server import AuthorizationServer
from ringcentral_simulator.oauth.authorizations import AuthorizationRequest, Authorizations
from ringcentral_simulator.oauth.credentials import CredentialIssuer
from ringcentral_simulator.oauth.registration import ALL_GRANTS, REDIRECT_URIS, Registration
from ringcentral_simulator.oauth.sessions import Sessions, Terms
from ringcentral_simulator.quirks import Quirks
from ringcentral_simulator.truth import Truth

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Sequence
    from types import TracebackType

    from ringcentral_simulator.company.company import Company, Extension
    from ringcentral_simulator.gateway.faults import Fault
    from ringcentral_simulator.oauth.credentials import Credentials
    from ringcentral_simulator.oauth.registration import Grant

DEFAULT_SEED = 20_240_117

# A company never changes: simulators of the same seed and size can share it.
_company = lru_cache(32)(found_company)


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
        media_port: Where content is served; 0 for any free one.
        public_app: Whether the app has no secret, and must use PKCE.
        grants: How the app may be given tokens.
        redirect_uris: Where the app may have browsers sent; a port may be `*`, which also
            stands for everything below the path.
        password_allowed: Whether a password signs in; by default single sign-on forbids it.
        quirks: How the account behaves where nobody outside knows how RingCentral does.
        latency: Seconds that an answer of the API takes; a callable tells it anew for each. A
            frozen clock is moved on by them, for a running one they are waited.
        features: What the account's plan includes; all of it when left out.
        tls: Makes the address https, with the certificate that it has loaded.
        longest_audio_bytes: How long a recording or a voicemail is at most. Otherwise it follows
            from the call: 0.24 MB a minute as MP3, 0.96 MB as WAV.
        name_locales: Where the company's people come from, as Faker names it; one after the other.

    Raises:
        ValueError: If `host` is not on loopback (the credentials are no secret), `latency` is
            negative, or audio has less room than a kilobyte.
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
        media_port: int = 0,
        public_app: bool = False,
        grants: Iterable[Grant] = ALL_GRANTS,
        redirect_uris: Iterable[str] = REDIRECT_URIS,
        password_allowed: bool = False,
        quirks: Quirks | None = None,
        latency: float | Callable[[], float] = 0.0,
        features: Features | None = None,
        tls: ssl.SSLContext | None = None,
        longest_audio_bytes: int = LONGEST_BYTES,
        name_locales: Sequence[str] = ("en_US",),
    ) -> None:
        require_loopback(host)
        company, time = _company(seed, extensions, tuple(name_locales)), clock or Clock()
        busy, stopping = profile or Profile(), threading.Event()
        companies = Companies.changing_on(busy.reorganized_on, company)
        user, sessions, behavior = company.service_user, Sessions(time), quirks or Quirks()
        pauses = Latency(latency, time, stopping)
        audio = Audio(seed, behavior.recording_format, longest_audio_bytes)
        self._servers = Servers(host, port, media_port, stopping, tls)
        hosts = self._servers.hosts
        self._account = Account(
            hosts=hosts,
            companies=companies,
            clock=time,
            quirks=behavior,
            call_log=CallLog(seed, companies, busy, hosts, behavior),
            sync_tokens=SyncTokens(seed, time, behavior.sync_token_lifetime),
            oauth=AuthorizationServer(
                company=company,
                clock=time,
                app=Registration(
                    public=public_app, grants=frozenset(grants), redirect_uris=tuple(redirect_uris)
                ),
                issuer=CredentialIssuer(seed, user, hosts.platform, public_app=public_app),
                sessions=sessions,
                authorizations=Authorizations(time, sessions),
                access=Access(),
                password_allowed=password_allowed,
            ),
            limiter=RateLimiter(rate_limits or RateLimits(), time),
            features=features or Features(),
            audio=audio,
            events_per_day=busy.events_per_day,
        )
        sessions.open(user.id, Terms(), refresh_token=self.credentials.refresh_token)
        self._application = Application(self._account, pauses)

    def __enter__(self) -> Self:
        self._servers.start(self._application.answer)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._servers.stop()

    @property
    def url(self) -> str:
        """The API's address, without a slash at the end."""
        return self._servers.hosts.platform

    @property
    def media_url(self) -> str:
        """The address of content, without a slash at the end."""
        return self._servers.hosts.media

    @property
    def clock(self) -> Clock:
        """The account's time."""
        return self._account.clock

    @property
    def company(self) -> Company:
        """Whose account it is, as it is now."""
        return self._account.company

    @property
    def access(self) -> Access:
        """What the app and its user may do."""
        return self._account.oauth.access

    @property
    def credentials(self) -> Credentials:
        """What the app and its user sign in with."""
        return self._account.oauth.issuer.credentials

    @property
    def issuer(self) -> CredentialIssuer:
        """Issues further JWT credentials, and withdraws them."""
        return self._account.oauth.issuer

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

    def delete(self, call_id: str) -> None:
        """Delete a record of the call log now, of whatever age, as an administrator may.

        Raises:
            LookupError: If the log has none of that identifier.
        """
        self._account.call_log.delete(call_id, self._account.now_ms())

    def delete_recording(self, recording_id: str) -> None:
        """Delete the content of a recording now, at once and for good.

        Raises:
            LookupError: If no record has named one of that identifier.
        """
        self._account.call_log.recordings.delete(recording_id, self._account.now_ms())

    def expire_sync_tokens(self) -> None:
        """Withdraw all tokens that extract-sync has issued, as when the log was reset."""
        self._account.sync_tokens.expire_all()

    def authorization_code(
        self,
        redirect_uri: str,
        code_challenge: str = "",
        *,
        code_challenge_method: str = "S256",
        user: Extension | None = None,
    ) -> str:
        """Return a code as the browser brings it back, without a browser; it lives 60 seconds.

        Args:
            redirect_uri: Where it would have come back to; the exchange must name it again.
            code_challenge: PKCE's; none when empty.
            code_challenge_method: `S256` or `plain`.
            user: Who agreed; the service user when left out.

        Raises:
            ValueError: If the redirect URI is not registered, or the challenge is none of PKCE's.
        """
        request = AuthorizationRequest(
            redirect_uri, challenge=code_challenge, challenge_method=code_challenge_method
        )
        if not self._account.oauth.app.may_redirect_to(redirect_uri):
            raise ValueError(f"{redirect_uri} is not a registered redirect URI")
        if code_challenge and not request.has_sound_challenge:
            raise ValueError(f"no {code_challenge_method} challenge of RFC 7636: {code_challenge}")
        agreed = user or self.company.service_user
        return self._account.oauth.authorizations.issue(request, agreed.id)

    def environment(
        self, grant: Literal["jwt", "refresh_token", "password"] = "jwt"
    ) -> dict[str, str]:
        """Return the variables with which the tap reaches this account.

        Args:
            grant: How it is to sign in.
        """
        known = self.credentials
        match grant:
            case "jwt":
                presented = {"JWT": known.jwt}
            case "refresh_token":
                presented = {"REFRESH_TOKEN": known.refresh_token}
            case "password":
                presented = {
                    "USERNAME": known.username,
                    "EXTENSION": known.extension,
                    "PASSWORD": known.password,
                }
        secret = {"CLIENT_SECRET": known.client_secret} if known.client_secret else {}
        where = {"SERVER_URL": self.url, "MEDIA_URL": self.media_url}
        named = {"CLIENT_ID": known.client_id, **secret, **presented, **where}
        return {f"TAP_RINGCENTRAL_{name}": value for name, value in named.items()}
