"""Another program that uses the app and the user that the tap uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    import threading

    from ringcentral_simulator import RecordedRequest, Simulator

_MARK = {"perPage": "1"}


@dataclass(frozen=True)
class Neighbor:
    """Another program that uses the same app and user, and waits out a refusal.

    Attributes:
        requests: How many it sends one after the other.
        pause: Seconds from the beginning of one such turn to the next.
    """

    requests: int
    pause: float


def disturb(simulator: Simulator, neighbor: Neighbor | None, ended: threading.Event) -> None:
    """Ask for calls as another program would, until the tap has ended."""
    if neighbor is None:
        return
    known = simulator.credentials
    with requests.Session() as http:
        grant = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": known.jwt,
        }
        secret = (known.client_id, known.client_secret or "")
        token = http.post(f"{simulator.url}/restapi/oauth/token", data=grant, auth=secret)
        http.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
        url = f"{simulator.url}/restapi/v1.0/account/~/call-log"
        began = simulator.clock.now()
        turns = 0
        while not ended.is_set():
            for _ in range(neighbor.requests):
                answer = http.get(url, params=_MARK)
                if answer.status_code == requests.codes.too_many_requests:
                    ended.wait(int(answer.headers["Retry-After"]))
                    break
            passed = (simulator.clock.now() - began).total_seconds()
            turns = max(turns + 1, -int(-passed // neighbor.pause))
            ended.wait(turns * neighbor.pause - passed)


def is_of_neighbor(request: RecordedRequest) -> bool:
    """Tell whose request it was."""
    return request.query.get("perPage") == [_MARK["perPage"]]
