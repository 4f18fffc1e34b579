"""One run of every stream, which several tests look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import requests

from support.endpoints import is_served
from support.runs import only, run
from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from ringcentral_simulator import Simulator
    from support.runs import Output

START = "2026-03-15T00:00:00Z"


@dataclass(frozen=True)
class WholeAccount:
    """A run of every stream: what it sent, what it wrote, and the account to hold it against."""

    simulator: Simulator
    sent: list[requests.PreparedRequest]
    output: Output
    audio: str
    """Where audio is stored."""

    @classmethod
    def read(
        cls, simulator: Simulator, store: Path, watch: pytest.MonkeyPatch, **settings: Any
    ) -> WholeAccount:
        """Run the tap, and keep each request on its way."""
        sent: list[requests.PreparedRequest] = []
        send = requests.Session.send

        def kept(session: requests.Session, request: Any, **kwargs: Any) -> requests.Response:
            sent.append(request)
            return send(session, request, **kwargs)

        watch.setattr(requests.Session, "send", kept)
        served = filter(is_served, STREAMS)  # a stream that is not fails alone, in test_registry
        audio: str = settings.setdefault("recordings_path", str(store.with_name("audio")))
        settings |= {"token_store": str(store), "start_date": START}
        output = run(simulator, catalog=only(*served), **settings)
        watch.setattr(requests.Session, "send", send)  # what other tests send is not of this run
        return cls(simulator, sent, output, audio)

    def rows(self, stream: str) -> list[dict[str, Any]]:
        """What the stream wrote; never nothing, so that no test passes for want of rows."""
        rows = self.output.records[stream]
        assert rows, f"{stream} has no rows"
        return rows


def textual(value: Any, name: str = "") -> Any:
    """An answer of the API with every id as text, as the tap writes it."""
    if isinstance(value, list):
        return [textual(each) for each in value]
    if isinstance(value, dict):
        return {key: textual(each, key) for key, each in value.items()}
    is_id = name == "id" or name.endswith("Id")
    return str(value) if is_id and type(value) is int else value
