"""What recordings' audio takes: requests, time, memory and disk, and whether calls wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import audio_memory, audio_requests, audio_schedule, audio_store
from benchmarks.figure import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.figure import Result, Scale

_PARTS = (audio_requests, audio_schedule, audio_memory, audio_store)


def measure(scale: Scale) -> Iterator[Result]:
    """Measure one part after the other."""
    for part in _PARTS:
        yield from part.measure(scale)


SUBJECT = Subject(
    "recordings",
    "Recordings",
    "`call_recording_audio` alone, from the simulator: four days of a company of 300 extensions "
    "that has a thousand calls a weekday, legs with recordings of their own and transfers that "
    "share one. Read in this process; then again, from the state that was left, and once more "
    "without a state, over the same files. Least possible is a request for each recording and "
    "each full page of calls that have one, counted in what the simulator holds; the tap lists "
    "calls without one as well. For `voicemail`, with files and texts, it is one for each of "
    "these, and the list of extensions. Time is that from the first Heavy request to the last, "
    "for 300 recordings, under RingCentral's limit of ten in 60 seconds: the clock goes on while "
    "tap and simulator work, and skips answers and waits. It is held against the best schedule "
    "for as many requests, one after the other. In pairs, the last row of `call_log` is timed on "
    "that clock with and without audio selected, each beside four more Heavy streams. Memory is "
    "the peak of the tap's process that stores the recording of one call, cut to either length. "
    "An answer from another process on loopback is stored as the tap does it, in pieces, with "
    "SHA-256, flushed to disk, renamed, its folder flushed, and in turns written to a file and "
    "nothing more, which a power failure may cut short; a pair each. Measured with other calls in "
    "each repetition, but for memory and disk.",
    tuple(figure for part in _PARTS for figure in part.FIGURES),
    measure,
)
