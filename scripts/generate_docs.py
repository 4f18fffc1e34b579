"""Write anew what follows from the code: the tables of README and docs, and what Meltano reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import meltano_plugins
import yaml

from ringcentral_simulator.endpoints.routes import ROUTES
from tap_ringcentral.config.properties import SETTINGS
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tap_ringcentral.client import RingCentralStream

PROJECT = Path(__file__).parent.parent
_ACCOUNT = "/restapi/v1.0/account/{accountId}/"
_AREA = len(f"{_ACCOUNT}sites".split("/"))
_ARGUMENT = re.compile(r"<(\w+)>")
_KINDS = {
    "analytics_": "Length of the intervals of Business Analytics, and the time zone of their days.",
    "recordings_": ("Where audio is stored, and which: [docs/recordings.md](docs/recordings.md)."),
}
"""Settings that the README has on one line, by what their names begin with."""
OWN_SETTINGS = SETTINGS.to_dict()["properties"]


def settings_at_a_glance() -> str:
    """One row a setting, or a few of one kind: its default, and what it means in a sentence."""
    rows: dict[str, tuple[list[str], str, str]] = {}
    for name, schema in OWN_SETTINGS.items():
        kind = next((kind for kind in _KINDS if name.startswith(kind)), name)
        meaning = _KINDS.get(kind) or re.split(r"(?<=\.) ", schema["description"])[0]
        default = "" if kind in _KINDS else _default(schema)
        rows.setdefault(kind, ([], default, meaning))[0].append(f"`{name}`")
    return _table(
        ("setting", "default", "meaning"),
        ((", ".join(names), *others) for names, *others in rows.values()),
    )


def settings_table() -> str:
    """One row a setting: its environment variable, its default, what it means."""
    return _table(
        ("setting", "environment variable", "default", "meaning"),
        (
            (
                f"`{name}`",
                f"`TAP_RINGCENTRAL_{name.upper()}`",
                _default(schema),
                schema["description"] + (" Secret." if schema.get("secret") else ""),
            )
            for name, schema in OWN_SETTINGS.items()
        ),
    )


def streams_at_a_glance() -> str:
    """One row for all streams that have the same key and are replicated alike."""
    alike: dict[tuple[str, str], list[str]] = {}
    for name, stream in _streams():
        alike.setdefault((_keys(stream), _replication(stream)), []).append(f"`{name}`")
    return _table(
        ("streams", "key", "replication"),
        ((", ".join(names), *common) for common, names in alike.items()),
    )


def streams_table() -> str:
    """One row a stream: what it is for, how it is replicated, what it needs and costs."""
    columns = ("stream", "a row is", "keys", "replication", "app scope", "role permission")
    return _table(
        (*columns, "rate-limit group", "requests"),
        (
            (
                f"`{name}`",
                stream.schema["description"],
                _keys(stream),
                _replication(stream),
                _needs(stream.app_scope, *stream.further_scopes),
                _needs(stream.permission, *stream.further_permissions),
                "" if stream.cost == "none" else str(stream.rate_limit_group),
                stream.cost,
            )
            for name, stream in _streams()
        ),
    )


def endpoints_table() -> str:
    """One row for the simulator's endpoints of one area that count against one limit."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for route in sorted(ROUTES, key=lambda route: (route.path, route.method)):
        if route.group:  # the sign-in pages are no part of the API
            path = _ARGUMENT.sub(r"{\1}", route.path)
            area = "/".join(path.split("/")[:_AREA])
            feature = f" (`{route.feature}`)" if route.feature else ""
            endpoint = f"`{route.method} {path.replace(_ACCOUNT, '.../')}`"
            alike.setdefault((area, route.group.value.title(), feature), []).append(endpoint)
    return _table(
        ("endpoint", "group"),
        ((", ".join(paths) + feature, group) for (_, group, feature), paths in alike.items()),
    )


def marts() -> str:
    """One section a mart of the models: what a row is, and what is in its columns."""
    return "\n\n".join(
        f"### `{model['name']}`\n\n{model['description'].strip()}\n\n"
        + _table(
            ("column", "type", "meaning"),
            (
                (f"`{column['name']}`", column["data_type"], column["description"].strip())
                for column in model["columns"]
            ),
        )
        for path in sorted((PROJECT / "transform" / "models" / "marts").glob("*.yml"))
        for model in yaml.safe_load(path.read_text("utf-8"))["models"]
    )


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(columns)
    lines = [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    return "\n".join(lines + [re.sub(" +", " ", f"| {' | '.join(row)} |") for row in rows])


def _default(schema: dict[str, object]) -> str:
    return f"`{schema['default']}`" if "default" in schema else ""


def _streams() -> Iterable[tuple[str, RingCentralStream]]:
    tap = TapRingCentral(config={}, validate_config=False)
    return ((name, kind(tap)) for name, kind in STREAMS.items())


def _needs(*names: str) -> str:
    return ", ".join(f"`{name}`" for name in names if name)


def _keys(stream: RingCentralStream) -> str:
    return ", ".join(f"`{key}`" for key in stream.primary_keys or ())


def _replication(stream: RingCentralStream) -> str:
    key = stream.replication_key
    return f"incremental by `{key}`" if key else "full table"


BLOCKS: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {"streams": streams_at_a_glance, "settings": settings_at_a_glance},
    "docs/streams.md": {"streams": streams_table},
    "docs/settings.md": {"settings": settings_table},
    "docs/reports.md": {"marts": marts},
    "packages/ringcentral-simulator/README.md": {"endpoints": endpoints_table},
    "meltano.yml": meltano_plugins.BLOCKS,
}
"""The generated blocks of each file that also has other text, by their names."""


def with_blocks(text: str, blocks: dict[str, Callable[[], str]]) -> str:
    """Return a file's text with its generated blocks as they should be.

    Raises:
        SystemExit: The text has no such block, or several.
    """
    for name, make in blocks.items():
        try:
            head, begin, rest = re.split(rf"(?m)(^ *(?:<!--|#) {name}: made by .*\n)", text)
            _, end, tail = re.split(r"(?m)(^ *(?:<!--|#) end\b)", rest, maxsplit=1)
        except ValueError:
            raise SystemExit(f"The block {name!r} does not stand there once.") from None
        text = f"{head}{begin}{make()}\n{end}{tail}"
    return text


def generated() -> dict[Path, str]:
    """Return each file that is generated, or has generated blocks, as it should be."""
    files = {
        PROJECT / name: with_blocks((PROJECT / name).read_text("utf-8"), blocks)
        for name, blocks in BLOCKS.items()
    }
    # The definitions take what stands in the new meltano.yml.
    definitions = meltano_plugins.definitions(files[PROJECT / "meltano.yml"])
    return files | {PROJECT / name: text for name, text in definitions.items()}


if __name__ == "__main__":
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
