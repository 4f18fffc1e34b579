"""Tells who is signed in, and for each stream whether it may be read: `--test`.

RingCentral asks twice: the app needs a scope, and the role of whoever signs in a permission
(developers.ringcentral.com/guide/basics/permissions).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.account_stream import AccountStream
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.errors import RequestRefusedError, TokenRejectedError
from tap_ringcentral.of_each import OfEach
from tap_ringcentral.parents import Extensions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from urllib.parse import ParseResult

    from singer_sdk import Tap
    from singer_sdk.helpers.types import Context

_ANSWERS = {True: "yes", False: "NO", None: "not told"}
_CONSOLE = "Developer Console, the app's settings, Application scopes"
_PORTAL = "Admin Portal, Users, Roles, the helper extension's role"
_WIDER = f"{_PORTAL}, its scope"
# A scope that brings another along: developers.ringcentral.com/guide/basics/permissions.
_INCLUDES = {"ReadCallLog": {"EditCallLog", "ReadCallRecording"}, "ReadAccounts": {"EditAccounts"}}


@dataclass(frozen=True)
class Finding:
    """One need of a stream, and whether it is met."""

    stream: str
    need: str
    is_met: bool | None
    """None where RingCentral does not tell."""
    where: str
    """Where to grant it."""


class _Lookup(RingCentralStream):
    """One object of the API, for the tap's own use."""

    schema = {"type": "object"}  # noqa: RUF012 - the SDK's own way to declare one

    def __init__(self, tap: Tap, path: str) -> None:
        super().__init__(tap=tap, name="test", path=f"/restapi/v1.0/account/{path}")

    def first(self, context: dict[str, str] | None = None) -> dict[str, Any]:
        """Give the answer, or the first record of the list that it is; empty where refused.

        Raises:
            TokenRejectedError: The token itself was refused.
        """
        try:
            return next(iter(self.request_records(context)), {})
        except TokenRejectedError:
            raise
        except RequestRefusedError:
            return {}

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        return dict(context or {})


def whoever_is_signed_in(tap: Tap) -> str:
    """Tell the extension, the account and the role, as far as they may be read."""
    extension = _Lookup(tap, "~/extension/~").first()
    account = _Lookup(tap, "~").first()
    role = _Lookup(tap, "~/extension/~/assigned-role").first()
    name = extension.get("name", "an extension that may not read its own name")
    company = _inner(account, "serviceInfo", "brand").get("name") or ""
    return (
        f"{name} (extension {extension.get('extensionNumber', '?')}), "
        f"account {account.get('id', '?')} {company}".rstrip()
        + f", role {role.get('displayName') or 'not told'}"
    )


def _inner(value: dict[str, Any], *names: str) -> dict[str, Any]:
    """Give an object within an object; empty where there is none."""
    for name in names:
        inner = value.get(name)
        value = inner if isinstance(inner, dict) else {}
    return value


def examine(tap: Tap) -> Iterator[Finding]:
    """Find out for each selected stream what it needs, and whether it has that."""
    check = _Lookup(tap, "~/extension/~/authz-profile/check")
    scopes = set(check.api.authenticator.token().scopes)
    answers: dict[str, dict[str, Any]] = {}
    for name, stream in tap.streams.items():
        if not (stream.selected and isinstance(stream, AccountStream)):
            continue
        scope, permission = stream.app_scope, stream.permission
        if scope:
            granted = bool(scopes & {scope, *_INCLUDES.get(scope, ())})
            yield Finding(name, f"app scope {scope}", granted, _CONSOLE)
        if not permission:
            continue
        if permission not in answers:
            answers[permission] = check.first({"permissionId": permission})
        is_met = answers[permission].get("successful")
        need = f"role permission {permission}"
        if is_met and _reads_others(stream) and _reaches_itself_alone(answers[permission]):
            yield Finding(name, f"{need} for other extensions", is_met=False, where=_WIDER)
        else:
            yield Finding(name, need, is_met, _PORTAL)


def _reads_others(stream: AccountStream) -> bool:
    """Whether a stream asks for what belongs to other extensions than the helper extension."""
    if not (isinstance(stream, OfEach) and isinstance(stream.parents, Extensions)):
        return False
    return set(stream.api.settings.extension_ids) != {"~"}


def _reaches_itself_alone(answer: dict[str, Any]) -> bool:
    return _inner(answer, "details").get("scopes") == ["Self"]


def table(findings: Iterable[Finding]) -> str:
    """Write findings as a table."""
    rows = [("stream", "needs", "has it", "grant it in")]
    for finding in findings:
        where = "" if finding.is_met else finding.where
        rows.append((finding.stream, finding.need, _ANSWERS[finding.is_met], where))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]
        ).rstrip()
        for row in rows
    )
