"""Each stream by itself brings what it brings among all the others: none needs another's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.runs import only, run
from support.whole_account import START

from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from support.whole_account import WholeAccount


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One token for all runs."""
    return str(tmp_path_factory.mktemp("alone") / "token.json")


@pytest.mark.parametrize("stream", STREAMS)
def test_stream_alone_has_the_rows_that_it_has_among_all(
    whole: WholeAccount, stream: str, store: str
) -> None:
    settings = {"token_store": store, "start_date": START, "recordings_path": whole.audio}
    alone = run(whole.simulator, catalog=only(stream), **settings)
    assert alone.records.keys() == {stream}
    assert alone.records[stream] == whole.rows(stream)
    schemas = {message["stream"] for message in alone.of_type("SCHEMA")}
    assert schemas == {stream}
    assert alone.state["bookmarks"].keys() <= {stream, "call_log"}


def test_properties_that_are_deselected_take_no_rows_with_them(
    whole: WholeAccount, store: str
) -> None:
    catalog = only(*STREAMS)
    for each in (metadata for entry in catalog["streams"] for metadata in entry["metadata"]):
        if each["breadcrumb"] and each["metadata"]["inclusion"] != "automatic":
            each["metadata"]["selected"] = False
    settings = {"token_store": store, "start_date": START, "recordings_path": whole.audio}
    output = run(whole.simulator, catalog=catalog, **settings)
    for stream in STREAMS:
        bare = output.records[stream]
        of_all = [{name: row[name] for name in bare[0]} for row in whole.rows(stream)]
        assert bare == of_all, stream
        assert len(bare[0]) <= 5, stream
