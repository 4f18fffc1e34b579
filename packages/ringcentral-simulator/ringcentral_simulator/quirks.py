"""What no public source settles about RingCentral, and which answer is taken by default."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Quirks:
    """How RingCentral behaves where nobody outside knows, so that a client meets either answer.

    Attributes:
        detailed_page_limit: Most records on a page of the call log with `view=Detailed`; a larger
            `perPage` is cut down to it, as `paging.perPage` tells.
        echoes_date_to: Whether the addresses in an answer of the call log repeat `dateTo`; where
            they do not, a page asked for by them ends at its own now.
        truncates_to_seconds: Whether the call log cuts `dateFrom` and `dateTo` to the second.
        shows_in_progress: Whether the call log lists calls that still go on, and those that have
            ended and wait for their record; extract-sync never has them.
        newest_first: Whether the call log lists the latest start first; else the earliest.
        refuses_future: Whether a range may not end in the future anywhere; Business Analytics
            refuses such a one in any case.
        audit_limit: Most events of the audit trail that can be searched.
        audit_limit_is_of_all: Whether those are the newest of all events; else the newest that a
            search finds.
        sync_lag: Seconds after which extract-sync knows of a change at the latest; how many it is
            differs from call to call, and never for the same call. It may thus learn of a change
            when its tokens are past that time already.
        sync_reach_days: Days after which extract-sync has forgotten a change; `None` for never.
        sync_offered: Whether there is an extract-sync at all; without it the answer is 404.
        sync_token_lifetime: Seconds that a token of extract-sync is good for.
        overflowed_is_answered: Whether Business Analytics has a queue answer the calls that it
            passed to another queue when it was full, as far as that one answered them; else they
            are answered there alone, and out of service level here.
        leg_starts_when_answered: Whether the leg of whoever takes a call begins with the answer;
            else it begins with the call and lasts as long, as in RingCentral's sample of a call
            of a queue, and tells nothing of the wait.
        tells_answered_elsewhere: Whether the legs of telephones that rang when another took the
            call say `Answered Elsewhere`; else they say `Missed`.
        counts_as: Rate-limit group that requests count in, by the one that is documented, where it
            is another: such as `{"light": "medium"}`.
        recording_format: What recordings and voicemails are: `mp3`, `wav`, or `mixed`: either, as
            the identifier has it.
        recording_ready_after: Seconds after which a recording's content is there, counted from
            when the call log names it; until then it is 404.
        recordings_kept_days: Days after which a recording's content is gone, counted from its
            call's start.
        recordings_kept_number: How many recordings the account keeps the content of, the newest;
            one that was deleted by hand keeps its place among them.
        deleted_stays_listed: Whether the call log still names a recording whose content is gone.
        sends_content_length: Whether content comes with its length; else in chunks.
        missing_recording_code: Error code of a recording without content, with status 404; the
            answer has no body where this is empty.
        filter_sees_legs: Whether `recordingType` and `withRecording` find a call that has a
            recording in a leg alone.
        legs_recorded: Whether some calls have a recording of their own in another leg than the
            master: every third of those that are recorded and have one, and every fifth of the
            others in which someone talks.
        transfer_shares_recording: Whether many blind transfers are recorded, as one recording that
            both of their records name; else none is.
        media_redirects_to: Where the media host sends whoever asks for content, with a signature
            in the query; from a slash on, a path of the media host itself, of which `/signed` is
            answered without a token. It answers itself where this is empty.
        transcribes_within: Seconds after which a voicemail's text is there, or is known not to
            come, at the latest; `None` for an account without texts.

    Raises:
        ValueError: If a page has no room, a time or a number is negative, or a word is unknown.
    """

    detailed_page_limit: int = 1_000
    echoes_date_to: bool = True
    truncates_to_seconds: bool = False
    shows_in_progress: bool = False
    newest_first: bool = True
    refuses_future: bool = False
    audit_limit: int = 10_000
    audit_limit_is_of_all: bool = True
    sync_lag: float = 0.0
    sync_reach_days: int | None = None
    sync_offered: bool = True
    sync_token_lifetime: float = 86_400.0
    overflowed_is_answered: bool = True
    leg_starts_when_answered: bool = True
    tells_answered_elsewhere: bool = False
    counts_as: Mapping[str, str] = field(default_factory=dict)
    recording_format: Literal["mp3", "wav", "mixed"] = "mp3"
    recording_ready_after: float = 0.0
    recordings_kept_days: int = 90
    recordings_kept_number: int = 100_000
    deleted_stays_listed: bool = True
    sends_content_length: bool = True
    missing_recording_code: str = "CMN-102"
    filter_sees_legs: bool = True
    legs_recorded: bool = False
    transfer_shares_recording: bool = False
    media_redirects_to: str = ""
    transcribes_within: float | None = 180.0

    def __post_init__(self) -> None:
        if min(self.detailed_page_limit, self.audit_limit) < 1:
            raise ValueError("a page of the call log, and a search, need room for a record")
        if min(self.sync_lag, self.sync_reach_days or 0, self.sync_token_lifetime) < 0:
            raise ValueError("times of extract-sync cannot be negative")
        kept = (self.recordings_kept_days, self.recordings_kept_number)
        if min(*kept, self.recording_ready_after, self.transcribes_within or 0) < 0:
            raise ValueError("times and numbers of recordings and their texts cannot be negative")
        if self.recording_format not in {"mp3", "wav", "mixed"}:
            raise ValueError(f"recordings are mp3, wav or mixed, not {self.recording_format}")
        target = self.media_redirects_to
        if target and not target.startswith(("/", "http://", "https://")):
            raise ValueError(f"neither an address nor a path: {target}")
