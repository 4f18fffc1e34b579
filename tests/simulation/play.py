"""What each life does with its runs: play them in turn, and tell how each ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ringcentral_simulator import Clock, RateLimits, Simulator
from simulation.report import Violation
from simulation.tape import Killed
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulation.audio_scenario import AudioScenario
    from simulation.report import Line
    from simulation.scenario import Run, Scenario
    from simulation.tape import LineTape, Tape
    from tap_ringcentral.tap import TapRingCentral

RunT = TypeVar("RunT", bound="Run")


SMALLEST_COMPANY = 40


def company_of(
    scenario: Scenario | AudioScenario, latency: Callable[[], float], **more: Any
) -> Simulator:
    """Return the account that a life is of; its clock moves only when it is told.

    Args:
        scenario: What happens.
        latency: How long an answer takes.
        more: What else is said of the account.
    """
    return Simulator(
        seed=scenario.seed,
        clock=Clock(scenario.begins, frozen=True),
        profile=scenario.profile,
        rate_limits=RateLimits(enabled=scenario.is_limited),
        extensions=SMALLEST_COMPANY,
        quirks=scenario.quirks,
        latency=latency,
        **more,
    )


def play(simulator: Simulator, runs: Sequence[RunT], one: Callable[[RunT], None]) -> None:
    """Play runs, each after its pause.

    Raises:
        Violation: A run broke a promise; the text says which run.
    """
    for number, run in enumerate(runs, 1):
        simulator.clock.advance(run.pause)
        try:
            one(run)
        except Violation as violation:
            raise Violation(
                f"run {number} of {len(runs)}, by {run.key}: {violation}"
            ) from violation.__cause__


def extracted(tap: TapRingCentral, tape: Tape | LineTape, run: Run) -> tuple[list[Line], bool]:
    """Run the tap; give what it wrote, and whether it said that this is all.

    Raises:
        Violation: It gave up where it should not, or broke.
    """
    try:
        tap.extract()
    except (Killed, SystemExit):
        return tape.lines, False
    except RingCentralError as error:
        if run.may_fail:
            return tape.lines, False
        raise Violation(f"the run gave up: {error}") from error
    except Exception as error:
        raise Violation(f"the run broke: {error!r}") from error
    finally:
        tap.api.http.close()
    return tape.lines, True
