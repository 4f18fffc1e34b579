"""What is attached to voicemails and faxes: sound, text and documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ringcentral_simulator.account_data.document import CONTENT_TYPE, document
from ringcentral_simulator.account_data.transcription import Transcription, transcription
from ringcentral_simulator.gateway.content import Content

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator.calls.audio import Audio
    from ringcentral_simulator.calls.call import Call

_RECORDING, _TEXT = 0, 1
_MS_A_PAGE = 30_000
_PLAIN = "text/plain"


class Attachment(NamedTuple):
    """One of a message's attachments.

    Attributes:
        kind: As RingCentral calls it, such as `AudioRecording`.
        content: Makes what it consists of.
    """

    id: str
    kind: str
    content_type: str
    content: Callable[[], Content]


@dataclass(frozen=True, slots=True)
class Attachments:
    """Makes attachments.

    Attributes:
        uri: The account's address where they are.
        audio: Makes what voicemails sound like.
        transcribes_within: Seconds after which a voicemail's text is there; `None` for never.
    """

    uri: str
    audio: Audio
    transcribes_within: float | None

    def of_voicemail(self, call: Call, now_ms: int) -> list[Attachment]:
        """Return what a call's voicemail has by a time: its sound, and its text once that is."""
        number = call.number(_RECORDING)
        found = [
            Attachment(
                number, "AudioRecording", self.audio.content_type(number), lambda: self.sound(call)
            )
        ]
        written = self.transcription(call)
        if written is not None and written.text and written.ends_ms <= now_ms:
            text = written.text.encode()
            found.append(
                Attachment(
                    call.number(_TEXT),
                    "AudioTranscription",
                    _PLAIN,
                    lambda: Content.of(_PLAIN, text),
                )
            )
        return found

    def of_fax(self, call: Call) -> list[Attachment]:
        """Return what a call's fax has."""
        number = call.number(_RECORDING)

        def pages() -> Content:
            return document(number, pages_of(call))

        return [Attachment(number, "RenderedDocument", CONTENT_TYPE, pages)]

    def sound(self, call: Call) -> Content:
        """Return what a call's voicemail sounds like."""
        return self.audio.content("voicemail", call.number(_RECORDING), call.talk_ms)

    def transcription(self, call: Call) -> Transcription | None:
        """Return what becomes of the text of a call's voicemail; `None` where there is none."""
        return transcription(call, self.transcribes_within)


def pages_of(call: Call) -> int:
    """Return how many pages a call's fax has."""
    return 1 + call.talk_ms // _MS_A_PAGE
