"""Every row of every stream is what the account holds, and no row is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from support.documented_answers import ADDED
from support.endpoints import documented, path_of
from support.schema_nodes import load_schema
from support.whole_account import START, WholeAccount, textual

from tap_ringcentral.api.request import ACCOUNT
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.streams.base.per_entry import PerEntryStream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

ELSEWHERE = {
    "account",
    "audit_trail",
    "call_analytics_queue",
    "call_analytics_user",
    "call_log",
    "call_log_leg",
    "call_recording",
    "call_recording_audio",
    "call_recording_setting",
    "company_business_hours",
    "voicemail",
}
"""Streams that are no plain lists, so that they have tests of their own."""

PLAIN = {name: kind for name, kind in STREAMS.items() if name not in ELSEWHERE}
OF_EACH = {name: kind for name, kind in PLAIN.items() if issubclass(kind, PerEntryStream)}
LISTS = PLAIN.keys() - OF_EACH.keys()

DETAILED = {"view": "Detailed"}
# What is asked for beyond the path, each time.
ASKED: dict[str, list[dict[str, str]]] = {
    "active_call": [DETAILED],
    "call_queue_answering_rule": [DETAILED],
    "directory_entry": [{"showFederated": "false"}],
    "extension_answering_rule": [DETAILED],
    "extension_blocked_number": [{"status": "Blocked"}, {"status": "Allowed"}],
    "extension_call_log": [DETAILED | {"dateFrom": START}],
    "message": [{"dateFrom": START}],
}
USERS = {"User", "DigitalUser", "FlexibleUser", "VirtualUser"}
CALLED = USERS | {"Department", "SharedLinesGroup", "Voicemail"}
# The types of extensions that have such rows; None for all.
TYPES = {
    "extension_detail": None,
    "extension_device": USERS | {"Limited", "Room"},
    "extension_forwarding_number": USERS,
    "external_contact": USERS,
}


def listed(whole: WholeAccount, path: str, **asked: str) -> list[dict[str, Any]]:
    path = path.replace("{account_id}", "~")
    found: list[dict[str, Any]] = textual(whole.simulator.truth.records(path, **asked))
    return found


def truth(whole: WholeAccount, stream: str, parent: str = "") -> list[dict[str, Any]]:
    """What the account holds of a stream, or of an entry of the list behind it."""
    path = path_of(stream)
    if parent:
        path = path.replace(f"{{{OF_EACH[stream].parents.key}}}", parent)
    if not documented(stream).is_list:
        return [textual(whole.simulator.truth.answer(path.replace("{account_id}", "~")))]
    return [row for asked in ASKED.get(stream, [{}]) for row in listed(whole, path, **asked)]


def parents(whole: WholeAccount, stream: str) -> list[str]:
    """The entries of a list that a stream asks about."""
    path = f"{ACCOUNT}{OF_EACH[stream].parents.path}"
    wanted = TYPES.get(stream, CALLED) if path.endswith("/extension") else None
    entries = [entry for entry in listed(whole, path) if entry["id"] != "main-site"]
    return [entry["id"] for entry in entries if wanted is None or entry["type"] in wanted]


def bare(rows: Iterable[dict[str, Any]], own: Collection[str]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in own} for row in rows]


def same(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> bool:
    return sorted(ours, key=repr_of) == sorted(theirs, key=repr_of)


def repr_of(row: dict[str, Any]) -> str:
    return repr(sorted(row.items()))


def test_every_stream_is_looked_at() -> None:
    assert {*PLAIN, *ELSEWHERE} == STREAMS.keys()


@pytest.mark.parametrize("stream", sorted(LISTS))
def test_rows_of_a_list_are_the_accounts(whole: WholeAccount, stream: str) -> None:
    assert documented(stream).is_list, f"{stream} is no list: test its rows, name it in ELSEWHERE."
    rows = bare(whole.rows(stream), ADDED.get(stream, frozenset()))
    assert same(rows, truth(whole, stream))


@pytest.mark.parametrize("stream", OF_EACH)
def test_rows_of_each_entry_of_a_list_are_the_accounts(whole: WholeAccount, stream: str) -> None:
    key = OF_EACH[stream].parents.key
    expected = [
        {**({key: parent} if key in load_schema(stream)["properties"] else {}), **row}
        for parent in parents(whole, stream)
        for row in truth(whole, stream, parent)
    ]
    assert same(bare(whole.rows(stream), ADDED.get(stream, frozenset())), expected)


@pytest.mark.parametrize("stream", sorted(STREAMS.keys() - {"call_recording"}))
def test_no_key_comes_twice_and_none_is_null(whole: WholeAccount, stream: str) -> None:
    (schema,) = (m for m in whole.output.of_type("SCHEMA") if m["stream"] == stream)
    keys = [tuple(row[key] for key in schema["key_properties"]) for row in whole.rows(stream)]
    assert len(keys) == len(set(keys))
    assert not [key for key in keys if None in key]


def test_account_is_one_row_of_both_answers(whole: WholeAccount) -> None:
    (row,) = whole.rows("account")
    truth = whole.simulator.truth
    assert row["mainNumber"] == truth.answer("/restapi/v1.0/account/~")["mainNumber"]
    features = truth.answer("service-info")["serviceFeatures"]
    assert features
    assert row["serviceInfo"]["serviceFeatures"] == features


@pytest.mark.parametrize(
    ("stream", "path"),
    [
        ("company_business_hours", "business-hours"),
        ("call_recording_setting", "call-recording"),
    ],
)
def test_setting_of_the_account_is_one_row_that_joins_to_it(
    whole: WholeAccount, stream: str, path: str
) -> None:
    (row,) = whole.rows(stream)
    (account,) = whole.rows("account")
    assert row == {"accountId": account["id"], **textual(whole.simulator.truth.answer(path))}


def test_lists_are_read_once_whichever_streams_need_them(whole: WholeAccount) -> None:
    paths = [urlsplit(request.url or "").path for request in whole.sent]
    for path in ("answering-rule", "call-monitoring-groups", "call-queues", "extension", "sites"):
        assert len([each for each in paths if each.endswith(f"/account/~/{path}")]) == 1, path


def test_rows_join_from_calls_to_extensions_queues_sites_and_numbers(whole: WholeAccount) -> None:
    ids = {
        name: {row["id"] for row in whole.rows(name)}
        for name in ("extension", "call_queue", "site", "user_role", "cost_center", "phone_number")
    }
    of_legs = {leg["extension"]["id"] for leg in whole.rows("call_log_leg") if "extension" in leg}
    assert of_legs
    assert of_legs <= ids["extension"]
    assert ids["call_queue"] <= ids["extension"]
    assert {row["siteId"] for row in whole.rows("site_member")} <= ids["site"]
    numbers = {row["phoneNumber"] for row in whole.rows("phone_number")}
    called = {
        call["to"]["phoneNumber"]
        for call in whole.rows("call_log")
        if call["direction"] == "Inbound" and call.get("to", {}).get("phoneNumber")
    }
    assert called
    assert called <= numbers
    messages = {row["id"] for row in whole.rows("message")}
    left = {call["message"]["id"] for call in whole.rows("call_log") if call.get("message")}
    assert left & messages
