"""The recipe of docs/recordings.md, as it stands there, in real Meltano."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from support.pipeline import PROJECT, Pipeline, lake_rows
from support.recordings import AUDIO, asked, assert_stored, ids_of, recorded_company

if TYPE_CHECKING:
    from pathlib import Path

RECIPE = re.compile(
    r"test_audio_recipe\.py -->\n```yaml\n.*?  extractors:\n(?P<plugin>.*?)```", re.DOTALL
)
NEXT = "  loaders:\n"


def test_second_extractor_brings_the_audio_with_a_credential_and_a_state_of_its_own(
    tmp_path: Path,
) -> None:
    recipe = RECIPE.search((PROJECT / "docs" / "recordings.md").read_text("utf-8"))
    assert recipe
    project, home = tmp_path / "project", tmp_path / "home"
    home.mkdir()
    (project / ".meltano").mkdir(parents=True)
    text = (PROJECT / "meltano.yml").read_text("utf-8")
    text = text.replace(NEXT, recipe["plugin"] + NEXT, 1)
    (project / "meltano.yml").write_text(text, "utf-8")
    for kind in ("extractors", "loaders"):  # as they are installed
        (project / ".meltano" / kind).symlink_to(PROJECT / ".meltano" / kind)
    with recorded_company() as simulator:
        pipeline = Pipeline(simulator, home, project=project)
        own = simulator.issuer.jwt(name="audio")
        environment = pipeline.environment | {"RECORDINGS_JWT": own}

        def run() -> str:
            done = subprocess.run(
                [
                    pipeline.meltano,
                    "--environment=simulator",
                    "run",
                    "tap-ringcentral-audio",
                    "target-parquet",
                ],
                cwd=project,
                env=os.environ | environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr[-3000:]
            return done.stderr

        run()
        assert_stored(simulator, project / "recordings", ids_of(simulator))
        rows = lake_rows(pipeline.lake, AUDIO)
        assert {row["id"] for row in rows} == ids_of(simulator)
        assert all((project / "recordings" / row["path"]).exists() for row in rows)
        since = len(simulator.requests)
        run()
        assert not asked(simulator, since)
        assert len(lake_rows(pipeline.lake, AUDIO)) == len(rows)
    states = subprocess.run(
        [pipeline.meltano, "state", "list"],
        cwd=project,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "tap-ringcentral-audio-to-target-parquet" in states.stdout + states.stderr
