"""A contributor adds a stream in four places, as CONTRIBUTING says, and it is all there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ringcentral_simulator import facts

PROJECT = Path(__file__).parents[1]
PATH = "/restapi/v1.0/account/{accountId}/parking-spots"
PARTS = ("tap_ringcentral", "packages", "scripts", "tests", "docs", "plugins")
FILES = ("README.md", "meltano.yml", "pyproject.toml")

CLASS = '''

class ParkingSpot(RingCentralStream):
    """A place to leave a car."""

    name = "parking_spot"
    path = "/parking-spots"
    primary_keys = ("id",)
    permission = "ReadParking"
    rate_limit_group = "Light"
'''
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "description": "One place to leave a car.",
    "properties": {
        "id": {"type": "string", "description": "Identifier of the place."},
        "level": {"type": ["integer", "null"], "description": "On which floor it lies."},
    },
}
ROUTE = '''

def parking_spots(exchange: Exchange) -> Json:
    """Answer a made-up list: one place a site."""
    count = len(exchange.account.company.sites)
    return {"records": [{"id": 100 + level, "level": level} for level in range(count)]}


ROUTES = (
    *ROUTES,
    whole("parking-spots", Group.LIGHT, parking_spots, user_permission="ReadParking"),
)
'''
DOCUMENTED = {
    "responses": {
        "200": {
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "records": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "properties": {
                                        "id": {"type": "integer", "format": "int64"},
                                        "level": {"type": "integer", "format": "int32"},
                                    },
                                },
                            }
                        },
                    }
                }
            }
        }
    },
    "x-app-permission": "ReadAccounts",
    "x-throttling-group": "Light",
    "x-user-permission": "ReadParking",
}
# Of pytest's plugins those alone that are asked for: each takes its time in each process.
PLAIN = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "-p no:cacheprovider"}
REGISTRY = "tests/streams/test_registry.py"
SCHEMAS = "tests/schemas/test_schemas.py"
ANSWERS = "packages/ringcentral-simulator/tests/test_contract_account.py"
CATALOG = ("tests/test_catalog.py", "-p", "syrupy", "--snapshot-update")
READ = """
import json, sys
from datetime import UTC, datetime
from support.runs import SimulatedClock, config_of, only, run
from ringcentral_simulator import Clock, Simulator

with Simulator(clock=Clock(datetime(2026, 3, 20, 15, 0, tzinfo=UTC), frozen=True)) as simulator:
    clock = SimulatedClock(simulator)
    rows = run(simulator, clock=clock, catalog=only("parking_spot")).records["parking_spot"]
    sites = simulator.truth.answer("/restapi/v1.0/account/~/sites")["records"]
    json.dump([rows, len(sites)], sys.stdout)
"""


class Copy:
    """A copy of the repository, in which to work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in PARTS:
            ignored = shutil.ignore_patterns("__pycache__", "*.sock")
            shutil.copytree(PROJECT / part, folder / part, ignore=ignored)
        for name in FILES:
            shutil.copy(PROJECT / name, folder / name)

    def add(self, name: str, text: str) -> None:
        """Write to the end of a file."""
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.text(name)
        assert old in text
        (self.folder / name).write_text(text.replace(old, new, 1), "utf-8")

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python as in a checkout of the copy."""
        packages = (self.folder / "packages").iterdir()
        places = [self.folder, *packages, self.folder / "tests", self.folder / "scripts"]
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, places)), **PLAIN},
            capture_output=True,
            text=True,
            check=False,
        )

    def tests(self, *arguments: str) -> str:
        """What tests of this stream say."""
        return self.python("-m", "pytest", "-v", "-k", "parking", *arguments).stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "copy")


def test_stream_takes_four_places_and_whatever_is_missing_is_named(copy: Copy) -> None:
    copy.add("tap_ringcentral/streams/directory.py", CLASS)
    streams = "tap_ringcentral/streams/__init__.py"
    copy.replace(streams, "STREAMS: dict[str, type[RingCentralStream]] = {", _REGISTERED)
    description = facts.document()
    paths = {**description["paths"], PATH: {"get": DOCUMENTED}}
    (copy.folder / "described.json").write_text(json.dumps({**description, "paths": paths}))
    done = copy.python("scripts/renew_facts.py", "described.json", PATH)
    assert done.returncode == 0, done.stderr

    told = copy.tests(REGISTRY, "--noconftest")
    assert "Add tap_ringcentral/schemas/parking_spot.json, with these properties" in told
    assert "The simulator has no /restapi/v1.0/account/{account_id}/parking-spots: add" in told

    (copy.folder / "tap_ringcentral/schemas/parking_spot.json").write_text(json.dumps(SCHEMA))
    copy.add("packages/ringcentral-simulator/ringcentral_simulator/endpoints/charging.py", ROUTE)
    told = copy.tests(REGISTRY, SCHEMAS, ANSWERS, *CATALOG)
    assert "failed" not in told, told
    assert "test_simulator_serves_a_stream[parking_spot] PASSED" in told
    assert f"[{PATH}] PASSED" in told  # its answer is as it is documented

    found = json.loads(copy.python("-m", "tap_ringcentral", "--discover").stdout)["streams"]
    (entry,) = (each for each in found if each["tap_stream_id"] == "parking_spot")
    assert entry["key_properties"] == ["id"]

    done = copy.python("-c", READ)
    assert done.returncode == 0, done.stderr
    rows, sites = json.loads(done.stdout)
    assert rows == [{"id": str(100 + level), "level": level} for level in range(sites)]

    assert copy.python("scripts/generate_docs.py").returncode == 0
    line = "| `parking_spot` | One place to leave a car. | `id` | full table | `ReadAccounts` | "
    assert line in copy.text("docs/streams.md")
    line = "| `GET .../parking-spots` | Light |"
    assert line in copy.text("packages/ringcentral-simulator/README.md")
    assert "'stream': 'parking_spot'" in copy.text("tests/__snapshots__/test_catalog.ambr")


_REGISTERED = """STREAMS: dict[str, type[RingCentralStream]] = {
    "parking_spot": directory.ParkingSpot,"""
