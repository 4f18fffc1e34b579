"""`tap-ringcentral | target-parquet`, with nothing between them."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import yaml

from support import leaks
from support.pipeline import BIN, PROJECT
from support.runs import USUAL_STREAMS, catalog_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from ringcentral_simulator import Simulator

LOADER = yaml.safe_load((PROJECT / "meltano.yml").read_text("utf-8"))["plugins"]["loaders"][0]


class Pipe:
    """The two commands.

    Args:
        simulator: the account.
        home: where the files between them are.
        own: variables of their environment.
        streams: those to be read, all usual ones unless told.
    """

    def __init__(
        self,
        simulator: Simulator,
        home: Path,
        own: dict[str, str],
        streams: Collection[str] = USUAL_STREAMS,
    ) -> None:
        self.home = home
        self.environment = os.environ | simulator.environment() | own
        self.catalog = home / "catalog.json"
        selected = {stream: stream in streams for stream in {*USUAL_STREAMS, *streams}}
        self.catalog.write_text(json.dumps(catalog_of(selected)))
        self.state: list[str | Path] = []

    def run(self, **config: Any) -> None:
        """Load what is new."""
        settings, log = self.home / "target.json", self.home / "tap.log"
        own = {name: LOADER["config"][name] for name in ("load_method", "partition_by")}
        settings.write_text(json.dumps({**own, **config}))
        tap = [BIN / "tap-ringcentral", "--config=ENV", "--catalog", self.catalog, *self.state]
        with (
            log.open("w") as stderr,
            subprocess.Popen(
                tap, env=self.environment, stdout=subprocess.PIPE, stderr=stderr
            ) as process,
        ):
            loaded = subprocess.run(
                [BIN / "target-parquet", "--config", settings],
                stdin=process.stdout,
                capture_output=True,
                text=True,
                env=self.environment,
                check=False,
            )
        leaks.printed.append(log.read_text())
        assert (process.returncode, loaded.returncode) == (0, 0), loaded.stderr[-2_000:]
        state = self.home / "state.json"
        state.write_text(loaded.stdout.splitlines()[-1])
        self.state = ["--state", state]
