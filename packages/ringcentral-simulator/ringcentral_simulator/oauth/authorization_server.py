"""The authorization server of RFC 6749: what an account's sign-ins rest on, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.clock import Clock
    from ringcentral_simulator.company.company import Company
    from ringcentral_simulator.oauth.access import Access
    from ringcentral_simulator.oauth.authorizations import Authorizations
    from ringcentral_simulator.oauth.credentials import CredentialIssuer
    from ringcentral_simulator.oauth.registration import Registration
    from ringcentral_simulator.oauth.sessions import Sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationServer:
    """Who may sign in to an account, who has, and what they may do.

    Attributes:
        company: Whose people sign in.
        password_allowed: Whether a password signs in; single sign-on forbids it.
    """

    company: Company
    clock: Clock
    app: Registration
    issuer: CredentialIssuer
    sessions: Sessions
    authorizations: Authorizations
    access: Access
    password_allowed: bool
