"""Everything that makes up one RingCentral account on this server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringcentral_simulator.access import Access
from ringcentral_simulator.calls.log import CallLog
from ringcentral_simulator.clock import Clock, to_milliseconds
from ringcentral_simulator.credentials import CredentialIssuer
from ringcentral_simulator.directory import Directory
from ringcentral_simulator.rate_limit import RateLimiter, RateLimits
from ringcentral_simulator.sessions import Lifetimes, Sessions

if TYPE_CHECKING:
    from ringcentral_simulator.calls.profile import Profile
    from ringcentral_simulator.company import Company


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account.

    Attributes:
        server: This server's address, without a slash at the end.
        public_app: Whether the app has no secret, and names itself in the body.
    """

    seed: int
    server: str
    company: Company
    clock: Clock
    profile: Profile
    rate_limits: RateLimits
    public_app: bool = False
    access: Access = field(default_factory=Access)
    call_log: CallLog = field(init=False)
    issuer: CredentialIssuer = field(init=False)
    sessions: Sessions = field(init=False)
    limiter: RateLimiter = field(init=False)
    directory: Directory = field(init=False)

    def __post_init__(self) -> None:
        user_id = self.company.service_user.id
        parts = {
            "call_log": CallLog(self.seed, self.company, self.profile, self.server),
            "issuer": CredentialIssuer(self.seed, user_id, self.server),
            "sessions": Sessions(self.clock),
            "limiter": RateLimiter(self.rate_limits, self.clock),
            "directory": Directory(self.company, self.uri),
        }
        for name, part in parts.items():
            object.__setattr__(self, name, part)
        self.sessions.open(
            user_id, Lifetimes(), refresh_token=self.issuer.credentials.refresh_token
        )

    @property
    def uri(self) -> str:
        """The account's own address."""
        return f"{self.server}/restapi/v1.0/account/{self.company.account_id}"

    def now_ms(self) -> int:
        """The account's time, milliseconds since 1970."""
        return to_milliseconds(self.clock.now())
