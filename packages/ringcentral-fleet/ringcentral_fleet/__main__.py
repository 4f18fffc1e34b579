"""The command `ringcentral-fleet`."""

from __future__ import annotations

import logging
import os
import signal
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from dagster_pipes import DAGSTER_PIPES_CONTEXT_ENV_VAR, open_dagster_pipes

from ringcentral_fleet import accounts, report, worker
from ringcentral_fleet.account_run import AccountRun
from ringcentral_fleet.errors import FleetError
from ringcentral_fleet.month import Month
from ringcentral_fleet.pipe import Pipe

if TYPE_CHECKING:
    from types import FrameType

    from ringcentral_fleet.account_run import Outcome

FILE = "RINGCENTRAL_FLEET_ACCOUNTS"


@click.group()
@click.version_option(package_name="ringcentral-fleet")
@click.option(
    "--accounts",
    "file",
    type=click.Path(path_type=Path),
    default="accounts.yaml",
    envvar=FILE,
    show_default=True,
    show_envvar=True,
    help="The file of accounts.",
)
@click.pass_context
def cli(context: click.Context, file: Path) -> None:
    """Reads many RingCentral accounts into one data lake."""
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)-7s %(message)s",
        stream=sys.stderr,
    )
    context.obj = file


@cli.command()
@click.pass_obj
def check(file: Path) -> None:
    """Check the file, and that each secret is there."""
    fleet = accounts.load(file)
    for account in fleet.accounts:
        accounts.secrets_of(account)
        click.echo(f"{account.name}: {fleet.lake_of(account)}")


@cli.command()
@click.argument("names", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All accounts of the file.")
@click.option(
    "--month",
    "months",
    multiple=True,
    help="A month of history, such as 2026-03, in place of what is new; may be given again.",
)
@click.option("--anew", is_flag=True, help="Begin without a state, though there is one or rows.")
@click.option(
    "--at-once", default=1, show_default=True, type=click.IntRange(1), help="Accounts at a time."
)
@click.pass_obj
def run(  # noqa: PLR0913 - an option each
    file: Path,
    names: tuple[str, ...],
    *,
    every: bool,
    months: tuple[str, ...],
    anew: bool,
    at_once: int,
) -> None:
    """Read the accounts NAMES, each from where its last run came to.

    Ends with 1 where an account failed; the others are read.
    """
    if every == bool(names):
        raise click.UsageError("Give names of accounts, or --all.")
    worker.check()
    fleet = accounts.load(file)
    chosen = fleet.accounts if every else [fleet.account(name) for name in names]
    parts: list[Month | None] = [Month.parse(month) for month in months] or [None]
    identifier = os.environ.get("DAGSTER_RUN_ID") or uuid.uuid4().hex
    runs = [
        AccountRun(fleet, account, identifier, month=part, is_anew=anew)
        for part in parts
        for account in chosen
    ]
    ended = _end_on_signals()
    with ThreadPoolExecutor(at_once) as pool:
        outcomes = [each for each in pool.map(partial(_run, ended), runs) if each]
    if DAGSTER_PIPES_CONTEXT_ENV_VAR in os.environ:
        _tell_dagster(fleet, outcomes)
    if ended:
        sys.exit(128 + ended[0])
    failed = [each for each in outcomes if each.error]
    if len(outcomes) > 1:
        click.echo(f"{len(outcomes) - len(failed):,} of {len(outcomes):,} runs ended well.")
    sys.exit(1 if failed else 0)


def _run(ended: list[int], one: AccountRun) -> Outcome | None:
    """Run an account, unless the command is to end."""
    if ended:
        return None
    outcome = one()
    click.echo(report.line(outcome))
    return outcome


def _tell_dagster(fleet: accounts.Fleet, outcomes: list[Outcome]) -> None:
    """Tell Dagster what came of it. What failed is told, so that the command has done its work."""
    with open_dagster_pipes() as pipes:
        for outcome in outcomes:
            if outcome.error:
                told = {"error": outcome.error, "is_for_a_person": outcome.is_for_a_person}
                pipes.report_custom_message(told)
                sys.exit(0)
            report.tell_dagster(pipes, outcome, fleet.lake_of(fleet.account(outcome.account)))


def _end_on_signals() -> list[int]:
    """Let the taps end on SIGTERM and Ctrl-C, so that all that is read is loaded and kept."""
    ended: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        ended.append(number)
        for tap in list(Pipe.running):
            tap.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    return ended


def main() -> None:
    """Run the command; what a person can mend is one line."""
    try:
        cli()
    except FleetError as error:
        sys.exit(f"ringcentral-fleet: {error}")


if __name__ == "__main__":
    main()
