"""The file of accounts: what is wrong in it is told, and no secret stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from support.pipeline import PROJECT

from ringcentral_fleet.accounts import SECRETS, load, secrets_of
from ringcentral_fleet.configuration import LOADER
from ringcentral_fleet.errors import FleetError
from tap_ringcentral.config.properties import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "lake: lake\nstate: s3://bucket/state\naccounts:\n"
NORTH = "- name: north\n  settings: {client_id: app}\n  secrets: {jwt: {env: NORTH_JWT}}\n"
SECRET = "eyJ-not-to-be-told"


def written(folder: Path, text: str) -> Path:
    file = folder / "accounts.yaml"
    file.write_text(text)
    return file


def test_paths_are_those_of_the_files_folder_and_buckets_stay(tmp_path: Path) -> None:
    fleet = load(written(tmp_path, HEAD + NORTH))
    assert fleet.state == "s3://bucket/state"
    assert fleet.lake_of(fleet.account("north")) == f"{tmp_path}/lake/account=north"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + NORTH + NORTH, "has 'north' twice"),
        (HEAD + NORTH.replace("north", "North East", 1), r"at `\$.accounts\[0\].name`"),
        (HEAD + NORTH + "  jwt: x\n", "unknown field `jwt`"),
        ("state: s\n" + NORTH, "is no YAML|Expected `object`"),
        ("state: s\naccounts: []\n", "missing required field `lake`"),
        (HEAD + NORTH.replace("client_id: app", f"jwt: {SECRET}"), "has jwt, which is a secret"),
        (
            HEAD.replace("accounts", f"settings: {{password: {SECRET}}}\naccounts") + NORTH,
            "settings has password",
        ),
        (HEAD + NORTH.replace("client_id: app", "token_store: x"), "a file of its own"),
        (HEAD + NORTH.replace("jwt:", "client_id:"), "secrets.client_id is no secret"),
        (HEAD + NORTH.replace("{env: NORTH_JWT}", "{}"), "needs env or file"),
        (HEAD + NORTH.replace("{env: NORTH_JWT}", SECRET), "Expected `object`"),
        (HEAD + "- {", "line 4 is no YAML"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_and_no_secret_is(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(FleetError, match=told) as failed:
        load(written(tmp_path, text))
    assert SECRET not in str(failed.value)


def test_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FleetError, match="No such file"):
        load(tmp_path / "none.yaml")


def test_secrets_come_from_variables_and_files(tmp_path: Path) -> None:
    (tmp_path / "jwt").write_text(f"{SECRET}\n")
    account = load(
        written(tmp_path, HEAD + NORTH.replace("{env: NORTH_JWT}", "{file: jwt}"))
    ).account("north")
    assert secrets_of(account) == {"jwt": SECRET}
    by_variable = load(written(tmp_path, HEAD + NORTH)).account("north")
    assert secrets_of(by_variable, {"NORTH_JWT": SECRET}) == {"jwt": SECRET}
    with pytest.raises(FleetError, match=r"north: secrets.jwt: the variable NORTH_JWT is not set"):
        secrets_of(by_variable, {})
    (tmp_path / "jwt").write_text("\n")
    with pytest.raises(FleetError, match="is empty"):
        secrets_of(account)
    (tmp_path / "jwt").unlink()
    with pytest.raises(FleetError, match="cannot be read"):
        secrets_of(account)


def test_every_secret_of_the_tap_is_one_here() -> None:
    of_tap = {name for name, each in SETTINGS.to_dict()["properties"].items() if each.get("secret")}
    assert of_tap == SECRETS


def test_partitions_are_those_of_the_meltano_project() -> None:
    (loader,) = (
        each
        for each in yaml.safe_load((PROJECT / "meltano.yml").read_text())["plugins"]["loaders"]
        if each["name"] == "target-parquet"
    )
    assert {name: loader["config"][name] for name in LOADER} == LOADER
