"""The models with a fault in one of them, run again over a lake that they were run over."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

import duckdb
from support.answers import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.answers import Answers


@dataclass(frozen=True)
class Fault:
    """A mistake in a model, as in the SQL that dbt compiles.

    Attributes:
        model: Its name.
        right: What stands there.
        wrong: What stands there by mistake.
    """

    model: str
    right: str
    wrong: str


class Mutant:
    """What the models make of a lake with a fault; those before it are taken as they are."""

    def __init__(self, built: Answers, fault: Fault, home: Path) -> None:
        file = home / "mutant.duckdb"
        shutil.copy(built.database, file)
        self._database = duckdb.connect()
        self._database.execute(f"attach '{file}' as \"{built.lake.name}\"")
        self._database.execute("set timezone = 'UTC'")
        manifest = json.loads((built.home / "target" / "manifest.json").read_text())
        for node in _from(fault.model, manifest):
            query = node["compiled_code"]
            if node["name"] == fault.model:
                assert fault.right in query
                query = query.replace(fault.right, fault.wrong)
            kind = node["config"]["materialized"]
            self._database.execute(f"create or replace {kind} {node['relation_name']} as {query}")
        self._schema = manifest["nodes"][f"model.ringcentral.{fault.model}"]["schema"]
        self._name = built.lake.name

    def rows(self, mart: str) -> list[dict[str, Any]]:
        """Read a mart."""
        return rows_of(self._database, f'from "{self._name}"."{self._schema}".ringcentral__{mart}')

    def close(self) -> None:
        """Let the database go."""
        self._database.close()


def _from(model: str, manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a model and all that are made of it, each after those that it is made of."""
    nodes = {key: node for key, node in manifest["nodes"].items() if key.startswith("model.")}
    parts = {key: set(node["depends_on"]["nodes"]) for key, node in nodes.items()}
    found = {f"model.ringcentral.{model}"}
    for key in TopologicalSorter(parts).static_order():
        if key in found or (key in nodes and found & parts[key]):
            found.add(key)
            yield nodes[key]
