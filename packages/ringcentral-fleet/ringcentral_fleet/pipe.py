"""Tap and loader as two processes: what the one writes, the other reads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, Self

import msgspec

from ringcentral_fleet import worker
from ringcentral_fleet.command_log import CommandLog
from ringcentral_fleet.errors import FleetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from multiprocessing.context import ForkServerProcess


class Pipe:
    """Runs `tap | target` once.

    Args:
        account: Whose rows they are, for the log.
        tap: The one command and its arguments.
        target: The other one.
        environment: Variables of both.
        secrets: Variables of the tap alone.
    """

    running: ClassVar[set[ForkServerProcess]] = set()
    """The taps of all pipes of this process that have not ended."""

    def __init__(
        self,
        account: str,
        tap: Sequence[str],
        target: Sequence[str],
        environment: Mapping[str, str],
        secrets: Mapping[str, str],
    ) -> None:
        rows, states, tap_log, target_log = (worker.Pipe(duplex=False) for _ in range(4))
        self._tap_log = CommandLog(account, "tap", tap_log[0])
        self._target_log = CommandLog(account, "target", target_log[0])
        self._tap = worker.start(tap, {**environment, **secrets}, stdout=rows[1], stderr=tap_log[1])
        self._target = worker.start(
            target, environment, stdin=rows[0], stdout=states[1], stderr=target_log[1]
        )
        for end in (*rows, states[1], tap_log[1], target_log[1]):
            end.close()
        self._tap_log.start()
        self._target_log.start()
        self._lines = os.fdopen(os.dup(states[0].fileno()), "rb")
        states[0].close()
        self.running.add(self._tap)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        """Wait for both; where the states were not read to their end, let the tap end first."""
        if any(raised):
            self._tap.terminate()
        for _ in self._lines:
            pass
        for process in (self._target, self._tap):
            process.join()
        self.running.discard(self._tap)
        for log in (self._tap_log, self._target_log):
            log.join()
        self._lines.close()

    def states(self) -> Iterator[dict[str, Any]]:
        """Yield each state that the loader confirms, until it has ended.

        Raises:
            FleetError: It wrote something else.
        """
        for line in self._lines:
            try:
                yield msgspec.json.decode(line, type=dict[str, Any])
            except msgspec.DecodeError:
                raise FleetError("The target wrote a line that is no state.") from None

    @property
    def error(self) -> str:
        """Why it failed, the loader first: its end is a tap's; empty where both ended well."""
        for name, process, log in (
            ("target", self._target, self._target_log),
            ("tap", self._tap, self._tap_log),
        ):
            code = process.exitcode or 0
            if code < 0:
                return f"The {name} was killed by signal {-code}. Run again to resume."
            if code:
                return log.last_error or f"The {name} ended with exit code {code}."
        return ""

    @property
    def is_for_a_person(self) -> bool:
        """Whether no other try would help before a person has changed something."""
        return self._tap_log.is_for_a_person

    @property
    def read(self) -> dict[str, Any]:
        """What the tap says of its run: rows, requests, seconds."""
        return self._tap_log.totals

    @property
    def loaded(self) -> dict[str, Any]:
        """What the loader says of its own: rows, streams, seconds."""
        return self._target_log.totals
