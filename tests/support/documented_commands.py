"""The commands that a document shows, and whether they are ones that exist."""

from __future__ import annotations

import importlib
import logging
import re
import shlex
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import yaml

from ringcentral_fleet.__main__ import cli as fleet
from ringcentral_simulator.cli import cli as simulator
from tap_ringcentral.login import main as login
from tap_ringcentral.tap import TapRingCentral
from target_parquet import TargetParquet
from target_parquet.maintain import main as maintain

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[2]


def _meltano() -> click.Command:
    """Return Meltano's command; that its import sets up logging for itself is taken back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    command = importlib.import_module("meltano.cli").cli
    root.handlers[:] = handlers
    root.setLevel(level)
    return cast("click.Command", command)


DOCUMENTS = sorted(
    str(path.relative_to(PROJECT)) for path in (*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md"))
)

OURS = {
    "tap-ringcentral": TapRingCentral.cli,
    "tap-ringcentral-login": login,
    "target-parquet": TargetParquet.cli,
    "target-parquet-maintain": maintain,
    "ringcentral-fleet": fleet,
    "ringcentral-simulator": simulator,
    "meltano": _meltano(),
}
"""Commands whose options can be looked up."""

OTHERS = {"git", "tail", "cp", "target-jsonl", "target-postgres", "pre-commit"}
"""Commands that were run when the documents were written."""


def commands(document: str) -> Iterator[list[str]]:
    """Find each command that a document shows, in its blocks and between backticks."""
    text = (PROJECT / document).read_text("utf-8")
    pattern = r"(?ms)^ *```(console|sh)\n(.*?)^ *```$"
    for block in re.finditer(pattern, text):
        for line in block[2].replace("\\\n", " ").splitlines():
            yield from _parted(line)
    for span in re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^ *```.*?^ *```$", "", text)):
        if span.split()[0] in {"make", *OURS} and " " in span:
            yield from _parted(span)


def blocks(document: str, language: str) -> list[str]:
    """Return a document's blocks of code in a language."""
    text = (PROJECT / document).read_text("utf-8")
    return re.findall(rf"(?ms)^ *```{language}\n(.*?)^ *```$", text)


def _parted(line: str) -> Iterator[list[str]]:
    """Part a line of shell at its pipes; what follows a redirection is a file's name."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    command: list[str] = []
    for word in [*lexer, "|"]:
        if word not in {"|", "&&", ";"}:
            command.append(word)
        elif command:
            yield command[: command.index(">")] if ">" in command else command
            command = []


def check(command: list[str]) -> None:
    """Check that a command exists, and that it has the subcommands, options and files named."""
    program, *arguments = command
    program = Path(program).name
    if program in OURS:
        parse(OURS[program], arguments)
        for plugin in re.findall(r"\b(?:tap|target)-[a-z]+\b", " ".join(arguments)):
            assert plugin in OURS or plugin in OTHERS, plugin
        for step in re.findall(r"(?<!\S)[a-z-]+:[a-z]+(?!\S)", " ".join(arguments)):
            assert step in _steps(), step
    elif program == "make":
        assert {word for word in arguments if "=" not in word} <= _make_targets()
    elif program == "pip":
        _check_installation(arguments)
    elif program in {"python", "pytest"}:
        files = [word for word in arguments if not word.startswith("-")]
        assert all((PROJECT / name.partition("::")[0]).exists() for name in files), files
    else:
        assert program in OTHERS, f"{program}: nothing is known about it"
    if program == "cp":
        assert (PROJECT / arguments[0]).is_file()
    if "--from-ref" in arguments:
        definition = arguments[arguments.index("--from-ref") + 1]
        assert (PROJECT / definition.removeprefix("ringcentral/")).is_file()


def parse(command: click.Command, arguments: list[str]) -> None:
    """Parse a command line down to its last subcommand, without running it.

    Raises:
        click.UsageError: There is no such option or subcommand.
    """
    context = click.Context(command)
    _, rest, _ = command.make_parser(context).parse_args(list(arguments))
    if isinstance(command, click.Group) and rest:
        found = command.get_command(context, rest[0])
        if not found:
            raise click.UsageError(f"{command.name} has no command {rest[0]}.")
        if found.context_settings.get("ignore_unknown_options"):
            return  # what follows is for another program
        parse(found, rest[1:])


@cache
def _steps() -> set[str]:
    """Return the plugins' commands, as `meltano run` and `meltano invoke` take them."""
    kinds = yaml.safe_load((PROJECT / "meltano.yml").read_text("utf-8"))["plugins"].values()
    return {
        f"{plugin['name']}:{command}"
        for plugins in kinds
        for plugin in plugins
        for command in plugin.get("commands", ())
    }


@cache
def _make_targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8")))


def _check_installation(arguments: list[str]) -> None:
    assert arguments[0] == "install"
    packages = iter(arguments[1:])
    for package in packages:
        if package == "--constraint":
            assert (PROJECT / next(packages)).is_file()
        else:
            _check_package(package)


def _check_package(package: str) -> None:
    address, _, folder = package.partition("#subdirectory=")
    if extra := re.fullmatch(r"tap-ringcentral\[(\w+)\] @ (.*)", address):
        declared = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
        assert extra[1] in declared["project"]["optional-dependencies"]
        address = extra[2]
    if address == "git+$RINGCENTRAL_REPOSITORY":
        assert (PROJECT / folder / "pyproject.toml").is_file()
    elif address.startswith("."):
        assert (PROJECT / address.partition("[")[0] / "pyproject.toml").is_file()
    else:  # another's target, which the tests install as well
        assert f"{package}==" in (PROJECT / "Makefile").read_text("utf-8")
