"""Recordings: which there are, from when on they can be heard, and when they are gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Profile, Quirks, Recording
from ringcentral_simulator.calls.call import place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator.gateway.wire import Json
    from tests.conftest import Api

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
WEEK = NOW - timedelta(days=7)
DAY = timedelta(days=1)
QUIET = Profile(calls_per_weekday=100)


@pytest.fixture
def with_quirks(account_with: Callable[..., Api]) -> Callable[..., Api]:
    def opened(profile: Profile = QUIET, **quirks: Any) -> Api:
        return account_with(quirks=Quirks(**quirks), profile=profile)

    return opened


def named(call: Json) -> list[Json]:
    """Every recording that a record names, of the call and of its legs, each once."""
    parts = [call, *call["legs"]]
    return list(
        {one["recording"]["id"]: one["recording"] for one in parts if "recording" in one}.values()
    )


def status(api: Api, recording: Recording | str) -> int:
    number = recording if isinstance(recording, str) else recording.id
    return api.get(
        f"{api.simulator.media_url}/restapi/v1.0/account/~/recording/{number}/content"
    ).status_code


def test_what_a_record_names_is_what_can_be_heard(with_quirks: Callable[..., Api]) -> None:
    api = with_quirks(recording_format="mixed")
    kinds = set()
    recorded = [one for call in api.simulator.truth.calls(WEEK) for one in named(call)]
    for recording in recorded[:20]:
        assert recording["contentUri"].startswith(f"{api.simulator.media_url}/restapi/v1.0/")
        answer = api.get(recording["contentUri"])
        assert answer.content == api.simulator.truth.recording(recording["id"])
        known = api.get(recording["uri"]).json()
        assert known["contentType"] == answer.headers["Content-Type"]
        kinds.add(known["contentType"])
    assert kinds == {"audio/mpeg", "audio/wav"}


def test_the_truth_has_each_recording_that_the_log_names_once(
    with_quirks: Callable[..., Api],
) -> None:
    simulator = with_quirks(legs_recorded=True, transfer_shares_recording=True).simulator
    calls = list(simulator.truth.calls(WEEK))
    first: dict[str, str] = {}
    for call in calls:
        for recording in named(call):
            first.setdefault(recording["id"], call["id"])
    told = list(simulator.truth.recordings(WEEK))
    assert {one.id: one.call_id for one in told} == first
    assert len(told) == len(first)
    assert [one.start for one in told] == sorted(one.start for one in told)
    assert all(one.deleted_at is None and one.ready_at <= NOW for one in told)


def test_an_identifier_is_decimal_and_tells_the_day_of_its_call(
    with_quirks: Callable[..., Api],
) -> None:
    for one in with_quirks().simulator.truth.recordings(WEEK):
        assert one.id.isdecimal()
        assert int(one.id) < 2**53
        assert datetime(1970, 1, 1, tzinfo=UTC) + place_of(one.id)[0] * DAY <= one.start
        assert one.start < datetime(1970, 1, 1, tzinfo=UTC) + (place_of(one.id)[0] + 1) * DAY


@pytest.mark.parametrize("number", ["1", "x", "9999900000120340", "2052200000120340", "²" * 16])
def test_an_unknown_identifier_is_said_to_be_one(
    with_quirks: Callable[..., Api], number: str
) -> None:
    api = with_quirks()
    answer = api.get(f"{api.simulator.media_url}/restapi/v1.0/account/~/recording/{number}/content")
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "CMN-102")
    assert answer.json()["errors"][0]["parameterName"] == "recordingId"
    with pytest.raises(LookupError, match=r"recording"):
        api.simulator.truth.recording(number)
    with pytest.raises(LookupError, match=r"recording"):
        api.simulator.delete_recording(number)


@pytest.mark.parametrize("code", ["", "CMN-114"])
def test_what_is_said_of_a_missing_recording_can_differ(
    with_quirks: Callable[..., Api], code: str
) -> None:
    api = with_quirks(missing_recording_code=code)
    for host in (api.simulator.url, api.simulator.media_url):
        end = "/content" if host == api.simulator.media_url else ""
        answer = api.get(f"{host}/restapi/v1.0/account/~/recording/1{end}")
        assert answer.status_code == 404
        assert answer.headers["RCRequestId"]
        assert (answer.json()["errorCode"] == code) if code else (answer.content == b"")


def test_content_can_follow_a_while_after_the_record_names_it(
    with_quirks: Callable[..., Api],
) -> None:
    api = with_quirks(recording_ready_after=900)
    clock, truth = api.simulator.clock, api.simulator.truth
    latest = list(truth.recordings(WEEK))[-1]
    clock.set(latest.ready_at - timedelta(milliseconds=1))
    api.sign_in()
    assert latest.id in {one["id"] for call in truth.calls(WEEK) for one in named(call)}
    assert status(api, latest) == 404
    clock.advance(0.001)
    assert status(api, latest) == 200
    clock.set(latest.ready_at - timedelta(seconds=900, milliseconds=1))
    assert latest.id not in {one.id for one in truth.recordings(WEEK)}


@pytest.mark.parametrize("listed", [True, False])
def test_content_is_gone_after_some_days(with_quirks: Callable[..., Api], listed: bool) -> None:  # noqa: FBT001 - a parameter
    api = with_quirks(recordings_kept_days=3, deleted_stays_listed=listed)
    truth = api.simulator.truth
    told = list(truth.recordings(WEEK))
    gone = [one for one in told if one.deleted_at]
    assert gone == [one for one in told if one.start <= NOW - 3 * DAY]
    assert 0 < len(gone) < len(told)
    assert all(one.deleted_at == one.start + 3 * DAY for one in gone)
    assert [status(api, one) for one in (gone[-1], told[len(gone)])] == [404, 200]
    assert truth.recording(gone[0].id)
    in_log = {one["id"] for call in truth.calls(WEEK) for one in named(call)}
    assert in_log == {one.id for one in told if listed or not one.deleted_at}
    asked = {"dateFrom": WEEK.isoformat(), "dateTo": (NOW - DAY).isoformat(), "perPage": 7}
    for days in (3, 2):  # counts that are kept must not outlive what they count
        records = api.records("call-log", recordingType="All", **asked)
        known = {one.id for one in told if one.start <= NOW - DAY}
        gone_by_now = {one.id for one in told if one.start <= NOW - days * DAY}
        expected = known if listed else known - gone_by_now
        assert {call["recording"]["id"] for call in records} == expected
        api.simulator.clock.advance(86_400)
        api.sign_in()


@pytest.mark.parametrize("room", [0, 1, 50, 10_000])
def test_an_account_keeps_the_newest_recordings(with_quirks: Callable[..., Api], room: int) -> None:
    api = with_quirks(recordings_kept_number=room, legs_recorded=True)
    told = list(api.simulator.truth.recordings(NOW - 30 * DAY))
    assert len(told) > 100
    kept = [one for one in told if one.deleted_at is None]
    assert kept == told[max(0, len(told) - room) :]
    gone = [one for one in told if one.deleted_at]
    for one in gone[-3:]:
        assert status(api, one) == 404
    for one in kept[:3]:
        assert status(api, one) == 200
    if gone and room:
        last = next(one for one in reversed(gone) if (one.deleted_at or NOW) > one.ready_at)
        assert last.deleted_at
        api.simulator.clock.set(last.deleted_at - timedelta(milliseconds=1))
        assert status(api.sign_in(), last) == 200
        api.simulator.clock.advance(0.001)
        assert status(api, last) == 404


def test_a_recording_can_be_deleted_by_hand(with_quirks: Callable[..., Api]) -> None:
    for listed in (True, False):
        api = with_quirks(deleted_stays_listed=listed)
        truth = api.simulator.truth
        one = list(truth.recordings(WEEK))[5]
        assert status(api, one) == 200
        api.simulator.delete_recording(one.id)
        assert status(api, one) == 404
        assert api.get(f"recording/{one.id}").status_code == 404
        assert next(each for each in truth.recordings(WEEK) if each.id == one.id).deleted_at == NOW
        call = next(call for call in truth.calls(WEEK) if call["id"] == one.call_id)
        assert [r["id"] for r in named(call)] == ([one.id] if listed else [])
        assert "shortRecording" not in call


def test_a_deleted_record_leaves_its_recording(with_quirks: Callable[..., Api]) -> None:
    api = with_quirks()
    before = list(api.simulator.truth.recordings(WEEK))
    api.simulator.delete(before[0].call_id)
    assert list(api.simulator.truth.recordings(WEEK)) == before
    assert status(api, before[0]) == 200


@pytest.mark.parametrize("sees", [True, False])
def test_legs_can_have_recordings_of_their_own(with_quirks: Callable[..., Api], sees: bool) -> None:  # noqa: FBT001 - a parameter
    api = with_quirks(legs_recorded=True, filter_sees_legs=sees)
    calls = list(api.simulator.truth.calls(WEEK))
    plain = list(with_quirks().simulator.truth.calls(WEEK))
    assert [c.get("recording", {}).get("id") for c in calls] == [
        c.get("recording", {}).get("id") for c in plain
    ]
    in_legs = [c for c in calls if any("recording" in leg for leg in c["legs"][1:])]
    alone = [c for c in in_legs if "recording" not in c]
    both = [c for c in in_legs if "recording" in c]
    assert len(alone) > 3
    assert len(both) > 3
    for call in in_legs:
        recording = next(leg["recording"] for leg in call["legs"][1:] if "recording" in leg)
        assert recording["id"] != call.get("recording", {}).get("id")
        assert api.get(recording["contentUri"]).content == api.simulator.truth.recording(
            recording["id"]
        )
    asked = {"dateFrom": WEEK.isoformat(), "view": "Detailed", "perPage": "max"}
    found = {c["id"] for c in api.records("call-log", withRecording="true", **asked)}
    wanted = [c for c in calls if "recording" in c or (sees and c in alone)]
    assert found == {c["id"] for c in wanted}


def test_a_leg_s_recording_is_a_change_of_its_record(with_quirks: Callable[..., Api]) -> None:
    simulator = with_quirks(legs_recorded=True).simulator
    calls = {call["id"]: call for call in simulator.truth.calls(WEEK)}
    alone = [c for c in calls.values() if named(c) and "recording" not in c]
    ready = {one.call_id: one.ready_at for one in simulator.truth.recordings(WEEK)}
    for call in alone:
        assert datetime.fromisoformat(call["lastModifiedTime"]) >= ready[call["id"]]
    one = alone[-1]
    simulator.clock.set(ready[one["id"]] - timedelta(milliseconds=1))
    before = next(c for c in simulator.truth.calls(WEEK) if c["id"] == one["id"])
    assert named(before) == []


def test_both_records_of_a_transfer_can_name_one_recording(
    with_quirks: Callable[..., Api],
) -> None:
    busy = Profile(calls_per_weekday=500)
    api = with_quirks(busy, transfer_shares_recording=True)
    calls = list(api.simulator.truth.calls(WEEK, NOW - DAY))
    by_recording: dict[str, list[Json]] = {}
    for call in calls:
        for recording in named(call):
            by_recording.setdefault(recording["id"], []).append(call)
    shared = {number: both for number, both in by_recording.items() if len(both) > 1}
    assert len(shared) > 5
    told = {one.id: one for one in api.simulator.truth.recordings(WEEK)}
    for number, (first, second) in shared.items():
        assert first["telephonySessionId"] == second["telephonySessionId"]
        assert first["recording"] == second["recording"]
        assert told[number].call_id == first["id"]
        assert status(api, number) == 200
    passed_on = {c["telephonySessionId"] for c in calls if c["action"] == "Transfer"}
    for call in calls:
        if call["telephonySessionId"] in passed_on and "recording" in call:
            assert call["recording"]["id"] in shared


@pytest.mark.parametrize(
    "impossible",
    [
        {"recording_format": "ogg"},
        {"recording_ready_after": -1.0},
        {"recordings_kept_days": -1},
        {"recordings_kept_number": -1},
        {"transcribes_within": -1.0},
        {"media_redirects_to": "media.example.com"},
    ],
)
def test_impossible_quirks_are_refused(impossible: Json) -> None:
    with pytest.raises(ValueError, match=r"negative|mp3, wav or mixed|neither an address"):
        Quirks(**impossible)
