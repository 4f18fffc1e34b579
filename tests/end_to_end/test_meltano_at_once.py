"""Two runs of Meltano at once: one account's second run is refused, two accounts are told apart."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from support.pipeline import PROJECT, Pipeline, assert_rows_are_the_truth

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, RateLimits, Simulator

from .conftest import NOW
from .test_meltano import FEW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# As docs/meltano.md shows it.
SECOND = {
    "  loaders:\n": "  - name: tap-ringcentral--second\n    inherit_from: tap-ringcentral\n",
    "  utilities:\n": "  - name: target-parquet--second\n    inherit_from: target-parquet\n",
}


@pytest.fixture
def other() -> Iterator[Simulator]:
    """A second account."""
    with Simulator(
        seed=1,
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=200, history_days=10),
        rate_limits=RateLimits(enabled=False),
        extensions=60,
    ) as simulator:
        yield simulator


def wait_until_it_reads(process: subprocess.Popen[str], simulator: Simulator) -> None:
    while not any(each.path.endswith("/call-log") for each in simulator.requests):
        assert process.poll() is None, process.communicate()


def test_second_run_of_an_account_is_refused_in_words_and_the_first_one_is_whole(
    pipeline: Pipeline, simulator: Simulator
) -> None:
    pipeline.environment |= FEW
    simulator.inject(Fault(FaultKind.SLOW, path="/call-log", delay=0.5, pieces=10))
    with ThreadPoolExecutor(1) as reader:
        first = pipeline.start()
        ended = reader.submit(first.communicate, timeout=120)
        wait_until_it_reads(first, simulator)
        second = pipeline.start()
        refused, _ = second.communicate(timeout=60)
        assert first.poll() is None, "the second run has waited for the first one"
        log, _ = ended.result()
    assert first.returncode == 0, log
    assert second.returncode != 0, refused
    assert "Another 'simulator:tap-ringcentral-to-target-parquet' pipeline is already" in refused
    assert_rows_are_the_truth(pipeline.rows, simulator)


def test_two_accounts_of_a_project_are_read_at_once_by_plugins_that_inherit(
    simulator: Simulator, other: Simulator, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    (project / ".meltano").mkdir(parents=True)
    text = (PROJECT / "meltano.yml").read_text("utf-8")
    for before, plugin in SECOND.items():
        text = text.replace(before, plugin + before, 1)
    (project / "meltano.yml").write_text(text, "utf-8")
    for kind in ("extractors", "loaders"):  # as they are installed
        (project / ".meltano" / kind).symlink_to(PROJECT / ".meltano" / kind)
    first = Pipeline(simulator, tmp_path / "first", project=project)
    second = Pipeline(other, tmp_path / "second", project=project, suffix="--second")
    for each, infix in ((first, ""), (second, "__SECOND")):
        (each.lake.parent).mkdir()
        each.environment[f"TAP_RINGCENTRAL{infix}__SELECT"] = FEW["TAP_RINGCENTRAL__SELECT"]
        each.environment["MELTANO_DATABASE_URI"] = f"sqlite:///{tmp_path}/meltano.db"
    # A project's first command makes its database, which two cannot do at once.
    subprocess.run([first.meltano, "state", "list"], cwd=project, env=first.environment, check=True)
    for account in (simulator, other):
        account.inject(Fault(FaultKind.SLOW, path="/call-log", delay=0.3, pieces=10))
    with ThreadPoolExecutor(2) as both:
        list(both.map(Pipeline.run, (first, second)))
    for each in (first, second):
        assert_rows_are_the_truth(each.rows, each.simulator)
