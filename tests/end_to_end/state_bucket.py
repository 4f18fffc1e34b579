"""Meltano keeps its state in a bucket. Apart from `make test`: boto3 wants other versions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from support.object_store import ObjectStore
from support.pipeline import PROJECT, assert_rows_are_the_truth

from .test_meltano import FEW

if TYPE_CHECKING:
    from pathlib import Path

    from support.pipeline import Pipeline

    from ringcentral_simulator import Simulator

MELTANO = PROJECT / ".targets" / "meltano" / "bin" / "meltano"


def test_run_on_another_machine_goes_on_from_the_state_in_the_bucket(
    pipeline: Pipeline, simulator: Simulator, tmp_path: Path
) -> None:
    with ObjectStore() as store:
        bucket, keys = store.new_bucket(), store.environment()
        pipeline.meltano = MELTANO
        # As docs/meltano.md shows it.
        pipeline.environment |= FEW | {
            "MELTANO_STATE_BACKEND_URI": f"s3://{bucket}/ringcentral",
            "MELTANO_STATE_BACKEND_S3_ENDPOINT_URL": store.url,
            "MELTANO_STATE_BACKEND_S3_AWS_ACCESS_KEY_ID": keys["AWS_ACCESS_KEY_ID"],
            "MELTANO_STATE_BACKEND_S3_AWS_SECRET_ACCESS_KEY": keys["AWS_SECRET_ACCESS_KEY"],
        }
        pipeline.run()
        kept = store.filesystem().get_file_info(
            f"{bucket}/ringcentral/simulator:tap-ringcentral-to-target-parquet/state.json"
        )
        assert kept.size, "no state is in the bucket"
        simulator.clock.advance(6 * 3600)
        asked_before = len(simulator.requests)
        pipeline.environment["MELTANO_DATABASE_URI"] = f"sqlite:///{tmp_path}/another.db"
        pipeline.run()
    assert_rows_are_the_truth(pipeline.rows, simulator)
    calls = [r for r in simulator.requests[asked_before:] if r.path.endswith("/call-log")]
    lookback = simulator.clock.now() - timedelta(hours=6 + 24)
    earliest = min(r.query["dateFrom"][0] for r in calls)
    assert earliest >= f"{lookback:%Y-%m-%dT%H:%M:%S}", "asked for more than the lookback"
