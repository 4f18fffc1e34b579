"""An object store that speaks S3, on this machine: SeaweedFS, in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Self

from pyarrow import fs

if TYPE_CHECKING:
    import pytest

_WEED = Path(sys.executable).with_name("weed")
_WRITER, _READER, _SECRET = "writer", "reader", "of-this-machine-only"
_ALL = ["Admin", "Read", "Write", "List", "Tagging"]
_PARTS = ("master", "volume", "filer", "s3")


class ObjectStore:
    """A store with one user who may write and one who may only read.

    Attributes:
        url: its address.
    """

    def __init__(self) -> None:
        self._left = ExitStack()
        self._buckets = 0
        self.url = ""

    def __enter__(self) -> Self:
        home = Path(self._left.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        rights = {_WRITER: _ALL, _READER: ["Read", "List"]}
        users = [
            {
                "name": name,
                "credentials": [{"accessKey": name, "secretKey": _SECRET}],
                "actions": actions,
            }
            for name, actions in rights.items()
        ]
        config = home / "s3.json"
        config.write_text(json.dumps({"identities": users}))
        names = [f"{part}.port{grpc}" for part in _PARTS for grpc in ("", ".grpc")]
        ports = dict(zip([*names, "admin.port", "admin.port.grpc"], _free_ports(10), strict=True))
        off = ("webdav", "admin.ui", "s3.iam", "s3.autoCreateBucket")
        server = subprocess.Popen(
            [
                _WEED,
                "mini",
                f"-dir={home}",
                "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1",
                f"-s3.config={config}",
                "-s3.port.lance=0",
                "-s3.port.iceberg=0",
                *(f"-{name}={port}" for name, port in ports.items()),
                *(f"-{name}=false" for name in off),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=home,
            text=True,
        )
        self._left.callback(_end, server)
        assert server.stdout
        next(line for line in server.stdout if line.split()[:2] == ["S3", "ready"])
        rest = Thread(target=server.stdout.read)  # else its output would block it in the end
        rest.start()
        self._left.callback(rest.join)
        self._left.callback(server.kill)  # what it holds is not needed any more
        self.url = f"http://127.0.0.1:{ports['s3.port']}"
        return self

    def __exit__(self, *_: object) -> None:
        self._left.close()

    def environment(self, key: str = _WRITER, url: str = "") -> dict[str, str]:
        """Return the variables by which clients find the store.

        Args:
            key: the user, `writer` or `reader`.
            url: another address of the store.
        """
        return {
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": _SECRET,
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": url or self.url,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def use(self, monkeypatch: pytest.MonkeyPatch, key: str = _WRITER, url: str = "") -> None:
        """Let clients in this process find the store, and nothing else."""
        for name in list(os.environ):
            if name.startswith("AWS_"):
                monkeypatch.delenv(name)
        for name, value in self.environment(key, url).items():
            monkeypatch.setenv(name, value)

    def filesystem(self) -> fs.FileSystem:
        """Return the store, as pyarrow has it."""
        return fs.S3FileSystem(
            access_key=_WRITER,
            secret_key=_SECRET,
            endpoint_override=self.url,
            region="us-east-1",
            allow_bucket_creation=True,
        )

    def new_bucket(self) -> str:
        """Make a bucket, and return its name."""
        self._buckets += 1
        name = f"lake{self._buckets}"
        self.filesystem().create_dir(name)
        return name


def _free_ports(count: int) -> list[int]:
    with ExitStack() as sockets:
        listeners = [sockets.enter_context(socket.socket()) for _ in range(count)]
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]


def _end(server: subprocess.Popen[str]) -> None:
    server.kill()
    server.wait()
    assert server.stdout
    server.stdout.close()
