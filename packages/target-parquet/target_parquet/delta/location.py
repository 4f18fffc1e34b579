"""Where a lake is, as the client of Delta tables takes it."""

from __future__ import annotations

import os
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from target_parquet.errors import LoadError

_SCHEMES = {"s3", "gs", "gcs", "abfs", "abfss"}
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")


class DeltaLocation(NamedTuple):
    """The root of a lake.

    Attributes:
        uri: address of the root.
        options: what the client must be told beside it. Never to be shown: it may hold a secret.
    """

    uri: str
    options: dict[str, str]

    def stream(self, directory: str) -> str:
        """Return the address of a stream's directory.

        Raises:
            LoadError: delta-rs (1.6.6) takes a percent sign in a path for an escape.
        """
        if "%" in directory:
            raise LoadError(
                f"a Delta table cannot be in a directory named {directory}: rename the stream with "
                "a stream map's __alias__"
            )
        return f"{self.uri}/{quote(directory)}"


def delta_location(destination: str, local_path: str | None) -> DeltaLocation:
    """Return the location of a lake that `open_filesystem` has opened.

    Credentials, region and endpoint come from the environment and the profiles of the store's own
    tools; what a URI says in pyarrow's form (`s3://bucket/lake?endpoint_override=host:9000&
    scheme=http`) counts as well. An endpoint without TLS is used where it is plainly named so.

    Args:
        destination: the loader's `destination_path`.
        local_path: the path, if it is on a local disk.

    Raises:
        LoadError: no Delta tables can be there.
    """
    if local_path is not None:
        return DeltaLocation(f"file://{quote(local_path)}", {})
    url = urlsplit(destination)
    if url.scheme not in _SCHEMES:
        raise LoadError(
            "table_format 'delta' knows local paths, s3://, gs:// and abfs:// as destination_path, "
            f"not {url.scheme}://"
        )
    host = url.netloc if url.scheme.startswith("abfs") else url.hostname or ""
    uri = f"{url.scheme}://{host}{url.path}".rstrip("/")
    return DeltaLocation(uri, _s3_options(destination) if url.scheme == "s3" else {})


def _s3_options(destination: str) -> dict[str, str]:
    url = urlsplit(destination)
    given = dict(parse_qsl(url.query))
    options = {}
    if "region" in given:
        options["AWS_REGION"] = given["region"]
    if url.username and url.password:
        options["AWS_ACCESS_KEY_ID"] = unquote(url.username)
        options["AWS_SECRET_ACCESS_KEY"] = unquote(url.password)
    named = [given.get("endpoint_override"), *map(os.environ.get, _ENDPOINTS)]
    if endpoint := next(filter(None, named), None):
        if "://" not in endpoint:
            endpoint = f"{given.get('scheme', 'https')}://{endpoint}"
        options["AWS_ENDPOINT_URL"] = endpoint
        options["AWS_ALLOW_HTTP"] = str(endpoint.startswith("http://")).lower()
        if "AWS_ACCESS_KEY_ID" not in options.keys() | os.environ.keys():
            # Else it would look into profiles of Amazon's own endpoints only.
            options["AWS_FORCE_CREDENTIAL_LOAD"] = "true"
    return options
