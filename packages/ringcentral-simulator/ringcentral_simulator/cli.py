"""The command line: serve the account, or run a command against it."""

from __future__ import annotations

import functools
import shlex
import signal
import sys
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from ringcentral_simulator.calls.profile import Profile
from ringcentral_simulator.clock import Clock
from ringcentral_simulator.command import run_command
from ringcentral_simulator.company.founding import SMALLEST_COMPANY
from ringcentral_simulator.gateway.loopback import require_loopback
from ringcentral_simulator.gateway.rate_limit import RateLimits
from ringcentral_simulator.simulator import DEFAULT_SEED, Simulator

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_USUAL = Profile()
_PORT, _MEDIA_PORT = 8030, 8031
_AS_THEY_ARE = ("seed", "extensions", "host", "port", "media_port")


class _Moment(click.ParamType[datetime]):
    """An RFC 3339 time."""

    name = "RFC3339"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read it; one without a time zone is refused."""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.fail(f"{value!r} is no time such as 2026-03-10T18:00:00Z", param, ctx)
        return moment


def _loopback(_ctx: click.Context, _param: click.Parameter, host: str) -> str:
    try:
        require_loopback(host)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return host


_OPTIONS = (
    click.option(
        "--host", default="127.0.0.1", show_default=True, callback=_loopback, help="On loopback."
    ),
    click.option(
        "--media-port",
        type=click.IntRange(0, 65_535),
        help=f"Of recordings and voicemails. {_MEDIA_PORT} by default where the other port is "
        f"{_PORT}, else any free one.",
    ),
    click.option(
        "--seed", default=DEFAULT_SEED, show_default=True, help="What all data follows from."
    ),
    click.option("--now", type=_Moment(), help="The account's time at the start; real by default."),
    click.option(
        "--extensions", default=300, show_default=True, type=click.IntRange(min=SMALLEST_COMPANY)
    ),
    click.option(
        "--calls-per-day",
        default=_USUAL.calls_per_weekday,
        show_default=True,
        type=click.IntRange(min=0),
        help="Records of a usual weekday.",
    ),
    click.option(
        "--history-days",
        default=_USUAL.history_days,
        show_default=True,
        type=click.IntRange(min=1),
        help="How long records are kept.",
    ),
    click.option(
        "--rate-limit-scale",
        default=1.0,
        show_default=True,
        type=click.FloatRange(min=0, min_open=True),
        help="Multiplies the rate limits' window and penalty.",
    ),
    click.option("--no-rate-limits", is_flag=True, help="Turn nobody away."),
)


def _account_options(command: Callable[..., None]) -> Callable[..., None]:
    """Hand the options of both commands on as one simulator."""

    @functools.wraps(command)
    def with_simulator(*, now: datetime | None, **given: Any) -> None:
        if given["media_port"] is None:
            given["media_port"] = _MEDIA_PORT if given["port"] == _PORT else 0
        simulator = Simulator(
            clock=Clock(now),
            profile=Profile(
                calls_per_weekday=given.pop("calls_per_day"),
                history_days=given.pop("history_days"),
            ),
            rate_limits=RateLimits(
                scale=given.pop("rate_limit_scale"), enabled=not given.pop("no_rate_limits")
            ),
            **{name: given.pop(name) for name in _AS_THEY_ARE},
        )
        command(simulator, **given)

    return functools.reduce(lambda wrapped, option: option(wrapped), _OPTIONS, with_simulator)


@click.group()
@click.version_option(package_name="ringcentral-simulator")
def cli() -> None:
    """A RingCentral account on loopback, with a year of made-up calls."""


@cli.command()
@click.option("--port", default=_PORT, show_default=True, type=click.IntRange(0, 65_535))
@_account_options
def serve(simulator: Simulator) -> None:
    """Stay up until interrupted; print the variables to export."""
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    with simulator:
        for name, value in simulator.environment().items():
            click.echo(f"export {name}={shlex.quote(value)}")  # which flushes
        ended.wait()


@cli.command(context_settings={"allow_interspersed_args": False})
@click.option("--port", default=0, type=click.IntRange(0, 65_535), help="Any free one by default.")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@_account_options
def run(simulator: Simulator, command: tuple[str, ...]) -> None:
    """Run COMMAND with the variables set, and end with its exit code."""
    with simulator:
        click.echo(f"RingCentral simulator at {simulator.url}", err=True)
        code = run_command(command, simulator.environment())
    sys.exit(code)
