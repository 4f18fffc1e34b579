"""What is in deploy: each file can be used as it is, and keeps what it promises."""

from __future__ import annotations

import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from ringcentral_fleet import accounts

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "packages" / "ringcentral-fleet" / "deploy"
DOCKERFILE = DEPLOY / "Dockerfile"
HADOLINT = Path(sys.executable).with_name("hadolint")
PACKAGES = [
    ROOT / "tap_ringcentral",
    ROOT / "packages" / "target-parquet" / "target_parquet",
    ROOT / "packages" / "ringcentral-fleet" / "ringcentral_fleet",
]
NEVER = [
    *(".env", ".git/config", ".venv/bin/python", ".meltano/meltano.db", ".targets/ready"),
    *("lake/account/call_log/part.parquet", "tap_ringcentral/.env", "tests/conftest.py"),
    *("packages/target-parquet/.venv/pyvenv.cfg", "packages/ringcentral-fleet/secrets/acme_jwt"),
    "packages/ringcentral-fleet/deploy/secrets/acme_jwt",
]
# A value that is long and random enough to be one.
SECRET = re.compile(r"eyJ[\w-]{10}|[A-Za-z0-9+/]{40}|BEGIN [A-Z ]*PRIVATE KEY")


def documents(name: str) -> list[Any]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text("utf-8")))


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, each with its arguments."""
    text = DOCKERFILE.read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(name, rest) for name, rest in (each.split(maxsplit=1) for each in joined.splitlines())]


def is_sent(path: str) -> bool:
    """Whether a build gets a file, by .dockerignore: the last line that fits it decides."""
    sent = True
    places = [path, *map(str, Path(path).parents)]
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        is_rule = line and not line.startswith("#")
        if is_rule and any(fits(each, line.removeprefix("!")) for each in places):
            sent = line.startswith("!")
    return sent


def fits(path: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch(Path(path).name, pattern[3:])
    return path.count("/") == pattern.count("/") and fnmatch(path, pattern)


def test_the_dockerfile_has_nothing_that_hadolint_warns_of() -> None:
    done = subprocess.run(
        [HADOLINT, "--no-color", DOCKERFILE], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_a_container_ends_on_sigterm_and_is_not_root() -> None:
    last = dict(instructions())
    assert last["ENTRYPOINT"] == '["ringcentral-fleet"]'
    assert last["USER"] == "10001:10001"
    assert last["FROM"].endswith(" AS pipeline"), "another image is built by default"


def test_no_secret_can_come_into_a_layer_of_the_image() -> None:
    given = [arguments for name, arguments in instructions() if name in {"ARG", "ENV"}]
    assert not [each for each in given if re.search(r"(?i)secret|jwt|password|token|_key", each)]
    assert "ADD" not in {name for name, _ in instructions()}


def test_each_copied_source_is_there_and_sent_to_the_build() -> None:
    copied = [
        source
        for name, arguments in instructions()
        if name == "COPY" and "--from" not in arguments
        for source in arguments.split()[:-1]
    ]
    assert len(copied) >= 5
    for source in copied:
        assert (ROOT / source).exists(), source
        assert source == "packages" or is_sent(source), source


def test_a_build_gets_the_whole_packages_and_nothing_that_is_private() -> None:
    files = [file for each in PACKAGES for file in each.rglob("*.*") if file.suffix != ".pyc"]
    needed = [*files, *(each.parent / "pyproject.toml" for each in PACKAGES)]
    assert len(needed) > 100
    assert not [each for each in needed if not is_sent(str(each.relative_to(ROOT)))]
    assert not [each for each in NEVER if is_sent(each)]


@pytest.mark.parametrize("name", ["accounts.yaml", "compose.yaml", "cronjob.yaml", "dagster.yaml"])
def test_no_example_holds_a_secret(name: str) -> None:
    assert all(isinstance(each, dict) for each in documents(name))
    assert not SECRET.search((DEPLOY / name).read_text("utf-8"))


def test_the_examples_accounts_can_be_loaded_and_their_rows_merged_in_a_bucket(
    tmp_path: Path,
) -> None:
    config, _ = documents("cronjob.yaml")
    of_a_pod = tmp_path / "accounts.yaml"
    of_a_pod.write_text(config["data"]["accounts.yaml"], "utf-8")
    for file in (DEPLOY / "accounts.yaml", of_a_pod):
        fleet = accounts.load(file)
        assert fleet.loader["table_format"] == "delta"
        assert fleet.lake.startswith("s3://")
        assert fleet.state.startswith("s3://")
        assert fleet.tokens == "/data/tokens"
        assert all(secret.file for each in fleet.accounts for secret in each.secrets.values())


def test_services_write_to_their_volumes_alone_and_secrets_are_where_runs_are() -> None:
    (compose,) = documents("compose.yaml")
    services = compose["services"]
    assert services["webserver"]["ports"] == ["127.0.0.1:3000:3000"]
    for name in ("code", "daemon", "webserver"):
        assert services[name]["read_only"] is True
        assert services[name]["tmpfs"] == ["/tmp"]  # noqa: S108 - of the container
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["build"]["target"] == "engine"
        context = (DEPLOY / services[name]["build"]["context"]).resolve()
        assert context / services[name]["build"]["dockerfile"] == DOCKERFILE
        assert services[name]["command"][0].startswith("dagster")
    assert [name for name, each in services.items() if "secrets" in each] == ["code"]
    keys = [value for name, value in services["code"]["environment"].items() if "_KEY" in name]
    assert [each[:2] for each in keys] == ["${", "${"], "a key is in the file"


def test_each_secret_of_the_accounts_is_given_to_the_service() -> None:
    (compose,) = documents("compose.yaml")
    needed = {
        Path(secret.file or "").name
        for account in accounts.load(DEPLOY / "accounts.yaml").accounts
        for secret in account.secrets.values()
    }
    assert set(compose["services"]["code"]["secrets"]) == needed == compose["secrets"].keys()
    assert all((DEPLOY / each["file"]).is_file() for each in compose["configs"].values())


def test_a_pod_may_do_no_more_than_it_needs_and_runs_once_at_a_time() -> None:
    config, job = documents("cronjob.yaml")
    spec = job["spec"]["jobTemplate"]["spec"]
    pod = spec["template"]["spec"]
    (container,) = pod["containers"]
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    assert pod["restartPolicy"] == "Never"
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert f"USER {pod['securityContext']['runAsUser']}:" in DOCKERFILE.read_text("utf-8")
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert "memory" in container["resources"]["limits"]
    names = [each["name"] for each in yaml.safe_load(config["data"]["accounts.yaml"])["accounts"]]
    assert container["args"] == ["run", *names]
    mounted = {each["name"] for each in container["volumeMounts"]}
    assert mounted == {each["name"] for each in pod["volumes"]}
