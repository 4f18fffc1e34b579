"""What docs/fleet.md says of the file is what the file can say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import yaml
from support import documented_commands
from support.pipeline import PROJECT

from ringcentral_fleet.accounts import Fleet, load

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = "docs/fleet.md"


def test_every_key_is_documented_with_its_default_and_no_other_is() -> None:
    (_, text) = (PROJECT / DOCUMENT).read_text("utf-8").split("## The file of accounts")
    table = text.partition("## Runs")[0]
    rows = re.findall(r"(?m)^\| (`.+?) \|(.*?) \| ", table)
    told = {
        name: default.strip() for names, default in rows for name in re.findall(r"`(\w+)`", names)
    }
    fields = {field.name: field for field in msgspec.structs.fields(Fleet)}
    assert told.keys() == fields.keys()
    for name in ("tokens", "schedule", "retry_seconds"):
        default = fields[name].default
        assert told[name] == f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def test_file_that_is_shown_can_be_read(tmp_path: Path) -> None:
    (block, *_) = documented_commands.blocks(DOCUMENT, "yaml")
    (tmp_path / "accounts.yaml").write_text(block)
    fleet = load(tmp_path / "accounts.yaml")
    assert [account.name for account in fleet.accounts] == ["north"]
    assert set(yaml.safe_load(block)) <= {field.name for field in msgspec.structs.fields(Fleet)}
