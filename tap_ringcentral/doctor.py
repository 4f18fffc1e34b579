"""Who is signed in, and for each stream whether it may be read: `--test`.

RingCentral asks twice: the app needs a scope, and the role of whoever signs in a permission
(developers.ringcentral.com/guide/basics/permissions).

The command ends with 0 where all is granted, with 1 where something is missing or nobody can be
signed in, and with 3 where nothing is known to be missing but not all could be checked.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.questions import Questions
from tap_ringcentral.streams.base.parents import Extensions
from tap_ringcentral.streams.base.per_entry import PerEntryStream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tap_ringcentral.session import HasApi

logger = logging.getLogger("tap-ringcentral")

_ANSWERS = {True: "yes", False: "NO", None: "not told"}
_CHECK = "~/extension/~/authz-profile/check"
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


class UncheckedError(RingCentralError):
    """Nothing is known to be missing, and not everything could be checked."""

    exit_code = 3  # 2 is click's, for a command line that it does not understand


def identity(tap: HasApi) -> str:
    """Return the extension, the account and the role, as far as they may be read."""
    ask = Questions(tap.api).answer
    extension, account = ask("~/extension/~"), ask("~")
    role = ask("~/extension/~/assigned-role")
    name = _word(extension, "name") or "an extension that may not read its own name"
    company = _word(_inner(account, "serviceInfo", "brand"), "name")
    return (
        f"{name} (extension {_word(extension, 'extensionNumber') or '?'}), "
        f"account {_word(account, 'id') or '?'} {company}".rstrip()
        + f", role {_word(role, 'displayName') or 'not told'}"
    )


def _word(value: dict[str, Any], name: str) -> str:
    """Return a text or number of an object on one line; empty where there is none."""
    word = value.get(name)
    return " ".join(str(word).split()) if isinstance(word, str | int) else ""


def _inner(value: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return an object within an object; empty where there is none."""
    for name in names:
        inner = value.get(name)
        value = inner if isinstance(inner, dict) else {}
    return value


def examine(tap: HasApi) -> Iterator[Finding]:
    """Find out for each selected stream what it needs, and whether it has that.

    Raises:
        UncheckedError: No stream is selected.
    """
    streams = [each for each in tap.streams.values() if each.selected]
    if not streams:
        raise UncheckedError("No stream is selected, so that nothing was checked.")
    questions = Questions(tap.api)
    answers: dict[str, dict[str, Any]] = {}
    for stream in streams:
        if not isinstance(stream, RingCentralStream):
            continue
        name = stream.name
        stream.check()
        for scope in _scopes(stream):
            granted = _is_granted(scope, stream.api.authenticator.token().scopes)
            yield Finding(name, f"app scope {scope}", granted, _CONSOLE)
        for permission in filter(None, (stream.permission, *stream.further_permissions)):
            if permission not in answers:
                answers[permission] = questions.answer(_CHECK, {"permissionId": permission})
            answer = answers[permission]
            is_met = answer.get("successful")
            need = f"role permission {permission}"
            if is_met is True and _reads_others(stream) and _reaches_itself_alone(answer):
                yield Finding(name, f"{need} for other extensions", is_met=False, where=_WIDER)
            else:
                yield Finding(name, need, is_met if isinstance(is_met, bool) else None, _PORTAL)


def conclude(findings: Collection[Finding]) -> None:
    """End the examination with what a script is to know of it.

    Raises:
        RingCentralError: Something is missing; what could not be checked is logged besides.
        UncheckedError: Nothing is known to be missing, and not all could be checked.
    """
    lacking, unchecked = (_streams(findings, is_met=is_met) for is_met in (False, None))
    doubt = (
        "RingCentral did not tell whether these streams have all that they need, as the table "
        f"shows: {unchecked}. Extract from them to find out."
    )
    if lacking:
        if unchecked:
            logger.warning("%s", doubt)
        raise RingCentralError(f"These streams lack a permission, as the table shows: {lacking}.")
    if unchecked:
        raise UncheckedError(doubt)


def _streams(findings: Collection[Finding], *, is_met: bool | None) -> str:
    return ", ".join(dict.fromkeys(each.stream for each in findings if each.is_met is is_met))


def _scopes(stream: RingCentralStream) -> Iterable[str]:
    """Return the scopes that the app needs for a stream, with the settings as they are."""
    needed = (stream.app_scope, *stream.further_scopes, stream.account.scope)
    return filter(None, dict.fromkeys(needed))


def _is_granted(scope: str, granted: Collection[str]) -> bool | None:
    """Return whether the app has a scope; None where the token tells of none (RFC 6749, 5.1)."""
    return not {scope, *_INCLUDES.get(scope, ())}.isdisjoint(granted) if granted else None


def _reads_others(stream: RingCentralStream) -> bool:
    """Whether a stream asks for what belongs to other extensions than the helper extension."""
    if not (isinstance(stream, PerEntryStream) and isinstance(stream.parents, Extensions)):
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
