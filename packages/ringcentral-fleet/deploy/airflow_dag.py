# ruff: noqa: INP001 - Airflow reads it from its folder of DAGs
"""Airflow 3 in Dagster's place: a task an account, and one that fails does not stop the others.

Copy it into the folder of DAGs. RINGCENTRAL_FLEET_COMMAND is the command, of an environment of its
own, and RINGCENTRAL_FLEET_ACCOUNTS its file. For the image, take DockerOperator with `command`, or
KubernetesPodOperator with `arguments`, in the place of BashOperator with `bash_command`.
"""

import os
from datetime import timedelta
from pathlib import Path

import yaml
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import dag, task

COMMAND = os.environ.get("RINGCENTRAL_FLEET_COMMAND", "ringcentral-fleet")
FILE = Path(os.environ.get("RINGCENTRAL_FLEET_ACCOUNTS", "/etc/ringcentral-fleet/accounts.yaml"))


@dag(schedule="*/5 * * * *", catchup=False, max_active_runs=1)
def ringcentral() -> None:
    """Read what is new of each account of the file."""

    @task
    def commands() -> list[str]:
        accounts = yaml.safe_load(FILE.read_text("utf-8"))["accounts"]
        return [f"{COMMAND} --accounts {FILE} run {account['name']}" for account in accounts]

    BashOperator.partial(
        task_id="read",
        append_env=True,
        max_active_tis_per_dag=2,
        retries=2,
        retry_delay=timedelta(minutes=1),
        map_index_template="{{ task.bash_command.split()[-1] }}",
    ).expand(bash_command=commands())


ringcentral()
