"""Every row of every stream is what the account holds, and no row is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from support.whole_account import WholeAccount, textual

from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterable

LISTS = {
    "active_call": "active-calls?view=Detailed",
    "assigned_role": "assigned-role",
    "call_monitoring_group": "call-monitoring-groups",
    "call_recording_extension": "call-recording/extensions",
    "cost_center": "/restapi/v2/accounts/~/cost-centers",
    "custom_field": "custom-fields",
    "directory_entry": "directory/entries?showFederated=false",
    "extension": "extension",
    "fax_cover_page": "/restapi/v1.0/dictionary/fax-cover-page",
    "greeting": "/restapi/v1.0/dictionary/greeting",
    "ivr_prompt": "ivr-prompts",
    "phone_number": "/restapi/v2/accounts/~/phone-numbers",
    "site": "sites",
    "user_role": "user-role",
}
# The list, and what is below each of its entries.
OBJECTS_OF_EACH = {
    "call_queue": ("call-queues", ""),
    "company_answering_rule": ("answering-rule", ""),
    "extension_detail": ("extension", ""),
    "ivr_menu": ("ivr-menus", ""),
    "extension_business_hours": ("extension", "/business-hours"),
    "extension_caller_blocking": ("extension", "/caller-blocking"),
}
LISTS_OF_EACH = {
    "call_monitoring_group_member": ("call-monitoring-groups", "/members"),
    "call_queue_member": ("call-queues", "/members"),
    "call_queue_presence": ("call-queues", "/presence"),
    "extension_answering_rule": ("extension", "/answering-rule?view=Detailed"),
    "extension_blocked_number": ("extension", "/caller-blocking/phone-numbers?status="),
    "extension_call_log": ("extension", "/call-log?view=Detailed&dateFrom=2026-03-15"),
    "extension_device": ("extension", "/device"),
    "extension_forwarding_number": ("extension", "/forwarding-number"),
    "external_contact": ("extension", "/address-book/contact"),
    "message": ("extension", "/message-store?dateFrom=2026-03-15"),
    "site_member": ("sites", "/members"),
}
OWN = {
    "call_monitoring_group_member": {"groupId"},
    "call_queue_member": {"queueId"},
    "call_queue_presence": {"queueId", "memberId", "snapshotTime"},
    "site_member": {"siteId"},
    "active_call": {"snapshotTime"},
}
ELSEWHERE = {
    "account",
    "audit_trail",
    "call_analytics_queue",
    "call_analytics_user",
    "call_log",
    "call_log_leg",
    "call_recording",
    "call_recording_setting",
    "company_business_hours",
}
"""Streams that are no plain lists, so that they have tests of their own."""

USERS = {"User", "DigitalUser", "FlexibleUser", "VirtualUser"}
CALLED = USERS | {"Department", "SharedLinesGroup", "Voicemail"}
TYPES = {
    "extension_device": USERS | {"Limited", "Room"},
    "extension_forwarding_number": USERS,
    "external_contact": USERS,
}


def listed(whole: WholeAccount, path: str) -> list[dict[str, Any]]:
    path, _, query = path.partition("?")
    asked = dict(pair.split("=") for pair in query.split("&") if pair)
    found: list[dict[str, Any]] = textual(whole.simulator.truth.records(path, **asked))
    return found


def parents(whole: WholeAccount, stream: str, path: str) -> list[str]:
    """The entries of a list that a stream asks about."""
    wanted = TYPES.get(stream, CALLED) if path == "extension" else None
    wanted = None if stream == "extension_detail" else wanted
    entries = [e for e in listed(whole, path) if e["id"] != "main-site"]
    return [e["id"] for e in entries if wanted is None or e["type"] in wanted]


def bare(rows: Iterable[dict[str, Any]], own: set[str]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in own} for row in rows]


def same(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> bool:
    return sorted(ours, key=repr_of) == sorted(theirs, key=repr_of)


def repr_of(row: dict[str, Any]) -> str:
    return repr(sorted(row.items()))


def test_every_stream_is_looked_at() -> None:
    looked_at = {*LISTS, *OBJECTS_OF_EACH, *LISTS_OF_EACH, *ELSEWHERE}
    assert looked_at == STREAMS.keys()


@pytest.mark.parametrize("stream", LISTS)
def test_rows_of_a_list_are_the_accounts(whole: WholeAccount, stream: str) -> None:
    rows = bare(whole.rows(stream), OWN.get(stream, set()))
    assert same(rows, listed(whole, LISTS[stream]))


@pytest.mark.parametrize("stream", OBJECTS_OF_EACH)
def test_rows_of_single_objects_are_the_accounts(whole: WholeAccount, stream: str) -> None:
    path, below = OBJECTS_OF_EACH[stream]
    truth = {
        parent: textual(whole.simulator.truth.answer(f"{path}/{parent}{below}"))
        for parent in parents(whole, stream, path)
    }
    key = "extensionId" if below else "id"
    rows = whole.rows(stream)
    assert {row[key]: {**row, **truth[row[key]]} for row in rows} == {row[key]: row for row in rows}
    assert sorted(row[key] for row in rows) == sorted(truth)


@pytest.mark.parametrize("stream", LISTS_OF_EACH)
def test_rows_of_lists_of_each_are_the_accounts(whole: WholeAccount, stream: str) -> None:
    path, below = LISTS_OF_EACH[stream]
    suffixes = [f"{below}Blocked", f"{below}Allowed"] if below.endswith("=") else [below]
    key = next(iter(OWN.get(stream, {"extensionId"}) - {"memberId", "snapshotTime"}))
    truth = [
        {key: parent, **record}
        for parent in parents(whole, stream, path)
        for suffix in suffixes
        for record in listed(whole, f"{path}/{parent}{suffix}")
    ]
    added = {"memberId", "snapshotTime"} & OWN.get(stream, set())
    assert same(bare(whole.rows(stream), added), truth)


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
