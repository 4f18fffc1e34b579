"""The least requests that bring an account's rows: each once, on pages as full as may be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.endpoints import ENDPOINTS, RECORDING, VOICEMAIL_CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from benchmarks.endpoints import Endpoint
    from ringcentral_simulator import Group, Simulator

_NO_MEMBERS = "main-site"  # RingCentral has no list of its members


class LeastRequests:
    """Counts the rows that an account holds now, as the simulator tells them past its API.

    Args:
        simulator: Whose account it is.
        since: The first time of rows that have one.
    """

    def __init__(self, simulator: Simulator, since: datetime) -> None:
        self._truth = simulator.truth
        self._since = since
        self._range = {
            "dateFrom": since.isoformat(),
            "dateTo": simulator.clock.now().isoformat(),
        }

    def of(self, streams: Iterable[str]) -> Counter[Group]:
        """Count the requests for some streams together, by rate limit group."""
        wanted = {endpoint for stream in streams for endpoint in ENDPOINTS[stream]}
        count: Counter[Group] = Counter()
        for endpoint in wanted:
            count[endpoint.group] += self._requests(endpoint)
        return count

    def _requests(self, endpoint: Endpoint) -> int:
        if endpoint == RECORDING:
            return sum(1 for _ in self._truth.recordings(self._since))
        if endpoint == VOICEMAIL_CONTENT:
            return self._attachments()
        if not endpoint.of_each:
            return self._pages(endpoint, endpoint.path)
        return sum(self._pages(endpoint, path) for path in self._paths(endpoint))

    def _paths(self, endpoint: Endpoint) -> list[str]:
        """The addresses of an endpoint that is asked for each entry of a list."""
        entries = [
            str(entry["id"])
            for entry in self._truth.records(endpoint.of_each)
            if endpoint.types is None or entry["type"] in endpoint.types
        ]
        return [endpoint.path.format(entry) for entry in entries if entry != _NO_MEMBERS]

    def _pages(self, endpoint: Endpoint, path: str) -> int:
        """Full pages and the rest; a list of nothing takes a request as well."""
        if endpoint.page is None:
            return 1
        return max(1, -(-self._rows(endpoint, path) // endpoint.page))

    def _rows(self, endpoint: Endpoint, path: str) -> int:
        if endpoint.grouping:
            found = self._truth.answer(path, self._analytics(endpoint), interval="Day", perPage=1)
            return int(found["paging"]["totalElements"])
        if endpoint.path.startswith("audit-trail/"):
            span = {"eventTimeFrom": self._range["dateFrom"], "eventTimeTo": self._range["dateTo"]}
            return int(self._truth.answer(path, span)["paging"]["totalFound"])
        query: dict[str, Any] = dict(endpoint.query) | (self._range if endpoint.is_ranged else {})
        return len(self._truth.records(path, **query))

    def _attachments(self) -> int:
        """The audio of all voicemails, and the text of those that have one."""
        (inbox,) = (each for each in ENDPOINTS["voicemail"] if each.is_ranged)
        query = dict(inbox.query) | self._range
        lists = (self._truth.records(path, **query) for path in self._paths(inbox))
        return sum(len(message["attachments"]) for messages in lists for message in messages)

    def _analytics(self, endpoint: Endpoint) -> dict[str, Any]:
        span = {"timeFrom": self._range["dateFrom"], "timeTo": self._range["dateTo"]}
        return {
            "grouping": {"groupBy": endpoint.grouping},
            "timeSettings": {"timeZone": "UTC", "timeRange": span},
            "responseOptions": {"counters": {"allCalls": True}},
        }
