"""What is attached to voicemails and faxes."""

from __future__ import annotations

import io
import wave
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Quirks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringcentral_simulator.calls.audio import Format
    from tests.conftest import Api

WEEK = "2026-03-03T18:00:00Z"
ENDS = {"Completed", "CompletedPartially", "Failed", "TimedOut"}


def messages(api: Api, kind: str = "VoiceMail") -> Iterator[dict[str, Any]]:
    """A week's, of queues and of people."""
    people = api.get("extension", type="User", perPage=40).json()["records"]
    owners = [queue["id"] for queue in api.simulator.truth.queues()] + [one["id"] for one in people]
    for owner in owners:
        path = f"extension/{owner}/message-store"
        yield from api.records(path, dateFrom=WEEK, messageType=kind)


@pytest.mark.parametrize("kind", ["mp3", "wav"])
def test_a_voicemail_can_be_heard(account_with: Callable[..., Api], kind: Format) -> None:
    api = account_with(quirks=Quirks(recording_format=kind))
    one = next(messages(api))
    sound = one["attachments"][0]
    assert sound["type"] == "AudioRecording"
    media = f"{api.simulator.media_url}/restapi/v1.0/account/{api.simulator.company.account_id}"
    assert sound["uri"].startswith(f"{media}/extension/{one['extensionId']}/message-store/")
    answer = api.get(sound["uri"])
    assert answer.headers["X-Rate-Limit-Group"] == "medium"
    assert answer.headers["Content-Type"] == sound["contentType"]
    assert answer.content == api.simulator.truth.voicemail_audio(one["id"])
    if kind == "wav":
        with wave.open(io.BytesIO(answer.content)) as heard:
            lasts = heard.getnframes() / heard.getframerate()
            assert min(12, sound["vmDuration"]) <= lasts <= sound["vmDuration"] + 1


def test_most_voicemails_have_a_text_in_the_end(api: Api) -> None:
    found: set[str] = set()
    texts: list[str] = []
    for one in messages(api):
        status, (sound, *text) = one["vmTranscriptionStatus"], one["attachments"]
        found.add(status)
        assert sound["type"] == "AudioRecording"
        assert len(text) == status.startswith("Completed")
        if text:
            assert (text[0]["type"], text[0]["contentType"]) == ("AudioTranscription", "text/plain")
            assert text[0]["id"] != sound["id"]
            if len(texts) < 25:
                answer = api.get(text[0]["uri"])
                assert answer.headers["Content-Type"] == "text/plain"
                texts.append(answer.content.decode())
                assert texts[-1] == api.simulator.truth.transcription(one["id"])
        elif status in ENDS:
            with pytest.raises(LookupError, match="no text"):
                api.simulator.truth.transcription(one["id"])
    assert found >= ENDS
    assert {text.isascii() for text in texts} == {True, False}


def test_a_text_comes_a_while_after_the_voicemail(api: Api) -> None:
    clock = api.simulator.clock
    one = next(each for each in messages(api) if each["vmTranscriptionStatus"] == "Completed")
    came = datetime.fromisoformat(one["creationTime"])
    path = f"extension/{one['extensionId']}/message-store"
    clock.set(came)
    api.sign_in()
    asked = {"dateFrom": one["creationTime"], "dateTo": one["creationTime"]}
    (before,) = api.get(path, **asked).json()["records"]
    assert before["vmTranscriptionStatus"] == "InProgress"
    assert len(before["attachments"]) == 1
    assert api.get(one["attachments"][1]["uri"]).json()["errors"][0]["parameterName"] == (
        "attachmentId"
    )
    assert api.simulator.truth.transcription(one["id"])
    clock.advance(180)
    (after,) = api.get(path, **asked).json()["records"]
    assert after["vmTranscriptionStatus"] == "Completed"
    modified = datetime.fromisoformat(after["lastModifiedTime"])
    assert came < modified <= came + timedelta(seconds=180)


def test_an_account_may_have_no_texts(account_with: Callable[..., Api]) -> None:
    api = account_with(quirks=Quirks(transcribes_within=None))
    found = list(messages(api))
    assert {one["vmTranscriptionStatus"] for one in found} == {"NotAvailable"}
    assert {len(one["attachments"]) for one in found} == {1}
    with pytest.raises(LookupError, match="no text"):
        api.simulator.truth.transcription(found[0]["id"])


def test_a_fax_is_a_document_of_as_many_pages_as_it_says(api: Api) -> None:
    one = next(messages(api, "Fax"))
    (attached,) = one["attachments"]
    answer = api.get(attached["uri"])
    assert answer.headers["Content-Type"] == attached["contentType"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.content.count(b"/Type /Page ") == one["faxPageCount"]
    start = int(answer.content.split()[-2])
    assert answer.content[start:].startswith(b"xref")
    with pytest.raises(LookupError, match="voicemail"):
        api.simulator.truth.voicemail_audio(one["id"])


def test_what_is_not_there_is_said_to_be_missing(api: Api) -> None:
    one = next(messages(api))
    address = one["attachments"][0]["uri"]
    store = address.rpartition("/message-store/")[0]
    own = store.rpartition("/")[0] + "/~"
    for lost, name in (
        (address + "9", "attachmentId"),
        (f"{store}/message-store/1/content/1", "messageId"),
        (address.replace(store, own), "messageId"),
    ):
        answer = api.get(lost)
        assert (answer.status_code, answer.json()["errorCode"]) == (404, "CMN-102")
        assert answer.json()["errors"][0]["parameterName"] == name


def test_other_peoples_messages_need_a_permission_that_reaches_them(api: Api) -> None:
    address = next(messages(api))["attachments"][0]["uri"]
    access = api.simulator.access
    access.extended_permissions.discard("ReadMessageContent")
    assert api.get(address).json()["errors"][0]["errorCode"] == "CMN-419"
    access.user_permissions.discard("ReadMessageContent")
    assert api.get(address).json()["errors"][0]["permissionName"] == "ReadMessageContent"
