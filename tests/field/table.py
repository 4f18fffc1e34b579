"""Hostile surroundings, one a row: what makes them, and how a run ends in them."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from typing import Any, Literal

from support.surroundings import PYTHON, Program, Surroundings

TAP: Program = "tap-ringcentral"
LOADER: Program = "target-parquet"

# A user whom /etc/passwd does not name; the capability lets it read a checkout in root's home.
AS_NOBODY = (
    "setpriv --reuid=12345 --regid=12345 --clear-groups "
    "--inh-caps=+dac_read_search --ambient-caps=+dac_read_search"
)
NOBODY = f'chown -R 12345:12345 "$VOLUME"; set -- {AS_NOBODY} "$@"'
NOBODY_RUNS = f"{AS_NOBODY} {PYTHON}"
NO_STORE = "unset TAP_RINGCENTRAL_TOKEN_STORE"
# The shared memory stays writable: in a pod it is a volume of its own.
READ_ONLY_ROOT = """
mount --bind "$VOLUME" "$VOLUME"
for at in / /tmp /var/tmp /home; do
  if mountpoint -q $at; then mount -o remount,bind,ro $at; fi
done
"""
MOUNTS_READ_ONLY = f"{PYTHON} && mount --bind /tmp /tmp && mount -o remount,bind,ro /"
MOUNTS_SMALL = f"{PYTHON} && mount -t tmpfs -o size=64k tmpfs /mnt"
OWN_ENCODING = "export PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"
# As a locale where it can be made, else as Python's own setting.
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
# What Dockerfiles set, and what Kubernetes adds for a service that is called like the tap.
IMAGE = """
export PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONFAULTHANDLER=1 PYTHONOPTIMIZE=2
export TAP_RINGCENTRAL_PORT=tcp://10.0.0.1:80 TAP_RINGCENTRAL_SERVICE_HOST=10.0.0.1
export TARGET_PARQUET_PORT=tcp://10.0.0.2:80 TARGET_PARQUET_SERVICE_HOST=10.0.0.2
"""
# With a byte order mark, as editors on Windows and PowerShell write UTF-8.
MARKED_FILES = """
marked() { { printf '\\xef\\xbb\\xbf'; cat; } > "$1"; }
marked "$VOLUME/catalog.json" < "${3#--catalog=}"
marked "$VOLUME/state.json" <<< '{}'
marked "$VOLUME/config.json" <<< '{"lookback_hours": 24}'
set -- "$1" "$2" --config="$VOLUME/config.json" --catalog="$VOLUME/catalog.json" \\
  --state="$VOLUME/state.json"
"""
WHOLE = {"directory_fsync": None, "flock": None}
UNWRITABLE = r"token store.*signs in for itself"


@dataclass(frozen=True)
class Row:
    """Surroundings, and how a run ends in them.

    Attributes:
        place: The surroundings.
        of: What runs: both, or one alone where the surroundings concern no other.
        volume: What the writable directory is called.
        mount: Calls of a local disk that its mount lacks, as `poor_mount` takes them.
        stored: The mode of a token store that is there from an earlier run.
        grant: How the tap signs in.
        warns: What the log says of it, as a regular expression.
        ends: What the one line says with which it fails; empty where all rows arrive.
    """

    place: Surroundings
    of: Program | Literal["both"] = "both"
    volume: str = "volume"
    mount: dict[str, Any] = field(default_factory=dict)
    stored: int | None = None
    grant: Literal["jwt", "login"] = "jwt"
    warns: str = ""
    ends: str = ""


def place(script: str = "", needs: str = "true", *, own_mounts: bool = False) -> Surroundings:
    return Surroundings(script, own_mounts=own_mounts, needs=needs)


USERS = {
    "cron's short environment": Row(place()),
    "no HOME": Row(place("unset HOME"), TAP),
    "no HOME, and a uid that has no name": Row(
        place(f"unset HOME; {NO_STORE}; {NOBODY}", NOBODY_RUNS), TAP, warns=UNWRITABLE
    ),
    "an empty HOME": Row(place(f"export HOME=; {NO_STORE}; {NOBODY}", NOBODY_RUNS), TAP),
    "a home that does not exist": Row(
        place(f"export HOME=/nonexistent; {NO_STORE}; {NOBODY}", NOBODY_RUNS),
        TAP,
        warns=UNWRITABLE,
    ),
    "a token store below a home that nobody knows": Row(
        place(
            f"unset HOME; export TAP_RINGCENTRAL_TOKEN_STORE='~/token.json'; {NOBODY}",
            NOBODY_RUNS,
        ),
        TAP,
        warns=UNWRITABLE,
    ),
    "a lake below a home that nobody knows": Row(
        place(
            f"unset HOME; export TARGET_PARQUET_DESTINATION_PATH='~/lake'; {NOBODY}", NOBODY_RUNS
        ),
        LOADER,
        ends=r"destination_path.*~/lake",
    ),
    "a Kubernetes pod: read-only root, one volume, a uid that has no name": Row(
        place(
            f"{READ_ONLY_ROOT}\ncd /; export HOME=/ TMPDIR=/tmp; {NO_STORE}; {NOBODY}",
            f"{NOBODY_RUNS} && {MOUNTS_READ_ONLY}",
            own_mounts=True,
        ),
        warns=UNWRITABLE,
    ),
    "the variables of a container image": Row(place(IMAGE)),
}

DISKS = {
    "read-only root with one volume": Row(place(READ_ONLY_ROOT, MOUNTS_READ_ONLY, own_mounts=True)),
    "a full disk below the lake": Row(
        place(
            'mkdir "$VOLUME/lake" && mount -t tmpfs -o size=64k tmpfs "$VOLUME/lake"',
            MOUNTS_SMALL,
            own_mounts=True,
        ),
        LOADER,
        ends=r"No space left on device",
    ),
    "a full disk below the token store": Row(
        place(
            'mount -t tmpfs -o size=64k tmpfs "$VOLUME" && cd "$VOLUME" && '
            "! head -c 128k /dev/zero > full 2>/dev/null",
            MOUNTS_SMALL,
            own_mounts=True,
        ),
        TAP,
        warns=r"No space left on device.*signs in for itself",
    ),
    "files that may not grow": Row(place("ulimit -f 16"), LOADER, ends="File too large"),
    "a lake that may not be written": Row(
        place(f'mkdir -m 0555 "$VOLUME/lake"; {NOBODY}', NOBODY_RUNS),
        LOADER,
        ends="Permission denied",
    ),
    "a lake below what is a file": Row(
        place('touch "$VOLUME/lake"'), LOADER, ends=r"lake.*Not a directory"
    ),
    "umask 077, and a clock on the wall 14 hours ahead": Row(
        place("umask 077; export TZ=Pacific/Kiritimati")
    ),
    "umask 000, and a time zone that nobody knows": Row(
        place("umask 000; export TZ=:Mars/Olympus")
    ),
    "64 open files, and a TMPDIR that is missing": Row(
        place("ulimit -n 64; export TMPDIR=/nonexistent")
    ),
    "256 MiB of memory": Row(place(f"ulimit -d {256 * 1024}")),
    "a working directory that is gone": Row(
        place('mkdir "$VOLUME/$PROGRAM"; cd "$VOLUME/$PROGRAM"; rmdir "$VOLUME/$PROGRAM"')
    ),
}

MOUNTS = {
    "a mount without flock": Row(place(), mount=WHOLE | {"flock": errno.ENOSYS}),
    "a mount that flushes no directory and refuses chmod": Row(
        place(), mount=WHOLE | {"directory_fsync": errno.EINVAL, "chmod": "refused"}
    ),
    "SMB, where each file has the mode 0777": Row(
        place(),
        mount={"directory_fsync": errno.EACCES, "flock": errno.EOPNOTSUPP, "chmod": "ignored"},
    ),
    "a token store that a Kubernetes fsGroup has opened to its group": Row(
        place(), TAP, stored=0o660
    ),
    "a token store that anybody may write": Row(place(), TAP, stored=0o777),
    "a token store on SMB, and a jwt": Row(
        place(), TAP, mount=WHOLE | {"chmod": "ignored"}, stored=0o777, warns=UNWRITABLE
    ),
    "a token store whose mode may not be changed, and a jwt": Row(
        place(), TAP, mount=WHOLE | {"chmod": "refused"}, stored=0o660, warns=UNWRITABLE
    ),
    "a token store on SMB that alone can continue the sign-in": Row(
        place(),
        TAP,
        mount=WHOLE | {"chmod": "ignored"},
        stored=0o777,
        grant="login",
        ends="token.store.*others",
    ),
}

TEXT = {
    "locale C": Row(place(f"export LC_ALL=C; {OWN_ENCODING}")),
    "locale POSIX, and a volume called Zoë": Row(
        place(f"export LC_ALL=POSIX; {OWN_ENCODING}"), volume="Zoë"
    ),
    "locale ISO-8859-1, and a volume called Zoë": Row(place(LATIN_1), volume="Zoë"),
    "a Windows pipe, which is cp1252": Row(
        place(f"export PYTHONIOENCODING=cp1252; {OWN_ENCODING}")
    ),
    "Windows line ends behind each setting": Row(place(EACH_SETTING_WITH_A_RETURN)),
    "Windows line ends between tap and loader": Row(place("exec < <(sed 's/$/\\r/')"), LOADER),
    "a byte order mark before what the loader reads": Row(
        place("exec < <(printf '\\xef\\xbb\\xbf'; cat)"), LOADER
    ),
    "a byte order mark before configuration, catalog and state": Row(place(MARKED_FILES), TAP),
}

STREAMS = {
    "standard input closed": Row(place("exec <&-"), TAP),
    "standard input closed before the loader": Row(
        place("exec <&-"), LOADER, ends="standard input"
    ),
    "standard output closed": Row(place("exec >&-"), TAP, ends="output"),
    "standard output closed behind the loader": Row(place("exec >&-"), LOADER, ends="output"),
    "standard output that nobody reads": Row(
        place("exec > >(exec <&-); wait $!"), LOADER, ends="STATE cannot be written"
    ),
    "standard error closed": Row(place("exec 2>&-")),
    "a loader that ends early, and SIGPIPE ignored as systemd has it": Row(
        place(
            "trap '' PIPE; if [ $PROGRAM = target-parquet ]; then set -- \"$1\" --config=/gone; fi"
        ),
        ends=r"The target has stopped reading(.|\n)*/gone",
    ),
}

TABLE = {**USERS, **DISKS, **MOUNTS, **TEXT, **STREAMS}
