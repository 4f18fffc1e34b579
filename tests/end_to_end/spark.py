"""Spark reads a lake of plain files. Apart from `make test`: a JVM of its own, half a gigabyte."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from support.pipeline import BIN, PROJECT

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = PROJECT / ".targets" / "spark" / "bin" / "python"
# As docs/lake.md shows it.
READ = """
import sys
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", False)
spark = spark.config("spark.sql.session.timeZone", "UTC").getOrCreate()
calls = spark.read.option("mergeSchema", True).parquet(sys.argv[1] + "/call_log")
names = ["id", "duration", "day", "hour(startTime)", "legs[0].from.phoneNumber", "note"]
print([list(map(str, row)) for row in calls.selectExpr(*names).orderBy("id").collect()])
"""
DECLARED = {
    "id": {"type": "string"},
    "startTime": {"type": "string", "format": "date-time"},
    "duration": {"type": "integer"},
    "legs": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "from": {"type": "object", "properties": {"phoneNumber": {"type": "string"}}}
            },
        },
    },
}


def load(home: Path, declared: dict[str, object], *records: dict[str, object]) -> None:
    """Upsert records of a stream."""
    schema = {"properties": declared}
    stream: dict[str, object] = {"stream": "call_log"}
    lines = [{"type": "SCHEMA", **stream, "schema": schema, "key_properties": ["id"]}]
    lines += [{"type": "RECORD", **stream, "record": record} for record in records]
    settings = home / "target.json"
    own = {"destination_path": str(home / "lake"), "load_method": "upsert"}
    settings.write_text(json.dumps(own | {"partition_by": {"call_log": "startTime"}}))
    subprocess.run(
        [BIN / "target-parquet", "--config", settings],
        input="\n".join(map(json.dumps, lines)),
        text=True,
        check=True,
    )


def test_spark_reads_days_nested_legs_and_columns_that_came_later(tmp_path: Path) -> None:
    legs = [{"from": {"phoneNumber": "+1650"}}]
    load(tmp_path, DECLARED, {"id": "a", "startTime": "2026-03-10T12:00:00Z", "legs": legs})
    later = {"id": "b", "startTime": "2026-03-11T13:00:00Z", "duration": 7, "note": "new"}
    load(tmp_path, DECLARED | {"note": {"type": "string"}}, later)
    read = subprocess.run(
        [PYTHON, "-c", READ, tmp_path / "lake"], capture_output=True, text=True, check=False
    )
    assert read.returncode == 0, read.stderr[-2_000:]
    assert read.stdout.splitlines()[-1] == str(
        [
            ["a", "None", "2026-03-10", "12", "+1650", "None"],
            ["b", "7", "2026-03-11", "13", "None", "new"],
        ]
    )
