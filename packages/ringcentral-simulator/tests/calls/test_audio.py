"""Recordings are files that players and checks of other people's making accept."""

from __future__ import annotations

import io
import tracemalloc
import wave
from typing import TYPE_CHECKING

import pytest

from ringcentral_simulator.calls.audio import Audio
from ringcentral_simulator.gateway.content import Span

if TYPE_CHECKING:
    from ringcentral_simulator.calls.audio import Format

MINUTE_MS = 60_000
NUMBER = "2052200000120340"  # an even last digit but one: of a mixed account, WAV
OTHER = "2052200000120350"
MPEG_2_LAYER_3_KBPS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
MPEG_2_HZ = (22_050, 24_000, 16_000)


def frames(audio: bytes) -> int:
    """How many frames there are, walking from each to where the next has to begin."""
    at = count = 0
    while at < len(audio):
        sync, rates, _ = audio[at : at + 2], audio[at + 2], audio[at + 3]
        assert sync == b"\xff\xf3"
        bits = 1_000 * MPEG_2_LAYER_3_KBPS[rates >> 4]
        at += 72 * bits // MPEG_2_HZ[rates >> 2 & 3] + (rates >> 1 & 1)
        count += 1
    assert at == len(audio)
    return count


@pytest.mark.parametrize("lasts_ms", [0, 1, 35_000, MINUTE_MS, 3_600_000])
def test_a_wav_file_is_what_it_says(lasts_ms: int) -> None:
    content = Audio(7, "wav", 20_000_000).content("recording", NUMBER, lasts_ms)
    audio = content.whole()
    assert (content.content_type, content.length) == ("audio/wav", len(audio))
    with wave.open(io.BytesIO(audio)) as sound:
        assert (sound.getframerate(), sound.getsampwidth(), sound.getnchannels()) == (8_000, 2, 1)
        held = min(lasts_ms * 8, (20_000_000 - 44) // 2)
        assert sound.getnframes() == max(1, held)
        assert len(sound.readframes(sound.getnframes())) == len(audio) - 44


@pytest.mark.parametrize("lasts_ms", [0, 35, 35_000, 18_000_000])
def test_an_mp3_file_is_frame_after_frame_to_its_end(lasts_ms: int) -> None:
    content = Audio(7, "mp3", 20_000_000).content("recording", NUMBER, lasts_ms)
    audio = content.whole()
    assert (content.content_type, content.length) == ("audio/mpeg", len(audio))
    assert frames(audio) == max(1, min(lasts_ms // 36, 20_000_000 // 144))


@pytest.mark.parametrize("kind", ["mp3", "wav"])
def test_no_two_files_and_no_two_blocks_of_one_are_alike(kind: Format) -> None:
    audio = Audio(7, kind, 5_000_000)
    first = audio.content("recording", NUMBER, 18_000_000).whole()
    assert first == audio.content("recording", NUMBER, 18_000_000).whole()
    others = [
        audio.content("recording", OTHER, 18_000_000),
        audio.content("voicemail", NUMBER, 18_000_000),
        Audio(8, kind, 5_000_000).content("recording", NUMBER, 18_000_000),
    ]
    assert len({first, *(other.whole() for other in others)}) == 4
    size = {"wav": 1 << 20, "mp3": (1 << 20) // 144 * 144}[kind]
    head = 44 if kind == "wav" else 0
    blocks = [first[at : at + size] for at in range(head, len(first), size)]
    assert len(set(blocks)) == len(blocks) > 4


def test_a_mixed_account_has_both_by_identifier() -> None:
    audio = Audio(7, "mixed", 5_000)
    for number in (NUMBER, OTHER):
        content = audio.content("recording", number, MINUTE_MS)
        assert content.content_type == audio.content_type(number)
    assert audio.content_type(NUMBER) != audio.content_type(OTHER)


def test_there_is_room_for_a_sound() -> None:
    with pytest.raises(ValueError, match="room"):
        Audio(7, "mp3", 10)


def test_a_part_is_the_same_bytes_as_in_the_whole() -> None:
    content = Audio(7, "mp3", 5_000_000).content("recording", NUMBER, 18_000_000)
    whole = content.whole()
    for start, stop in ((0, 1), (1, 1_048_600), (1_048_463, 1_048_482), (4_000_000, len(whole))):
        assert b"".join(Span(content, start, stop)) == whole[start:stop]


def test_two_hundred_megabytes_are_not_held() -> None:
    tracemalloc.start()
    content = Audio(7, "wav", 200_000_000).content("recording", NUMBER, 18_000_000)
    sent = sum(map(len, content.pieces()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent == content.length == 200_000_000
    assert peak < 4_000_000
