"""What recordings and voicemails sound like: noise that follows from the seed and an identifier.

A file of whatever length costs one block: where it is longer, the block comes again, with its
number in the place of its first bytes, so that no two blocks of a file are alike.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, Literal

from ringcentral_simulator.gateway.content import Content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringcentral_simulator.gateway.content import Piece

LONGEST_BYTES = 200_000
"""How long a file is at most, unless a simulator is told otherwise."""
SHORTEST_BYTES = 1_000
_BLOCK_BYTES = 1 << 20
_NUMBER_BYTES = 8
_RATE, _SAMPLE_BYTES = 8_000, 2
_BYTES_PER_MS = _RATE * _SAMPLE_BYTES // 1_000
_HEAD_BYTES = 44
# MPEG-2, layer III, no checksum; 32 kbit/s, 16 kHz, no padding; mono. A frame lasts 36 ms.
_FRAME_HEAD = b"\xff\xf3\x48\xc0"
_FRAME_BYTES = 72 * 32_000 // 16_000
_FRAME_MS = 36
_SIDE_INFORMATION = bytes(9)  # of zeros: the frame is silence, and what follows is passed over
_FRAME_START = _FRAME_HEAD + _SIDE_INFORMATION
_FRAMES_IN_BLOCK = _BLOCK_BYTES // _FRAME_BYTES

Format = Literal["mp3", "wav", "mixed"]


class Audio:
    """Makes the files.

    Args:
        seed: What they follow from, besides their identifiers.
        kind: What they are; `mixed` is either, as the identifier has it.
        longest_bytes: How long one is at most.

    Raises:
        ValueError: If there is no room for a sound.
    """

    def __init__(self, seed: int, kind: Format, longest_bytes: int) -> None:
        if longest_bytes < SHORTEST_BYTES:
            raise ValueError(f"audio needs room for {SHORTEST_BYTES} bytes: {longest_bytes}")
        self._seed = seed
        self._kind = kind
        self._longest = longest_bytes

    def content_type(self, number: str) -> str:
        """Return what a file is called by its type.

        Args:
            number: Its identifier, as `Call.number` makes it.
        """
        return "audio/wav" if self._is_wav(number) else "audio/mpeg"

    def content(self, kind: str, number: str, lasts_ms: int) -> Content:
        """Return a file.

        Args:
            kind: Whose identifier it is, such as `recording`.
            number: Its identifier, as `Call.number` makes it.
            lasts_ms: How long it is to be heard; shorter where it would be too many bytes.
        """
        noise = hashlib.shake_256(f"{self._seed}/{kind}/{number}".encode()).digest
        if self._is_wav(number):
            room = min(lasts_ms * _BYTES_PER_MS, self._longest - _HEAD_BYTES)
            return _wav(noise, max(1, room // _SAMPLE_BYTES) * _SAMPLE_BYTES)
        frames = min(lasts_ms // _FRAME_MS, self._longest // _FRAME_BYTES)
        return _mp3(noise, max(1, frames))

    def _is_wav(self, number: str) -> bool:
        return self._kind == "wav" or (self._kind == "mixed" and int(number[-2]) % 2 == 0)


def _wav(noise: Callable[[int], bytes], size: int) -> Content:
    """Return samples of 16 bits, 8,000 a second, of one channel."""
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", _HEAD_BYTES - 8 + size, b"WAVE", b"fmt ", 16, 1, 1),
        *(_RATE, _RATE * _SAMPLE_BYTES, _SAMPLE_BYTES, 8 * _SAMPLE_BYTES, b"data", size),
    )

    def pieces() -> Iterator[Piece]:
        yield head
        yield from _repeated(noise(min(size, _BLOCK_BYTES)), size, skip=0)

    return Content("audio/wav", _HEAD_BYTES + size, pieces)


def _mp3(noise: Callable[[int], bytes], frames: int) -> Content:
    """Return frames, each of which begins with the same head."""
    own = _FRAME_BYTES - len(_FRAME_START)
    count = min(frames, _FRAMES_IN_BLOCK)

    def pieces() -> Iterator[Piece]:
        drawn = noise(own * count)
        block = b"".join(_FRAME_START + drawn[n * own : (n + 1) * own] for n in range(count))
        yield from _repeated(block, frames * _FRAME_BYTES, skip=len(_FRAME_START))

    return Content("audio/mpeg", frames * _FRAME_BYTES, pieces)


def _repeated(block: bytes, size: int, *, skip: int) -> Iterator[Piece]:
    """Yield so many bytes of a block, again and again, numbered from the second time on.

    Args:
        block: What is repeated.
        size: How many bytes.
        skip: How many bytes of the block come before its number.
    """
    view, after = memoryview(block), skip + _NUMBER_BYTES
    for number, start in enumerate(range(0, size, len(block))):
        left = min(len(block), size - start)
        if number and left > after:
            yield block[:skip] + number.to_bytes(_NUMBER_BYTES, "big")
            yield view[after:left]
        else:
            yield view[:left]
