"""What Meltano is told about tap, loader and utilities, from what they say about themselves."""

from __future__ import annotations

import json
import textwrap
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from click.testing import CliRunner

from tap_ringcentral.streams import STREAMS
from tap_ringcentral.tap import TapRingCentral
from target_parquet import TargetParquet

if TYPE_CHECKING:
    import click

PROJECT = Path(__file__).parent.parent
OF_THE_SDK = ("stream_map", "faker_", "flattening_", "batch_config")
"""How the settings begin that every plugin of the SDK has, and hardly anybody sets."""

FOLDERS = {"tap-ringcentral": "", "target-parquet": "#subdirectory=packages/target-parquet"}
CLONE = "ringcentral"
"""Where a project has its clone of this repository, with models that no package brings."""

REPOSITORY_VARIABLE = "$RINGCENTRAL_REPOSITORY"
"""Where the repository's address comes from, as long as `project.urls` has none."""


def extractor_settings() -> str:
    """The tap's settings, for meltano.yml."""
    return _yaml(_own_settings(TapRingCentral.cli))


def loader_settings() -> str:
    """The loader's settings, for meltano.yml."""
    return _yaml(_own_settings(TargetParquet.cli))


def selection() -> str:
    """What is selected by default, for meltano.yml: Meltano alone would select all."""
    others = [f"!{name}.*" for name, stream in STREAMS.items() if not stream.selected_by_default]
    return _yaml(["*.*", *others])


BLOCKS = {
    "settings": extractor_settings,
    "select": selection,
    "loader settings": loader_settings,
}
"""The generated blocks of meltano.yml."""


def definitions(meltano_yml: str) -> dict[str, str]:
    """Return the files for `meltano add --from-ref`, as the Hub would have them.

    They carry what the given meltano.yml says of the plugins: also its `config`, as values that
    hold where a project sets no others, since `add` takes no `config` over.
    """
    plugins = yaml.safe_load(meltano_yml)["plugins"]
    files = {
        f"plugins/utilities/{entry['name']}.yml": _definition(_of_a_clone(entry))
        for entry in plugins["utilities"]
    }
    commands = {"extractors": TapRingCentral.cli, "loaders": TargetParquet.cli}
    for kind, command in commands.items():
        (entry,) = plugins[kind]
        config = entry.pop("config")
        entry.pop("select", None)  # which `add` does not take over, either
        settings = _settings(about(command))
        for setting in settings:
            if setting["name"] in config:
                setting["value"] = config[setting["name"]]
        entry |= {"pip_url": _pip_url(entry["name"]), "settings": settings}
        files[f"plugins/{kind}/{entry['name']}.yml"] = _definition(entry)
    return files


def _definition(entry: dict[str, Any]) -> str:
    return f"# Made by scripts/generate_docs.py, for `meltano add --from-ref`.\n{_dump(entry)}"


def _of_a_clone(utility: dict[str, Any]) -> dict[str, Any]:
    """Return a utility of a project in which this repository is the folder CLONE."""
    words = utility["pip_url"].split()
    pip_url = " ".join(f"{CLONE}/{word}" if (PROJECT / word).exists() else word for word in words)
    root = "$MELTANO_PROJECT_ROOT"
    settings = [
        setting | {"value": f"{root}/{CLONE}/transform"}
        if setting.get("value") == f"{root}/transform"
        else setting
        for setting in utility["settings"]
    ]
    return utility | {"pip_url": pip_url, "settings": settings}


@cache
def about(command: click.Command) -> dict[str, Any]:
    """Return what a plugin says with `--about --format=json`."""
    printed = CliRunner().invoke(command, ["--about", "--format=json"], catch_exceptions=False)
    says: dict[str, Any] = json.loads(printed.stdout)
    return says


def _settings(says: dict[str, Any]) -> list[dict[str, Any]]:
    return [_setting(*each) for each in says["settings"]["properties"].items()]


def _own_settings(command: click.Command) -> list[dict[str, Any]]:
    return [each for each in _settings(about(command)) if not each["name"].startswith(OF_THE_SDK)]


def _setting(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    setting: dict[str, Any] = {"name": name, "kind": _kind(schema)}
    if schema.get("secret"):
        setting["sensitive"] = True
    if setting["kind"] == "options":
        setting["options"] = [{"label": value, "value": value} for value in schema["enum"]]
    setting["label"] = schema["title"] if "title" in schema else name.replace("_", " ").title()
    if "default" in schema:
        setting["value"] = schema["default"]
    return setting | {"description": schema["description"]}


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return "options"
    if schema.get("format") == "date-time":
        return "date_iso8601"
    (kind,) = set(schema["type"]) - {"null"}
    # Text may have commas between the entries; as an array Meltano would take JSON only, so that
    # it would refuse a single ID, and the ~.
    return "string" if kind == "array" else str(kind)


def _pip_url(plugin: str) -> str:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    return f"git+{project.get('urls', {}).get('Repository', REPOSITORY_VARIABLE)}{FOLDERS[plugin]}"


def _yaml(value: list[Any]) -> str:
    return textwrap.indent(_dump(value), " " * 4).rstrip()


def _dump(value: object) -> str:
    text: str = yaml.safe_dump(value, sort_keys=False, width=94, allow_unicode=True)
    return text
