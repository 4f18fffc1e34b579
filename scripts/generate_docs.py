"""Write the README's tables of settings and streams anew, from the tap itself."""

from __future__ import annotations

import re
from pathlib import Path

from tap_ringcentral.setting_list import SETTINGS
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.tap import TapRingCentral

README = Path(__file__).parent.parent / "README.md"


def settings_table() -> str:
    """One row a setting: its environment variable, its default, what it means."""
    rows = ["| setting | environment variable | default | meaning |", "|---|---|---|---|"]
    for name, schema in SETTINGS.to_dict()["properties"].items():
        default = f"`{schema['default']}`" if "default" in schema else ""
        secret = " Secret." if schema.get("secret") else ""
        rows.append(
            f"| `{name}` | `TAP_RINGCENTRAL_{name.upper()}` | {default} "
            f"| {schema['description']}{secret} |"
        )
    return "\n".join(rows)


def streams_table() -> str:
    """One row a stream: what it is for, how it is replicated, what it needs and costs."""
    columns = ("stream", "a row is", "keys", "replication", "app scope", "role permission")
    columns += ("rate-limit group", "requests")
    rows = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    tap = TapRingCentral(config={}, validate_config=False)
    for name, stream in ((name, kind(tap)) for name, kind in STREAMS.items()):
        keys = ", ".join(f"`{key}`" for key in stream.primary_keys or ())
        key = stream.replication_key
        replication = f"incremental by `{key}`" if key else "full table"
        needs = (stream.app_scope, stream.permission)
        scope, permission = (f"`{need}`" if need else "" for need in needs)
        group = "" if stream.cost == "none" else stream.rate_limit_group
        rows.append(
            f"| `{name}` | {stream.schema['description']} | {keys} | {replication} | {scope} "
            f"| {permission} | {group} | {stream.cost} |"
        )
    return "\n".join(rows)


def with_tables(text: str) -> str:
    """Give the README's text with its tables as they should be."""
    for name, table in {"settings": settings_table(), "streams": streams_table()}.items():
        block = f"<!-- {name}: made by scripts/generate_docs.py -->\n{table}\n<!-- end -->"
        pattern = rf"<!-- {name}: made by [^>]*-->.*?<!-- end -->"
        text, count = re.subn(pattern, lambda _, block=block: block, text, flags=re.DOTALL)
        if count != 1:
            raise SystemExit(f"README.md has {count} places for the table of {name}, not one.")
    return text


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text("utf-8")), "utf-8")
