"""Everything that makes up one RingCentral account on this server."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ringcentral_simulator.account_data.attachments import Attachments
from ringcentral_simulator.account_data.audit import AuditTrail
from ringcentral_simulator.account_data.data import AccountData
from ringcentral_simulator.analytics.analytics import Analytics
from ringcentral_simulator.clock import to_milliseconds
from ringcentral_simulator.company.directory import Directory

if TYPE_CHECKING:
    from ringcentral_simulator.calls.audio import Audio
    from ringcentral_simulator.calls.log import CallLog
    from ringcentral_simulator.calls.sync_tokens import SyncTokens
    from ringcentral_simulator.clock import Clock
    from ringcentral_simulator.company.company import Company
    from ringcentral_simulator.company.reorganization import Companies
    from ringcentral_simulator.gateway.features import Features
    from ringcentral_simulator.gateway.hosts import Hosts
    from ringcentral_simulator.gateway.rate_limit import RateLimiter
    from ringcentral_simulator.oauth.authorization_server import AuthorizationServer
    from ringcentral_simulator.quirks import Quirks


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account, put together.

    Attributes:
        hosts: Where it is served.
        companies: Whose it is, before and after it was reorganized.
        quirks: How it behaves where nobody outside knows how RingCentral does.
        oauth: Who may sign in to it, and what they may do.
        features: What its plan includes.
        audio: Makes what recordings and voicemails sound like.
        events_per_day: What its administrators do on a day.
    """

    hosts: Hosts
    companies: Companies
    clock: Clock
    quirks: Quirks
    call_log: CallLog
    sync_tokens: SyncTokens
    oauth: AuthorizationServer
    limiter: RateLimiter
    features: Features
    audio: Audio
    events_per_day: int

    @property
    def company(self) -> Company:
        """The company as it is now."""
        return self.companies.at(self.now_ms())

    @property
    def uri(self) -> str:
        """The account's own address."""
        return self._at(self.hosts.platform)

    @property
    def media_uri(self) -> str:
        """The account's address where content is."""
        return self._at(self.hosts.media)

    @property
    def server(self) -> str:
        """The API's address, without a slash at the end."""
        return self.hosts.platform

    @property
    def directory(self) -> Directory:
        """Writes the company's extensions and queues."""
        return Directory(self.company, self.uri)

    @property
    def data(self) -> AccountData:
        """All that the account holds besides extensions, queues and calls."""
        before, after = self._data
        return before if self.company is self.companies.before else after

    @cached_property
    def _data(self) -> tuple[AccountData, AccountData]:
        before, after = self.companies.before, self.companies.after
        trail = AuditTrail(before, self.events_per_day)
        return AccountData(before, trail), AccountData(after, trail)

    @cached_property
    def attachments(self) -> Attachments:
        """What is attached to its messages."""
        return Attachments(self.media_uri, self.audio, self.quirks.transcribes_within)

    @cached_property
    def analytics(self) -> Analytics:
        """Its calls, counted and timed."""
        return Analytics(self.companies, self.call_log.participants, self.quirks)

    def _at(self, host: str) -> str:
        return f"{host}/restapi/v1.0/account/{self.companies.before.account_id}"

    def now_ms(self) -> int:
        """Return the account's time, milliseconds since 1970."""
        return to_milliseconds(self.clock.now())
