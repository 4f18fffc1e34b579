"""The setting `account_id_column`, and catalogs that were discovered with it or without."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.runs import LineOutput

from tap_ringcentral.account_id import ACCOUNT_ID
from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.tap import TapRingCentral

Row = dict[str, Any]
ON: Row = {"account_id_column": True}


def discovered(**settings: Any) -> Row:
    tap = TapRingCentral(config=settings, validate_config=False)
    catalog: Row = json.loads(tap.catalog_json_text)
    return catalog


def told(catalog: Row, **settings: Any) -> dict[str, Row]:
    """What the tap makes of a catalog: its own of each stream, and each SCHEMA."""
    output = LineOutput()
    tap = TapRingCentral(
        config={"client_id": "x", "client_secret": "y", "jwt": "z", **settings},
        catalog=catalog,
        message_writer=output,
    )
    found = {entry["stream"]: entry for entry in json.loads(tap.catalog_json_text)["streams"]}
    for entry in found.values():
        entry["metadata"].sort(key=repr)
    tap.write_schemas()
    return {each["stream"]: {**found[each["stream"]], **each} for each in output.of_type("SCHEMA")}


@pytest.mark.parametrize("is_on", [True, False])
def test_catalog_that_was_discovered_otherwise_has_schemas_and_keys_as_the_setting_says(
    is_on: bool,  # noqa: FBT001 - pytest gives it
) -> None:
    right, other = ({"account_id_column": each} for each in (is_on, not is_on))
    assert told(discovered(**other), **right) == told(discovered(**right), **right)


def test_what_a_catalog_selects_stays_selected_and_the_account_cannot_be_deselected() -> None:
    catalog = discovered()
    for entry in catalog["streams"]:
        for each in entry["metadata"]:
            if each["breadcrumb"][1:] in (["from"], ["accountId"], ["eventTime"]):
                each["metadata"]["selected"] = False
    schema = told(catalog, **ON)["call_log"]["schema"]["properties"]
    assert "from" not in schema
    assert "to" in schema
    assert ACCOUNT_ID in told(catalog, **ON)["audit_trail"]["schema"]["properties"]


@pytest.mark.parametrize("settings", [{}, ON], ids=["off", "on"])
def test_catalog_without_metadata_loses_no_property_with_the_setting(settings: Row) -> None:
    catalog = discovered()
    (site,) = (each for each in catalog["streams"] if each["stream"] == "site")
    config = {"client_id": "x", "client_secret": "y", "jwt": "z", **settings}
    tap = TapRingCentral(config=config, catalog={"streams": [{**site, "metadata": []}]})
    (schema,) = tap.streams["site"]._generate_schema_messages()
    assert schema.schema["properties"].keys() - {ACCOUNT_ID} == site["schema"]["properties"].keys()
    assert list(schema.key_properties or ()) == ([ACCOUNT_ID, "id"] if settings else ["id"])


def test_keys_that_a_user_chose_are_kept_without_the_setting_and_follow_the_account_with_it() -> (
    None
):
    catalog = discovered()
    (site,) = (each for each in catalog["streams"] if each["stream"] == "site")
    (trail,) = (each for each in catalog["streams"] if each["stream"] == "audit_trail")
    site["key_properties"], trail["key_properties"] = ["id", "name"], [ACCOUNT_ID, "id"]
    assert told(catalog)["site"]["key_properties"] == ["id", "name"]
    assert told(catalog)["audit_trail"]["key_properties"] == [ACCOUNT_ID, "id"]
    assert told(catalog, **ON)["site"]["key_properties"] == [ACCOUNT_ID, "id", "name"]


def test_stream_map_that_drops_the_account_is_refused_as_for_any_key() -> None:
    with pytest.raises(SettingsError, match="stream_maps"):
        told(discovered(), stream_maps={"site": {ACCOUNT_ID: None}}, **ON)
