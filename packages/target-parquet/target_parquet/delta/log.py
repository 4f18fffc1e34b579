"""The log of a Delta table, read and added to through delta-rs (https://delta-io.github.io/delta-rs).

Only the log: the data files are written and read as those of a plain lake, so that both have the
same rows in the same types. delta-rs's own merge is not used: where a nested column has got a new
field, it lets that column of every row that it copies become null (seen with 1.6.6).

A commit goes in only if it is the next one after what was read (no conflict is explained away:
`max_commit_retries=0`), by a put that the store refuses where the file exists already, or, on a
local disk, a link. So of two loaders the slower one always learns that it has to read again.
"""

from __future__ import annotations

import contextlib
import uuid
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from target_parquet.delta.actions import (
    LoggedFile,
    add,
    commit_properties,
    logged_files,
    remove,
    with_partition,
)
from target_parquet.delta.client import deltalake, named, transaction
from target_parquet.errors import ConflictError, LoadError
from target_parquet.record import Contents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_VERSION = "target-parquet.version"
_COMMIT = "target-parquet.commit"
# A load reads what came after the last checkpoint: at most so many commits.
_CONFIGURATION = {"delta.checkpointInterval": "10"}
# Of the client, for a request that failed; a loader that gives up is started again by others.
_RETRIES = {"max_retries": "3", "retry_timeout": "30s"}


class DeltaLog:
    """The log of one table, as it was when it was last read."""

    def __init__(self, uri: str, options: Mapping[str, str]) -> None:
        self._uri = uri
        self._options = dict(options) if uri.startswith("file:") else {**_RETRIES, **options}
        self._table: Any = None  # a deltalake.DeltaTable
        self._files: list[LoggedFile] | None = None

    def read(self) -> None:
        """Read what is new in the log.

        Raises:
            LoadError: it cannot be read, or asks for what this loader does not know.
        """
        self._files = None
        with named(self._uri):
            if self._table is not None:
                self._table.update_incremental()
                return
            try:
                table = deltalake().DeltaTable(self._uri, storage_options=self._options)
            except deltalake().exceptions.TableNotFoundError:
                return
        if features := table.protocol().reader_features:
            named_features = ", ".join(sorted(features))
            raise LoadError(
                f"{self._uri} is a Delta table with {named_features}, which another writer has "
                "turned on and this loader does not know: load into another destination_path"
            )
        self._table = table

    @property
    def contents(self) -> Contents | None:
        """What the table holds, None if there is none, or never were any rows."""
        if self._table is None:
            return None
        schema = pa.schema(self._table.schema())
        grain = next(iter(self._table.metadata().partition_columns), "")
        return Contents(pa.schema([field for field in schema if field.name != grain]), grain)

    @property
    def version(self) -> int | None:
        """The table version (of Singer) that the rows have."""
        found = None if self._table is None else self._table.transaction_version(_VERSION)
        return None if found is None or found < 0 else int(found)

    @property
    def files(self) -> list[LoggedFile]:
        """The files of the table."""
        if self._files is None:
            actions = None if self._table is None else self._table.get_add_actions(flatten=True)
            self._files = [] if actions is None else list(logged_files(actions))
        return self._files

    def commit(
        self,
        come: Sequence[LoggedFile],
        go: Sequence[str],
        contents: Contents,
        metadata: Mapping[str, Any],
    ) -> None:
        """Let files come and others go, as one; the table's columns are those of the contents.

        Raises:
            ConflictError: the table is not any more what was read.
            LoadError: the log cannot be written.
        """
        partition_by = [contents.grain] if contents.grain else []
        with self._committing(metadata) as properties:
            if self._table is None:
                self._create("error", come, contents, properties)
                return
            logged = {file.path: file for file in self.files}
            removed = [remove(logged[path]) for path in go]
            is_whole = bool(go) and len(go) == len(logged)  # then delta-rs takes them out itself
            if is_whole and self._table.metadata().partition_columns != partition_by:
                self._create("overwrite", come, contents, properties)
                return
            schema = deltalake().Schema.from_arrow(with_partition(contents))
            if not is_whole:
                self._add_columns(contents)
                schema = self._table.schema()
            self._table.create_write_transaction(
                list(map(add, come)) if is_whole else [*map(add, come), *removed],
                "overwrite" if is_whole else "append",
                schema,
                partition_by,
                commit_properties=properties,
            )

    def replace(
        self,
        come: Sequence[LoggedFile],
        contents: Contents,
        version: int | None,
        metadata: Mapping[str, Any],
    ) -> None:
        """Let files take the place of all others, whatever the table's columns are.

        Raises:
            LoadError: the log cannot be written.
        """
        version = -1 if version is None else version
        with self._committing(metadata, version) as properties:
            self._create("overwrite", come, contents, properties)

    def vacuum(self, hours: int) -> int:
        """Remove files that are no part of the table any more; return how many.

        Args:
            hours: how long ago they must have ceased to be; readers may take as long.
        """
        if self._table is None:
            return 0
        with named(self._uri):
            return len(self._table.vacuum(hours, dry_run=False, full=True))

    def _add_columns(self, contents: Contents) -> None:
        """Add what is new, in a commit of its own: columns may come before their first row."""
        stored = self.contents.schema if self.contents else contents.schema
        names = set(stored.names)
        new = [
            field
            for field in contents.schema
            if field.name not in names or not field.type.equals(stored.field(field.name).type)
        ]
        if self._table is not None and new:
            fields = deltalake().Schema.from_arrow(pa.schema(new)).fields
            self._table.alter.add_columns(
                fields, commit_properties=commit_properties({}, _VERSION, None)
            )
            self._table.update_incremental()

    def _create(
        self, mode: Any, come: Sequence[LoggedFile], contents: Contents, properties: Any
    ) -> None:
        transaction().create_table_with_add_actions(
            self._uri,
            deltalake().Schema.from_arrow(with_partition(contents)),
            list(map(add, come)),
            mode=mode,
            partition_by=[contents.grain] if contents.grain else [],
            configuration=_CONFIGURATION,
            storage_options=self._options,
            commit_properties=properties,
        )

    @contextlib.contextmanager
    def _committing(self, metadata: Mapping[str, Any], version: int | None = None) -> Iterator[Any]:
        own = uuid.uuid4().hex
        try:
            with named(self._uri):
                yield commit_properties({**metadata, _COMMIT: own}, _VERSION, version)
        except ConflictError:
            self.read()
            if not self._has_commit(own):  # else its answer was lost, not the commit
                raise
        else:
            self.read()

    def _has_commit(self, own: str) -> bool:
        return self._table is not None and any(
            commit.get(_COMMIT) == own for commit in self._table.history(20)
        )
