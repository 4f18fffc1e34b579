"""The loader as it must not be: it upserts plain files on an object store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from target_parquet import TargetParquet, formats
from target_parquet.lake import StreamDirectory

if TYPE_CHECKING:
    from target_parquet.directory import Directory


class PlainOnAStore(formats.Lake):
    """A lake whose streams have a journal and no lock, on whatever file system."""

    def __init__(self, config: dict[str, str], *more: object) -> None:
        super().__init__({**config, "load_method": "append-only"}, *more)  # type: ignore[arg-type] # as it was given

    def directory(self, stream: str) -> Directory:
        directory = StreamDirectory(self.filesystem, f"{self.root}/{stream}", stream)
        directory._lock = None
        return directory


if __name__ == "__main__":
    import target_parquet.target

    vars(target_parquet.target)["Lake"] = PlainOnAStore
    TargetParquet.cli()
