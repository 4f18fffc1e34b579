"""Which account rows are of, as their first key: what lets several accounts share a table.

RingCentral's ids are unique within one account only. The setting `account_id_column` puts the
account's into each row, each schema and each key.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from singer_sdk.singerlib import Schema
from singer_sdk.singerlib.catalog import Metadata, MetadataMapping

from tap_ringcentral.api.errors import RingCentralError, SettingsError
from tap_ringcentral.api.request import Request
from tap_ringcentral.schemas import FILES
from tap_ringcentral.schemas.scalars import as_text, is_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from singer_sdk import Tap
    from singer_sdk.singerlib.catalog import CatalogEntry

    from tap_ringcentral.session import ApiSession, HasApi

SETTING = "account_id_column"
ACCOUNT_ID = "accountId"
"""Name of the property."""
SCOPE = "ReadAccounts"
"""Scope that the app needs to find out which account `~` is."""

_PROPERTY = {"type": "string", "description": "Account; joins to account.id."}
_BREADCRUMB = ("properties", ACCOUNT_ID)
_OWN_EXTENSION = "/restapi/v1.0/account/~/extension/~"


def own_extension(api: ApiSession, stream: str) -> dict[str, str]:
    """Return who is signed in: the `id`, and that of the `account`. It is asked for once in a run.

    Raises:
        RingCentralError: RingCentral does not tell them.
    """

    def find() -> dict[str, str]:
        user = api.first(Request(_OWN_EXTENSION, stream, group="Light"))
        account = user.get("account")
        if not (is_id(user.get("id")) and isinstance(account, dict) and is_id(account.get("id"))):
            raise RingCentralError(
                f"{stream}: RingCentral does not tell the id of the helper extension and its "
                "account. Set account_id, and no ~ among extension_ids."
            )
        return {"id": as_text(user["id"]), "account": as_text(account["id"])}

    return api.once(_OWN_EXTENSION, find)


def account_id(api: ApiSession, stream: str) -> str:
    """Return the id of the account that is read.

    Raises:
        RingCentralError: It is the helper extension's own, and RingCentral does not tell it.
    """
    named = api.settings.account_id
    return own_extension(api, stream)["account"] if named == "~" else named


class AccountOfRows:
    """Which account the rows of a stream are of, and whether they tell it.

    Args:
        stream: Whose rows.
        tap: Has the settings, and the session once it is needed.
    """

    def __init__(self, stream: str, tap: Tap) -> None:
        self._stream = stream
        self._tap = tap
        self._id: str | None = None
        self.is_told = bool(tap.config.get(SETTING))
        """Whether the settings ask for it in each row, schema and key."""

    @property
    def id(self) -> str:
        """The account's id, the same for all streams of a run.

        Raises:
            RingCentralError: RingCentral does not tell it.
        """
        # No cached property: in Python 3.11 all streams would share its lock, and one lane wait for
        # it with the baton while another waits for the answer.
        if self._id is None:
            self._id = account_id(cast("HasApi", self._tap).api, self._stream)
        return self._id

    @property
    def scope(self) -> str:
        """Scope that the app needs to find it out; empty where none is."""
        asks = self.is_told and cast("HasApi", self._tap).api.settings.account_id == "~"
        return SCOPE if asks else ""

    @property
    def folder(self) -> str:
        """Folder of the account's files where several accounts may share a place; else none."""
        return f"account={self.id}/" if self.is_told else ""

    def added_to(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row with its account, which is kept where an answer names one."""
        return {**row, ACCOUNT_ID: row.get(ACCOUNT_ID) or self.id}


def claim(state: dict[str, Any], api: ApiSession) -> None:
    """Put the account into a state, unless the state is of another one.

    Raises:
        SettingsError: It is: its bookmarks say nothing of this account.
        RingCentralError: RingCentral does not tell the account.
    """
    own = account_id(api, "account")
    if state.setdefault(ACCOUNT_ID, own) != own:
        raise SettingsError(
            f"The state is of account {state[ACCOUNT_ID]}, and account {own} is signed in: check "
            "the credentials and account_id. Without the state all of the account is read."
        )


def keys_with_account(keys: Sequence[str]) -> tuple[str, ...]:
    """Return keys that begin with the account; where there are none, there are none still."""
    return (ACCOUNT_ID, *_other_keys(keys)) if keys else ()


def schema_with_account(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema that begins with the account, never null."""
    return {**schema, "properties": {ACCOUNT_ID: _PROPERTY, **_without(schema["properties"])}}


def as_set(entry: CatalogEntry, *, is_on: bool, keys: Collection[str]) -> CatalogEntry:
    """Return an entry of a user's catalog as the setting has it, whatever it was discovered with.

    What is selected stays so. Without the setting an entry that was discovered without it, or
    whose keys the user chose, stays as it is.

    Args:
        entry: As the user gives it.
        is_on: Whether the setting is.
        keys: Those that the stream has without the setting.
    """
    given = dict(entry.schema.properties or {})
    if is_on:
        given = {ACCOUNT_ID: Schema.from_dict(_PROPERTY), **_without(given)}
        inclusion: Metadata.InclusionType | None = Metadata.InclusionType.AUTOMATIC
    elif ACCOUNT_ID in keys or not _was_on(entry):
        return entry
    elif former := FILES.get_schema(entry.tap_stream_id)["properties"].get(ACCOUNT_ID):
        given = {**given, ACCOUNT_ID: Schema.from_dict(former)}
        inclusion = Metadata.InclusionType.AVAILABLE
    else:
        given, inclusion = _without(given), None
    as_keys = keys_with_account if is_on else _other_keys
    mapping = MetadataMapping(entry.metadata)
    if () in mapping:  # else nothing is said of selection, and the SDK decides
        mapping[()] = replace(mapping.root, table_key_properties=[*as_keys(_told_keys(entry))])
        former_metadata = mapping.pop(_BREADCRUMB, Metadata())
        if inclusion:
            mapping[_BREADCRUMB] = replace(former_metadata, inclusion=inclusion)
    return replace(
        entry,
        key_properties=[*as_keys(entry.key_properties or ())],
        schema=replace(entry.schema, properties=given),
        metadata=mapping,
    )


def _was_on(entry: CatalogEntry) -> bool:
    """Whether an entry was discovered with the setting: its account is a key, and never null."""
    if ACCOUNT_ID not in (entry.key_properties or _told_keys(entry)):
        return False
    declared = (entry.schema.properties or {}).get(ACCOUNT_ID)
    return declared is None or "null" not in (declared.type or ())


def _told_keys(entry: CatalogEntry) -> Sequence[str]:
    """Return the keys that an entry's metadata names."""
    return (entry.metadata.root.table_key_properties or ()) if () in entry.metadata else ()


def _without(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in properties.items() if name != ACCOUNT_ID}


def _other_keys(keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key != ACCOUNT_ID)
