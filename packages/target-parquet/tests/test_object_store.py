"""Lakes on an object store that speaks S3: every load method, and what the store refuses."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from target_parquet import TargetParquet

from .messages import activate, as_input, record, schema, state

if TYPE_CHECKING:
    from pathlib import Path

    from support.object_store import ObjectStore

    from .conftest import BucketLake

BY_DAY = {"partition_by": {"call_log": "startTime"}}
MONDAY, TUESDAY = "2026-03-02T12:00:00Z", "2026-03-03T12:00:00Z"
NOBODY = "scheme=http&endpoint_override=127.0.0.1:9"
LEGS = [{"duration": 1, "from": {"phoneNumber": "+1650"}}, None]


def failing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, destination: str, **config: Any
) -> tuple[str, str]:
    """Run the command, which must fail; return its one line of error, and what came out."""
    settings = tmp_path / "config.json"
    settings.write_text(json.dumps({"destination_path": destination, **config}))
    content = as_input([schema(), record(id="new", startTime=MONDAY), state(1)])
    done = CliRunner().invoke(
        TargetParquet.get_singer_command(), ["--config", str(settings)], input=content
    )
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    (told,) = (each for each in caplog.records if each.levelno == logging.ERROR)
    assert told.exc_info is None
    assert "\n" not in told.getMessage()
    assert "\x1b" not in told.getMessage()
    return told.getMessage(), done.stdout


def test_every_load_method_works_on_a_delta_table_in_a_bucket(bucket: BucketLake) -> None:
    first = record(id="a", startTime=MONDAY, duration=1, legs=LEGS)
    assert bucket.load(schema(), first, state(1), **BY_DAY) == [1]
    assert bucket.upsert(
        schema(), record(id="a", startTime=TUESDAY, legs=LEGS), record(id="b"), state(2), **BY_DAY
    ) == [2]
    assert bucket.rows("id, day::varchar, legs[1].from.phoneNumber") == [
        ("a", "2026-03-03", "+1650"),
        ("b", None, None),
    ]
    bucket.upsert(schema(), record(id="c", version=1), activate(1), **BY_DAY)
    assert bucket.rows("id") == [("c",)]
    bucket.load(schema(), record(id="d", startTime=MONDAY), load_method="overwrite", **BY_DAY)
    assert bucket.rows("id") == [("d",)]


def test_plain_files_come_in_a_bucket(bucket: BucketLake) -> None:
    bucket.table_format = "parquet"
    for duration in (1, 2):
        row = record(id="a", startTime=MONDAY, duration=duration)
        assert bucket.load(schema(), row, state(duration), **BY_DAY) == [duration]
    assert bucket.rows("id, duration, day::varchar") == [
        ("a", 1, "2026-03-02"),
        ("a", 2, "2026-03-02"),
    ]


@pytest.mark.parametrize("kind", ["parquet", "delta"])
def test_a_lake_is_found_by_its_address_alone(
    bucket: BucketLake, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    url = f"s3://{bucket.root}?endpoint_override={bucket.store.url[7:]}&scheme=http"
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.delenv("AWS_REGION")
    url += "&region=us-east-1"
    bucket.load(schema(), record(id="a"), destination_path=url, table_format=kind)
    bucket.table_format = kind
    assert bucket.rows("id") == [("a",)]


@pytest.mark.parametrize("kind", ["parquet", "delta"])
def test_credentials_come_from_a_profile(
    bucket: BucketLake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    of_profile = bucket.store.environment()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.delenv(name)
    lines = [
        "[warehouse]",
        f"aws_access_key_id = {of_profile['AWS_ACCESS_KEY_ID']}",
        f"aws_secret_access_key = {of_profile['AWS_SECRET_ACCESS_KEY']}",
    ]
    (tmp_path / "credentials").write_text("\n".join(lines))
    (tmp_path / "config").write_text("[profile warehouse]\nregion = us-east-1\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "warehouse")
    bucket.load(schema(), record(id="a"), table_format=kind)
    bucket.table_format = kind
    assert bucket.rows("id") == [("a",)]


@pytest.mark.parametrize(
    ("kind", "changed", "reason"),
    [
        ("parquet", {"AWS_ACCESS_KEY_ID": "nobody"}, "ACCESS_DENIED"),
        ("parquet", {"AWS_ACCESS_KEY_ID": "reader"}, "Access Denied"),
        ("delta", {"AWS_ACCESS_KEY_ID": "nobody"}, "does not exist in our records"),
        ("delta", {"AWS_SECRET_ACCESS_KEY": "wrong"}, "signature we calculated does not match"),
        ("delta", {"AWS_ACCESS_KEY_ID": "reader"}, "Access Denied"),
        ("delta", {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "onnect"),
    ],
)
def test_a_store_that_refuses_is_one_line_and_no_state(  # noqa: PLR0917 - fixtures
    bucket: BucketLake,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    changed: dict[str, str],
    reason: str,
) -> None:
    bucket.table_format = kind
    bucket.load(schema(), record(id="old"))
    with monkeypatch.context() as wrong:
        for name, value in changed.items():
            wrong.setenv(name, value)
        error, out = failing(tmp_path, caplog, f"s3://{bucket.root}", table_format=kind)
    assert reason in error
    assert "of-this-machine-only" not in error
    assert out == ""
    assert bucket.rows("id") == [("old",)]


@pytest.mark.parametrize("kind", ["parquet", "delta"])
def test_a_bucket_that_is_not_there_is_one_line_and_no_state(
    store: ObjectStore,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    kind: str,
) -> None:
    store.use(monkeypatch)
    error, out = failing(tmp_path, caplog, "s3://no-such-bucket/lake", table_format=kind)
    assert "bucket" in error.lower()
    assert out == ""


@pytest.mark.parametrize(
    ("destination", "reason"),
    [
        (f"gs://anonymous@bucket/lake?{NOBODY}&retry_limit_seconds=1", "Could not connect"),
        ("abfs://container@account.dfs.core.windows.net/lake", "127.0.0.1"),
    ],
)
def test_a_store_of_another_maker_that_is_not_there_is_one_line_and_no_state(
    destination: str,
    reason: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AZURE_STORAGE_USE_EMULATOR", "true")  # it would be on this machine
    kind = "delta" if destination.startswith("abfs") else "parquet"
    error, out = failing(tmp_path, caplog, destination, table_format=kind)
    assert reason in error
    assert out == ""


def test_a_store_that_no_delta_table_can_be_on_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    error, _ = failing(tmp_path, caplog, "fsspec+memory://lake", table_format="delta")
    assert "table_format 'delta' knows local paths, s3://, gs:// and abfs://" in error
