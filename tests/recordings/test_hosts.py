"""The token goes to the platform and to the media host, and to no other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from support.recordings import (
    AUDIO,
    asked,
    assert_stored,
    files_in,
    ids_of,
    recorded_company,
    store,
)

from ringcentral_simulator import Quirks
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from pathlib import Path

    from support.loopback import Loopback

MP3 = b"\xff\xfb\x90\x00" + bytes(413)


def test_audio_on_a_host_that_nobody_named_is_not_asked_for(
    tmp_path: Path, server: Loopback
) -> None:
    with recorded_company() as simulator:
        host = urlsplit(simulator.media_url).netloc
        with pytest.raises(RingCentralError) as caught:
            store(simulator, tmp_path, media_url=server.url)
        assert not asked(simulator)
    assert str(caught.value) == (
        f"{AUDIO}: recording {str(caught.value).split('recording ')[1].split()[0]} is on another "
        f"host ({host}), which is not given the token. Set media_url to that host if it is the "
        "right one."
    )
    assert not server.received
    assert not files_in(tmp_path)


@pytest.mark.parametrize("target", ["/signed", "{server}"], ids=["the host itself", "another host"])
def test_redirect_is_followed_without_the_token(
    tmp_path: Path, server: Loopback, target: str
) -> None:
    quirks = Quirks(media_redirects_to=target.format(server=server.url))
    with recorded_company(quirks) as simulator:
        wanted = ids_of(simulator)
        for _ in wanted:
            server.answer(MP3, Content_Type="audio/mpeg")
        output = store(simulator, tmp_path)
        if target.startswith("/"):
            assert_stored(simulator, tmp_path, wanted)
    assert {row["id"] for row in output.records[AUDIO]} == wanted
    assert not [each for each in server.received if "Authorization" in each.headers]
    assert not [each for each in server.received if "access_token" in each.path]
    assert bool(server.received) == ("{" in target)


def test_host_behind_a_redirect_that_refuses_is_no_answer_of_ringcentral(
    tmp_path: Path, server: Loopback
) -> None:
    with recorded_company(Quirks(media_redirects_to=server.url)) as simulator:
        for _ in range(40):
            server.answer(b"<html>", status=404)
        with pytest.raises(
            RingCentralError, match="redirected to another host, which answered 404"
        ):
            store(simulator, tmp_path)
        tokens = [each for each in simulator.requests if each.path.endswith("/oauth/token")]
        assert len(tokens) == 1, "what another host says of a token is not heard"
    assert not files_in(tmp_path)


def test_redirect_out_of_https_is_not_followed(tmp_path: Path) -> None:
    with (
        recorded_company(Quirks(media_redirects_to="http://198.51.100.7:9")) as simulator,
        pytest.raises(RingCentralError, match="an address that is not https"),
    ):
        store(simulator, tmp_path)
    assert not files_in(tmp_path)


def test_redirects_without_an_end_are_given_up(tmp_path: Path, server: Loopback) -> None:
    with recorded_company(Quirks(media_redirects_to=server.url)) as simulator:
        for _ in range(400):
            server.answer(b"", status=302, Location=server.url)
        with pytest.raises(RingCentralError, match="redirected again and again"):
            store(simulator, tmp_path)
    assert not files_in(tmp_path)
