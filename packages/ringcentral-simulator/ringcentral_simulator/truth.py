"""What the account holds, past sign-in, limits and faults: what an extraction is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ringcentral_simulator.calls.query import Deleted, Query
from ringcentral_simulator.calls.record import View
from ringcentral_simulator.clock import from_milliseconds, to_milliseconds
from ringcentral_simulator.endpoints.routes import URLS
from ringcentral_simulator.endpoints.routing import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ringcentral_simulator.account import Account
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.conversations import Conversation
    from ringcentral_simulator.gateway.wire import Json

_ACCOUNT = "/restapi/v1.0/account/~/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording that a record names, or has named.

    Attributes:
        id: What records call it.
        call_id: Identifier of the first record that names it.
        start: When its call began.
        ready_at: From when on its content is there.
        deleted_at: Since when its content is gone; `None` while it is not.
    """

    id: str
    call_id: str
    start: datetime
    ready_at: datetime
    deleted_at: datetime | None


class Truth:
    """The account as it is now.

    Args:
        account: Which.
    """

    def __init__(self, account: Account) -> None:
        self._account = account

    def answer(self, path: str, body: Json | None = None, **query: Any) -> Json:
        """Return what an endpoint answers now, past limits, permissions and faults.

        Args:
            path: Below the account's address in version 1, or whole from its slash on.
            body: What is posted; nothing is when left out.
            query: The query's values; a list repeats its key.

        Raises:
            ApiError: It refuses.
            NotFound: There is no such endpoint.
        """
        path = path if path.startswith("/") else f"{_ACCOUNT}{path}"
        method = "GET" if body is None else "POST"
        route, arguments = URLS.match(path, method)
        request = Request(
            EnvironBuilder(path, method=method, query_string=query, json=body).get_environ()
        )
        user = self._account.company.service_user
        answer: Json = route.handler(Exchange(self._account, request, arguments, user))
        return answer

    def records(self, path: str, **query: Any) -> list[Json]:
        """Return every record of a list, from all of its pages.

        Args:
            path: As `answer` has it.
            query: As `answer` has it.
        """
        found: list[Json] = []
        number, more = 1, True
        while more:
            page = self.answer(path, **{"perPage": "max", **query, "page": number})
            found += page["records"]
            more = _goes_on(page, number)
            number += 1
        return found

    def calls(
        self,
        date_from: datetime | None = None,
        date_to: datetime | None = None,
        view: Literal["Simple", "Detailed"] = "Detailed",
    ) -> Iterator[Json]:
        """Yield the records that the call log lists now, the oldest first; no deleted ones.

        Args:
            date_from: First start, included; the whole history when left out.
            date_to: Last start, included; now when left out.
            view: How much of each record.
        """
        yield from self._records(self._query(date_from, date_to), view)

    def deleted_calls(
        self,
        date_from: datetime | None = None,
        date_to: datetime | None = None,
        view: Literal["Simple", "Detailed"] = "Detailed",
    ) -> Iterator[Json]:
        """Yield the deleted records that the call log still knows of, the oldest first.

        Args:
            date_from: First start, included; the whole history when left out.
            date_to: Last start, included; now when left out.
            view: How much of each record.
        """
        asked = replace(self._query(date_from, date_to), deleted=Deleted.ALONE)
        yield from self._records(asked, view)

    def all_calls(
        self,
        date_from: datetime | None = None,
        date_to: datetime | None = None,
        view: Literal["Simple", "Detailed"] = "Detailed",
    ) -> Iterator[Json]:
        """Yield every record as it is now, the oldest first; deleted ones with `deleted`.

        Args:
            date_from: First start, included; the whole history when left out.
            date_to: Last start, included; now when left out.
            view: How much of each record.
        """
        asked = replace(self._query(date_from, date_to), deleted=Deleted.SHOWN)
        yield from self._records(asked, view)

    def conversations(
        self, date_from: datetime | None = None, date_to: datetime | None = None
    ) -> Iterator[Conversation]:
        """Yield what was drawn for each conversation with a record, the oldest first.

        Nothing of it is read from legs; those with deleted records are among them.

        Args:
            date_from: First beginning, included; the whole history when left out.
            date_to: Last beginning, included; now when left out.
        """
        yield from self._account.call_log.conversations(self._query(date_from, date_to))

    def recording(self, number: str) -> bytes:
        """Return what a recording's content is, or was or will be.

        Raises:
            LookupError: If no record has named one of that identifier.
        """
        tape = self._account.call_log.recordings.find(number, self._account.now_ms())
        if tape is None:
            raise LookupError(f"no call has a recording {number}")
        return self._account.audio.content("recording", tape.id, tape.lasts_ms).whole()

    def recordings(
        self, date_from: datetime | None = None, date_to: datetime | None = None
    ) -> Iterator[Recording]:
        """Yield every recording that a record names, or has named, each once, the oldest first.

        Args:
            date_from: First start of a call, included; the whole history when left out.
            date_to: Last start, included; now when left out.
        """
        for kept in self._account.call_log.recorded(self._query(date_from, date_to)):
            yield Recording(
                id=kept.tape.id,
                call_id=kept.call.id,
                start=from_milliseconds(kept.tape.start_ms),
                ready_at=from_milliseconds(kept.ready_ms),
                deleted_at=None if kept.gone_ms is None else from_milliseconds(kept.gone_ms),
            )

    def voicemail_audio(self, message_id: str | int) -> bytes:
        """Return what a voicemail sounds like.

        Raises:
            LookupError: If no mailbox has one of that identifier.
        """
        return self._account.attachments.sound(self._voicemail(message_id)).whole()

    def transcription(self, message_id: str | int) -> str:
        """Return what a voicemail's text is, or will be.

        Raises:
            LookupError: If no mailbox has one of that identifier, or it never has a text.
        """
        told = self._account.attachments.transcription(self._voicemail(message_id))
        if told is None or not told.text:
            raise LookupError(f"the voicemail {message_id} has no text")
        return told.text

    def extensions(self) -> list[Json]:
        """Return every extension, as lists have it."""
        directory = self._account.directory
        return [directory.extension(one) for one in self._account.company.extensions]

    def queues(self) -> list[Json]:
        """Return every queue, with its details."""
        directory = self._account.directory
        return [directory.queue_details(queue) for queue in self._account.company.queues]

    def queue_members(self) -> list[Json]:
        """Return every membership, with the queue's identifier as `queueId`."""
        directory = self._account.directory
        return [
            {"queueId": str(queue.extension.id), **directory.member(member)}
            for queue in self._account.company.queues
            for member in queue.members
        ]

    def _voicemail(self, message_id: str | int) -> Call:
        participants = self._account.call_log.participants
        call = participants.message(str(message_id), self._account.now_ms())
        if call is None or participants.story(call).fields["message"]["type"] != "VoiceMail":
            raise LookupError(f"no mailbox has a voicemail {message_id}")
        return call

    def _query(self, date_from: datetime | None, date_to: datetime | None) -> Query:
        now = self._account.now_ms()
        start = to_milliseconds(date_from) if date_from else 0
        return Query(start, to_milliseconds(date_to) if date_to else now, now)

    def _records(self, query: Query, view: Literal["Simple", "Detailed"]) -> Iterator[Json]:
        log = self._account.call_log
        for call in log.oldest_first(query):
            yield log.record(call, query.now_ms, View(view))


def _goes_on(page: Json, number: int) -> bool:
    total: int = page.get("paging", {}).get("totalPages", 0)
    return "nextPage" in page.get("navigation", {}) or number < total
