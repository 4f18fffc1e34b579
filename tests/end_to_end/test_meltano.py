"""`meltano run tap-ringcentral target-parquet`, with nothing mocked but RingCentral itself."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest
from support.pipeline import BIN, PROJECT, START, assert_rows_are_the_truth, by_key, kill

from ringcentral_simulator import Fault, FaultKind

if TYPE_CHECKING:
    from pathlib import Path

    from support.pipeline import Pipeline

    from ringcentral_simulator import Simulator


# The streams that are compared; reading the others as well is tested once.
FEW = {
    "TAP_RINGCENTRAL__SELECT": json.dumps(
        ["call_log.*", "call_log_leg.*", "call_queue.*", "call_queue_member.*", "extension.*"]
    )
}


def assert_lake_is_the_truth(pipeline: Pipeline, simulator: Simulator) -> None:
    assert_rows_are_the_truth(pipeline.rows, simulator)


def test_lake_holds_every_call_once_and_a_later_run_brings_what_changed(
    pipeline: Pipeline, simulator: Simulator
) -> None:
    pipeline.run()
    assert_legs_are_nested_and_times_are_timestamps(pipeline)
    assert_lake_is_the_truth(pipeline, simulator)
    before = by_key(simulator.truth.calls(date_from=START), "id")

    simulator.clock.advance(6 * 3600)
    asked_before = len(simulator.requests)
    pipeline.run()
    assert_lake_is_the_truth(pipeline, simulator)
    after = by_key(simulator.truth.calls(date_from=START), "id")
    assert any(after[key] != before[key] for key in before.keys() & after.keys()), "no edits"
    assert after.keys() - before.keys(), "no new calls"

    calls = [r for r in simulator.requests[asked_before:] if r.path.endswith("/call-log")]
    earliest = min(r.query["dateFrom"][0] for r in calls)
    lookback = simulator.clock.now() - timedelta(hours=6 + 24)
    assert earliest >= f"{lookback:%Y-%m-%dT%H:%M:%S}", "asked for more than the lookback"


def test_backfill_goes_on_with_changes_and_deletions_through_meltano_metadata(
    pipeline: Pipeline, simulator: Simulator
) -> None:
    pipeline.environment |= FEW
    pipeline.run()
    simulator.clock.advance(6 * 3600)
    deleted = next(simulator.truth.calls(date_from=START))["id"]
    simulator.delete(deleted)
    pipeline.environment["TAP_RINGCENTRAL__METADATA"] = json.dumps(
        {"call_log": {"replication-key": "lastModifiedTime"}}
    )
    asked_before = len(simulator.requests)
    pipeline.run()
    expected = by_key(simulator.truth.all_calls(date_from=START), "id")
    assert by_key(pipeline.rows("call_log"), "id") == expected
    assert expected[deleted,]["deleted"] is True
    asked = [r.path.rsplit("/", 1)[1] for r in simulator.requests[asked_before:]]
    assert "call-log-extract-sync" in asked
    assert "call-log" not in asked


def assert_legs_are_nested_and_times_are_timestamps(pipeline: Pipeline) -> None:
    described = duckdb.sql(f"describe from read_parquet('{pipeline.lake}/call_log/**/*.parquet')")
    assert described is not None
    types = {row[0]: str(row[1]) for row in described.fetchall()}
    assert types["startTime"] == "TIMESTAMP WITH TIME ZONE"
    assert types["legs"].startswith("STRUCT(")
    assert types["legs"].endswith("[]")
    assert types["from"].startswith("STRUCT(")


def test_second_extractor_of_a_project_has_a_token_store_of_its_own(tmp_path: Path) -> None:
    own = "  - name: tap-ringcentral--second\n    inherit_from: tap-ringcentral\n"
    project = (PROJECT / "meltano.yml").read_text(encoding="utf-8")
    changed = project.replace("  loaders:\n", f"{own}  loaders:\n", 1)
    (tmp_path / "meltano.yml").write_text(changed, encoding="utf-8")
    printed = subprocess.run(
        [BIN / "meltano", "--environment=account", "config", "print", "tap-ringcentral--second"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    store = json.loads(printed.stdout)["token_store"]
    assert store == f"{tmp_path}/.meltano/tokens/account-tap-ringcentral--second.json"


@pytest.mark.parametrize("plugin", ["tap-ringcentral", "target-parquet"])
def test_killed_run_is_resumed_and_nothing_is_missing(
    pipeline: Pipeline, simulator: Simulator, plugin: str
) -> None:
    pipeline.environment |= FEW
    # The second window's answer takes its time: the tap is in the middle when it is killed.
    simulator.inject(Fault(FaultKind.SLOW, path="/call-log", after=1, delay=0.3, pieces=10))
    process = pipeline.start()

    def half_way() -> bool:
        return any(r.path.endswith("/call-log") for r in simulator.requests)

    with ThreadPoolExecutor(1) as reader:  # else what is logged would fill the pipe
        ended = reader.submit(process.communicate, timeout=60)
        kill(process, plugin, when=half_way)
        output, _ = ended.result()
    assert process.returncode != 0, output
    pipeline.run()
    assert_lake_is_the_truth(pipeline, simulator)
