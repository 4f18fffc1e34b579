"""What Dagster makes of a fleet, as JSON; it runs in Dagster's environment, not in the tests'."""

import json
import sys

import dagster as dg

from ringcentral_fleet import definitions as fleet


def told(instance: dg.DagsterInstance, asset: str, partition: str) -> dict[str, object]:
    """Materialize a partition; tell what the page would show of it."""
    job = "what_is_new" if asset == "account_lake" else "history"
    result = fleet.defs.resolve_job_def(job).execute_in_process(
        instance=instance, partition_key=partition, raise_on_error=False
    )
    events = result.all_events
    failures = [each.step_failure_data for each in events if each.is_step_failure]
    return {
        "success": result.success,
        "tries": 1 + sum(each.is_step_restarted for each in events),
        "error": failures[0].user_failure_data.description if failures else "",
        "metadata": {
            name: value.value
            for each in events
            if each.is_step_materialization
            for name, value in each.materialization.metadata.items()
        },
        "checks": {each.check_name: each.passed for each in result.get_asset_check_evaluations()},
    }


def requested(instance: dg.DagsterInstance) -> list[list[str]]:
    """Tell which accounts the schedule asks for, and by which tag one run an account is let in."""
    context = dg.build_schedule_context(instance=instance)
    requests = fleet.every_account(context)
    return [[each.partition_key, each.tags[fleet.ACCOUNT]] for each in requests]


def followed(instance: dg.DagsterInstance) -> list[str]:
    """Let the sensor look at the file; tell which accounts it asks for, and keep what it found."""
    context = dg.build_sensor_context(instance=instance, definitions=fleet.defs)
    result = fleet.accounts_of_the_file(context)
    for change in result.dynamic_partitions_requests or []:
        if isinstance(change, dg.AddDynamicPartitionsRequest):
            instance.add_dynamic_partitions("account", list(change.partition_keys))
        else:
            for name in change.partition_keys:
                instance.delete_dynamic_partition("account", name)
    return [each.partition_key or "" for each in result.run_requests or []]


def main() -> None:
    """Do what the arguments say, in order; print what came of each."""
    with dg.DagsterInstance.local_temp() as instance:
        answers: list[object] = []
        for argument in sys.argv[1:]:
            asked, *rest = argument.split(":")
            if asked == "sensor":
                answers.append(followed(instance))
            elif asked == "schedule":
                answers.append(requested(instance))
            else:
                answers.append(told(instance, asked, *rest))
        print(json.dumps(answers))  # noqa: T201 - it is read by the test


main()
