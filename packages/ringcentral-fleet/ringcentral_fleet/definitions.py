"""What Dagster shows and starts: an account each partition, and each month of an account.

Dagster has the schedule, the queue, the retries and the page. What an account takes runs as the
command `ringcentral-fleet run`, which tells by Dagster Pipes how it went, in an environment of its
own: RINGCENTRAL_FLEET_COMMAND, where it is not on the PATH.
"""

# Without `from __future__ import annotations`: Dagster looks at the types of an asset's arguments.
import os
import shlex
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from ringcentral_fleet.accounts import load

FILE = Path(os.environ.get("RINGCENTRAL_FLEET_ACCOUNTS", "accounts.yaml"))
COMMAND = shlex.split(os.environ.get("RINGCENTRAL_FLEET_COMMAND", "ringcentral-fleet"))
ACCOUNT = "dagster/partition/account"
"""The tag by which one run an account is let through (dagster.yaml); a month's runs have it."""
_UNDERWAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]

fleet = load(FILE)
accounts = dg.DynamicPartitionsDefinition(name="account")
today = datetime.now(UTC).date()
first_month = (fleet.history_since or date(today.year - 1, today.month, 1)).replace(day=1)
months = dg.MonthlyPartitionsDefinition(start_date=str(first_month), end_offset=1)
retries = dg.RetryPolicy(max_retries=2, delay=fleet.retry_seconds, backoff=dg.Backoff.EXPONENTIAL)


def read(
    context: dg.AssetExecutionContext,
    pipes: dg.PipesSubprocessClient,
    account: str,
    *options: str,
) -> Iterator[Any]:
    """Run the command for an account, and yield what it tells.

    Raises:
        Failure: The account could not be read; the description says what to change.
    """
    command = [*COMMAND, "--accounts", str(FILE), "run", account, *options]
    done = pipes.run(context=context.op_execution_context, command=command)
    for told in done.get_custom_messages():
        raise dg.Failure(told["error"], allow_retries=not told["is_for_a_person"])
    yield from done.get_results()


@dg.asset(
    partitions_def=accounts,
    retry_policy=retries,
    check_specs=[
        dg.AssetCheckSpec("rows_arrived", asset="account_lake"),
        dg.AssetCheckSpec("bookmark_is_recent", asset="account_lake"),
        dg.AssetCheckSpec("agrees_with_ringcentral", asset="account_lake"),
    ],
    group_name="ringcentral",
)
def account_lake(
    context: dg.AssetExecutionContext, pipes: dg.PipesSubprocessClient
) -> Iterator[Any]:
    """What is new of an account, from where its last run came to."""
    yield from read(context, pipes, context.partition_key)


@dg.asset(
    partitions_def=dg.MultiPartitionsDefinition({"account": accounts, "month": months}),
    retry_policy=retries,
    check_specs=[dg.AssetCheckSpec("rows_arrived", asset="account_history")],
    group_name="ringcentral",
)
def account_history(
    context: dg.AssetExecutionContext, pipes: dg.PipesSubprocessClient
) -> Iterator[Any]:
    """A month of an account's calls, whenever it is asked for."""
    keys = context.partition_key.keys_by_dimension
    yield from read(context, pipes, keys["account"], "--month", keys["month"])


what_is_new = dg.define_asset_job("what_is_new", [account_lake])
history = dg.define_asset_job("history", [account_history])


def request(account: str) -> dg.RunRequest:
    """Return what asks for a run of an account."""
    return dg.RunRequest(partition_key=account, tags={ACCOUNT: account})


@dg.sensor(
    job=what_is_new,
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def accounts_of_the_file(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Follow the file: a new account is read at once, one that is gone is asked for no more."""
    known = set(context.instance.get_dynamic_partitions("account"))
    wanted = {account.name for account in load(FILE).accounts}
    new, gone = sorted(wanted - known), sorted(known - wanted)
    changes: list[Any] = [accounts.build_add_request(new)] if new else []
    changes += [accounts.build_delete_request(gone)] if gone else []
    return dg.SensorResult(
        run_requests=[request(name) for name in new], dynamic_partitions_requests=changes
    )


@dg.schedule(
    job=what_is_new,
    cron_schedule=fleet.schedule,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def every_account(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest]:
    """Ask for each account that is not waiting or read already."""
    underway = context.instance.get_runs(dg.RunsFilter(statuses=_UNDERWAY))
    busy = {run.tags.get(ACCOUNT) for run in underway}
    for name in context.instance.get_dynamic_partitions("account"):
        if name not in busy:
            yield request(name)


defs = dg.Definitions(
    assets=[account_lake, account_history],
    jobs=[what_is_new, history],
    sensors=[accounts_of_the_file],
    schedules=[every_account],
    resources={"pipes": dg.PipesSubprocessClient()},
    executor=dg.in_process_executor,
)
