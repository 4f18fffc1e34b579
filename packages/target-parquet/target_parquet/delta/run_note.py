"""What a commit says about the run that made it, for who looks into a table's history."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

import msgspec


@dataclass
class RunNote:
    """The run, and the STATE that goes out once the commit is in.

    Attributes:
        run: name of the run, unlike any other's.
        state: the last STATE that came in before the rows were loaded, None if none did.
    """

    run: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: Any = None

    def metadata(self) -> dict[str, str]:
        """Return what is kept with a commit: of STATE, which may hold anything, a digest only."""
        note = {"target-parquet.run": self.run}
        if self.state is not None:
            encoded = msgspec.json.encode(self.state, order="sorted")
            note["target-parquet.state-sha256"] = hashlib.sha256(encoded).hexdigest()
        return note
