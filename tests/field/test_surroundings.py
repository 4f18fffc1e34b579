"""Hostile surroundings, one a line: the right rows arrive, or one line says what to change."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pytest
from support.surroundings import Machine, Surroundings

from .conftest import START, rows_loaded, rows_written

if TYPE_CHECKING:
    from pathlib import Path

    from support.surroundings import Program

    from ringcentral_simulator import Simulator

    from .conftest import Rows

TAP: Literal["tap-ringcentral"] = "tap-ringcentral"
LOADER: Literal["target-parquet"] = "target-parquet"

# A user whom /etc/passwd does not name; the capability lets it read a checkout in root's home.
AS_NOBODY = (
    "setpriv --reuid=12345 --regid=12345 --clear-groups "
    "--inh-caps=+dac_read_search --ambient-caps=+dac_read_search"
)
NOBODY = f'chown 12345:12345 "$VOLUME"; set -- {AS_NOBODY} "$@"'
READ_ONLY_ROOT = """
mount --bind "$VOLUME" "$VOLUME"
for at in / /tmp /var/tmp /dev/shm /home; do
  if mountpoint -q $at; then mount -o remount,bind,ro $at; fi
done
"""
OWN_ENCODING = "export PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"
# Latin-1 as a locale where it can be made, else as Python's own setting.
LATIN_1 = f"""{OWN_ENCODING}
if localedef -i en_US -f ISO-8859-1 "$VOLUME/$PROGRAM.ISO-8859-1"; then
  export LOCPATH="$VOLUME" LC_ALL=$PROGRAM.ISO-8859-1
else
  export PYTHONIOENCODING=iso-8859-1
fi 2>/dev/null
"""
EACH_SETTING_WITH_A_RETURN = """
for name in ${!TAP_RINGCENTRAL_@} ${!TARGET_PARQUET_@}; do
  export "$name=${!name}"$'\\r'
done
"""
IMAGE = (
    "export PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONFAULTHANDLER=1 PYTHONHASHSEED=random"
    " PYTHONOPTIMIZE=2 PIP_NO_CACHE_DIR=1"
)


@dataclass(frozen=True)
class Row:
    """Surroundings, and how a run ends in them.

    Attributes:
        place: The surroundings.
        of: What runs: both, or one alone where the surroundings concern no other.
        volume: What the writable directory is called.
        warns: What a warning of it says, as a regular expression.
        ends: What the one line says with which it fails; empty where all rows arrive.
    """

    place: Surroundings
    of: Program | Literal["both"] = "both"
    volume: str = "volume"
    warns: str = ""
    ends: str = ""


def in_shell(script: str, needs: str = "true", *, own_mounts: bool = False) -> Surroundings:
    return Surroundings(script, own_mounts=own_mounts, needs=needs)


TABLE = {
    # Users and homes
    "cron's short environment": Row(in_shell("")),
    "no HOME": Row(in_shell("unset HOME"), TAP),
    "no HOME and a uid that has no name": Row(
        in_shell(f"unset HOME TAP_RINGCENTRAL_TOKEN_STORE; {NOBODY}", f"{AS_NOBODY} true"),
        TAP,
        warns=r"token store.*this run signs in for itself",
    ),
    "a home that does not exist": Row(
        in_shell(
            f"export HOME=/nonexistent; unset TAP_RINGCENTRAL_TOKEN_STORE; {NOBODY}",
            f"{AS_NOBODY} true",
        ),
        TAP,
        warns=r"token store.*/nonexistent/.*this run signs in for itself",
    ),
    "a token store below a home that nobody knows": Row(
        in_shell(
            f"unset HOME; export TAP_RINGCENTRAL_TOKEN_STORE='~/token.json'; {NOBODY}",
            f"{AS_NOBODY} true",
        ),
        TAP,
        ends=r"token_store.*~/token\.json",
    ),
    "a lake below a home that nobody knows": Row(
        in_shell(
            f"unset HOME; export TARGET_PARQUET_DESTINATION_PATH='~/lake'; {NOBODY}",
            f"{AS_NOBODY} true",
        ),
        LOADER,
        ends=r"destination_path.*~/lake",
    ),
    "a Kubernetes pod: read-only root, one volume, a uid that has no name": Row(
        in_shell(
            f"{READ_ONLY_ROOT}\ncd /; export HOME=/ TMPDIR=/tmp; "
            f"unset TAP_RINGCENTRAL_TOKEN_STORE; {NOBODY}",
            f"{AS_NOBODY} true && mount --bind /tmp /tmp && mount -o remount,bind,ro /",
            own_mounts=True,
        ),
        warns=r"token store.*this run signs in for itself",
    ),
    # Disks
    "read-only root with one volume": Row(
        in_shell(
            READ_ONLY_ROOT, "mount --bind /tmp /tmp && mount -o remount,bind,ro /", own_mounts=True
        ),
    ),
    "a full disk below the lake": Row(
        in_shell(
            'mkdir "$VOLUME/lake" && mount -t tmpfs -o size=64k tmpfs "$VOLUME/lake"',
            "mount -t tmpfs tmpfs /mnt",
            own_mounts=True,
        ),
        LOADER,
        ends=r"lake cannot be .*No space left on device",
    ),
    "a full disk below the token store": Row(
        in_shell(
            'mount -t tmpfs -o size=64k tmpfs "$VOLUME" && cd "$VOLUME" && '
            "! head -c 128k /dev/zero > full 2>/dev/null",
            "mount -t tmpfs tmpfs /mnt",
            own_mounts=True,
        ),
        TAP,
        warns=r"token store .*No space left on device.*each run signs in for itself",
    ),
    "a lake that may not be written": Row(
        in_shell(
            f'mkdir "$VOLUME/lake"; chmod 0555 "$VOLUME/lake"; {NOBODY}', f"{AS_NOBODY} true"
        ),
        LOADER,
        ends=r"lake cannot be .*Permission denied",
    ),
    "umask 077, a clock on the wall 14 hours ahead": Row(
        in_shell("umask 077; export TZ=Pacific/Kiritimati"),
    ),
    "umask 000, a time zone that nobody knows": Row(in_shell("umask 000; export TZ=:Mars/Olympus")),
    "64 open files, a TMPDIR that is missing": Row(
        in_shell("ulimit -n 64; export TMPDIR=/nonexistent")
    ),
    "256 MiB of memory": Row(in_shell(f"ulimit -d {256 * 1024}")),
    # Text
    "locale C": Row(in_shell(f"export LC_ALL=C; {OWN_ENCODING}")),
    "locale POSIX, a volume called Zoë": Row(
        in_shell(f"export LC_ALL=POSIX; {OWN_ENCODING}"), volume="Zoë"
    ),
    "locale ISO-8859-1": Row(in_shell(LATIN_1)),
    "a Windows pipe, which is cp1252": Row(
        in_shell(f"export PYTHONIOENCODING=cp1252; {OWN_ENCODING}")
    ),
    "Windows line ends behind each setting": Row(in_shell(EACH_SETTING_WITH_A_RETURN)),
    "Windows line ends between tap and loader": Row(
        in_shell("exec < <(sed 's/$/\\r/')"), LOADER
    ),
    "the variables of a container image": Row(in_shell(IMAGE)),
    # Streams
    "standard input closed": Row(in_shell("exec <&-"), TAP),
    "standard input closed before the loader": Row(
        in_shell("exec <&-"), LOADER, ends="standard input"
    ),
    "standard output closed": Row(in_shell("exec >&-"), TAP, ends="standard output|output cannot"),
    "standard output closed behind the loader": Row(
        in_shell("exec >&-"), LOADER, ends="standard output|output cannot"
    ),
    "standard output that nobody reads": Row(
        in_shell("exec > >(exec <&-); wait $!"), LOADER, ends="output"
    ),
    "standard error closed": Row(in_shell("exec 2>&-")),
}


@pytest.fixture(params=TABLE.values(), ids=TABLE.keys())
def row(request: pytest.FixtureRequest) -> Row:
    """One line of the table, where this machine can make it."""
    found: Row = request.param
    if found.place.missing:
        pytest.skip(found.place.missing)
    return found


@pytest.fixture
def machine(simulator: Simulator, catalog: Path, tmp_path: Path, row: Row) -> Machine:
    """A machine on which a run succeeds, but for the surroundings."""
    volume = tmp_path / row.volume
    volume.mkdir()
    settings = simulator.environment() | {
        "TAP_RINGCENTRAL_START_DATE": f"{START:%Y-%m-%dT%H:%M:%SZ}",
        "TAP_RINGCENTRAL_TOKEN_STORE": f"{volume}/token.json",
        "TARGET_PARQUET_DESTINATION_PATH": f"{volume}/lake",
    }
    arguments: dict[Program, list[str]] = {
        "tap-ringcentral": ["--config=ENV", f"--catalog={catalog}"],
        "target-parquet": ["--config=ENV"],
    }
    return Machine(tmp_path, volume, settings, arguments)


def test_the_rows_arrive_or_one_line_says_what_to_change(
    row: Row, machine: Machine, singer_file: Path, expected: Rows
) -> None:
    if row.of == "both":
        ended = machine.run_both(row.place)
    else:
        given = {"given": singer_file} if row.of == LOADER else {}
        ended = (machine.run(row.of, row.place, **given),)
    logs = "\n".join(each.log for each in ended)
    assert all(each.is_plain for each in ended), logs
    assert re.search(row.warns, logs), logs
    if row.ends:
        (one,) = ended
        assert one.code == 1, logs
        (line,) = one.errors
        assert re.search(row.ends, line)
        return
    assert [each.code for each in ended] == [0] * len(ended), logs
    found = rows_written(machine.written) if row.of == TAP else rows_loaded(machine.lake)
    for stream, rows in expected.items():
        assert found[stream] == rows, stream
    if row.of != TAP:
        assert machine.written.read_bytes().startswith(b'{"bookmarks"'), "no STATE came out"
    if machine.store.exists():
        assert machine.store.stat().st_mode & 0o077 == 0, "others can read the token"
