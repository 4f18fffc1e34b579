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

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python as in a checkout of the copy."""
        packages = (self.folder / "packages").iterdir()
        places = [self.folder, *packages, self.folder / "tests", self.folder / "scripts"]
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, places))},
            capture_output=True,
            text=True,
            check=False,
        )

    def registry(self) -> str:
        """What the test says that names missing places, of this stream."""
        test = ("-m", "pytest", "-q", "--noconftest", "-k", "parking_spot")
        plain = ("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest")
        return self.python(*test, *plain, "tests/streams/test_registry.py").stdout


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

    told = copy.registry()
    assert "Add tap_ringcentral/schemas/parking_spot.json, with these properties" in told
    assert "The simulator has no /restapi/v1.0/account/{account_id}/parking-spots: add" in told

    (copy.folder / "tap_ringcentral/schemas/parking_spot.json").write_text(json.dumps(SCHEMA))
    copy.add("packages/ringcentral-simulator/ringcentral_simulator/endpoints/charging.py", ROUTE)
    assert "failed" not in (told := copy.registry()), told
    assert "passed" in told

    found = json.loads(copy.python("-m", "tap_ringcentral", "--discover").stdout)["streams"]
    (entry,) = (each for each in found if each["tap_stream_id"] == "parking_spot")
    assert entry["key_properties"] == ["id"]

    done = copy.python("-c", READ)
    assert done.returncode == 0, done.stderr
    rows, sites = json.loads(done.stdout)
    assert rows == [{"id": str(100 + level), "level": level} for level in range(sites)]

    assert copy.python("scripts/generate_docs.py").returncode == 0
    documents = (copy.folder / "docs/streams.md").read_text("utf-8")
    (line,) = (each for each in documents.splitlines() if each.startswith("| `parking_spot` |"))
    assert "One place to leave a car. | `id` | full table | `ReadAccounts` | `ReadParking`" in line


_REGISTERED = """STREAMS: dict[str, type[RingCentralStream]] = {
    "parking_spot": directory.ParkingSpot,"""
