"""What an endpoint declares, and what it is handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringcentral_simulator.gateway.errors import not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Request

    from ringcentral_simulator.account import Account
    from ringcentral_simulator.company.company import Extension
    from ringcentral_simulator.gateway.features import Feature
    from ringcentral_simulator.gateway.hosts import Host
    from ringcentral_simulator.gateway.rate_limit import Group
    from ringcentral_simulator.gateway.responses import Payload


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that was let through.

    Attributes:
        arguments: The variable parts of the path.
        user: Who is signed in; the service user where an endpoint asks for no token.
    """

    account: Account
    request: Request
    arguments: Mapping[str, str]
    user: Extension

    @property
    def sent(self) -> MultiDict[str, str]:
        """The parameters, from where the method has them: the query or the form."""
        return self.request.args if self.request.method == "GET" else self.request.form

    @property
    def client_id(self) -> str:
        """Which app the request claims to come from; empty when it does not say."""
        basic = self.request.authorization
        if basic is not None and basic.type == "basic":
            return basic.username or ""
        return self.sent.get("client_id", "")

    def extension(self, name: str) -> Extension:
        """Return the extension that an argument names; `~` is who is signed in.

        Raises:
            ApiError: 404, there is none.
        """
        value = self.arguments[name]
        if value == "~":
            return self.user
        found = self.account.company.by_id.get(int(value)) if value.isdecimal() else None
        if found is None:
            raise not_found(name, value)
        return found


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint.

    Attributes:
        path: In werkzeug's notation.
        group: What a request counts against; `None` where the API's limits do not hold.
        handler: Answers it; `None` is an empty answer.
        app_scope: What the app must be allowed; nothing when empty.
        user_permission: What the user must be allowed; nothing when empty.
        needs_token: Whether it asks for an access token.
        feature: What the account must have; `None` where every account does.
        extended_scope: Whether the permission must reach further than the user's own extension
            when the path names another.
        host: Where it is answered.
    """

    method: str
    path: str
    group: Group | None
    handler: Callable[[Exchange], Payload]
    app_scope: str = ""
    user_permission: str = ""
    needs_token: bool = True
    feature: Feature | None = None
    extended_scope: bool = False
    host: Host = "platform"
