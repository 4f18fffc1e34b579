"""Content as a client of the media host meets it."""

from __future__ import annotations

import http.client
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests

from ringcentral_simulator import Fault, FaultKind, Group, Profile, Quirks, RateLimits

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

SINCE = datetime(2026, 3, 9, tzinfo=UTC)
QUIET = Profile(calls_per_weekday=100)
WAYS = pytest.mark.parametrize("known_length", [True, False], ids=["length", "chunks"])


@pytest.fixture
def opened(account_with: Callable[..., Api]) -> Callable[..., tuple[Api, str, bytes]]:
    """Opens an account; with a recording's address and its bytes."""

    def open_account(limits: RateLimits | None = None, **quirks: Any) -> tuple[Api, str, bytes]:
        api = account_with(
            profile=QUIET,
            quirks=Quirks(**quirks),
            rate_limits=limits or RateLimits(enabled=False),
        )
        number = next(iter(api.simulator.truth.recordings(SINCE))).id
        address = f"{api.simulator.media_url}/restapi/v1.0/account/~/recording/{number}/content"
        return api, address, api.simulator.truth.recording(number)

    return open_account


@WAYS
def test_content_comes_whole_and_uncompressed(
    opened: Callable[..., tuple[Api, str, bytes]],
    known_length: bool,  # noqa: FBT001 - a parameter
) -> None:
    api, address, whole = opened(sends_content_length=known_length)
    answer = api.http.get(address, headers={"Accept-Encoding": "gzip"}, timeout=10)
    assert answer.content == whole
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert answer.headers["RCRequestId"]
    assert answer.headers.get("Content-Length") == (str(len(whole)) if known_length else None)
    assert answer.headers.get("Transfer-Encoding") == (None if known_length else "chunked")
    again = api.get(address)  # over the same connection
    assert again.content == whole


def test_each_host_answers_what_is_its_own(opened: Callable[..., tuple[Api, str, bytes]]) -> None:
    api, address, _ = opened()
    simulator = api.simulator
    for lost in (
        address.replace(simulator.media_url, simulator.url),
        f"{simulator.media_url}/restapi/v1.0/account/~/call-log",
        address.removesuffix("/content"),
        simulator.media_url,
    ):
        answer = api.get(lost)
        assert (answer.status_code, answer.json()["errorCode"]) == (404, "AGW-404")
    assert [one.host for one in simulator.requests[-4:]] == ["platform", *["media"] * 3]


def test_content_counts_against_the_limits_of_the_call_log(
    opened: Callable[..., tuple[Api, str, bytes]],
) -> None:
    api, address, _ = opened(RateLimits())
    for remaining in (9, 8):
        headers = api.get(address).headers
        assert headers["X-Rate-Limit-Group"] == "heavy"
        assert headers["X-Rate-Limit-Remaining"] == str(remaining)
    assert api.get("call-log").headers["X-Rate-Limit-Remaining"] == "7"
    for _ in range(7):
        api.get(address.replace("/content", "").replace(api.simulator.media_url, api.simulator.url))
    refused = api.get(address)
    assert (refused.status_code, refused.json()["errorCode"]) == (429, "CMN-301")
    recorded = api.simulator.requests[-1]
    assert (recorded.group, recorded.status, recorded.host) == (Group.HEAVY, 429, "media")


def test_content_needs_a_token_a_scope_and_a_permission(
    opened: Callable[..., tuple[Api, str, bytes]],
) -> None:
    api, address, _ = opened()
    assert requests.get(address, timeout=10).json()["errorCode"] == "AGW-401"
    access = api.simulator.access
    access.user_permissions.discard("ReadCompanyCallRecording")
    refused = api.get(address)
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["permissionName"] == "ReadCompanyCallRecording"
    access.app_scopes.discard("ReadCallRecording")
    assert api.get(address).json()["errors"][0]["permissionName"] == "ReadCallRecording"


@WAYS
@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(1)),
        ("bytes=100-299", slice(100, 300)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-50", slice(-50, None)),
        ("bytes=5-99999999", slice(5, None)),
    ],
)
def test_a_range_is_a_part(
    opened: Callable[..., tuple[Api, str, bytes]],
    known_length: bool,  # noqa: FBT001 - a parameter
    asked: str,
    part: slice,
) -> None:
    api, address, whole = opened(sends_content_length=known_length)
    answer = api.http.get(address, headers={"Range": asked}, timeout=10)
    assert (answer.status_code, answer.content) == (206, whole[part])
    start, stop, _ = part.indices(len(whole))
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "lines=1-2", "bytes=x"])
def test_what_is_no_single_range_gets_all(
    opened: Callable[..., tuple[Api, str, bytes]], asked: str
) -> None:
    api, address, whole = opened()
    answer = api.http.get(address, headers={"Range": asked}, timeout=10)
    assert (answer.status_code, answer.content) == (200, whole)


def test_a_range_past_the_end_is_refused(opened: Callable[..., tuple[Api, str, bytes]]) -> None:
    api, address, whole = opened()
    beyond = {"Range": f"bytes={len(whole)}-"}
    answer = api.http.get(address, headers=beyond, timeout=10)
    assert (answer.status_code, answer.json()["errorCode"]) == (416, "CMN-107")
    assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({}, None),
        ({"contentDisposition": "Inline"}, "inline"),
        (
            {"contentDisposition": "Attachment", "contentDispositionFilename": "a b.mp3"},
            'attachment; filename="a b.mp3"',
        ),
        ({"contentDispositionFilename": "é.mp3"}, "attachment; filename*=UTF-8''%C3%A9.mp3"),
    ],
)
def test_a_disposition_is_as_asked(
    opened: Callable[..., tuple[Api, str, bytes]], query: dict[str, str], told: str | None
) -> None:
    api, address, _ = opened()
    assert api.get(address, **query).headers.get("Content-Disposition") == told


@pytest.mark.parametrize(
    "query", [{"contentDisposition": "Show"}, {"contentDispositionFilename": "a\r\nX: y"}]
)
def test_a_disposition_that_means_nothing_is_refused(
    opened: Callable[..., tuple[Api, str, bytes]], query: dict[str, str]
) -> None:
    api, address, _ = opened()
    assert api.get(address, **query).status_code == 400


@WAYS
def test_half_the_bytes_are_no_whole_answer(
    opened: Callable[..., tuple[Api, str, bytes]],
    known_length: bool,  # noqa: FBT001 - a parameter
) -> None:
    api, address, whole = opened(sends_content_length=known_length)
    api.simulator.inject(Fault(FaultKind.TRUNCATED))
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc)
    token = {"Authorization": api.http.headers["Authorization"]}
    connection.request("GET", parts.path, headers=token)
    with pytest.raises(http.client.IncompleteRead) as cut_off:
        connection.getresponse().read()
    connection.close()
    if known_length:
        assert cut_off.value.partial == whole[: len(whole) // 2]
    assert api.get(address).content == whole


@WAYS
def test_content_can_come_slowly(
    opened: Callable[..., tuple[Api, str, bytes]],
    known_length: bool,  # noqa: FBT001 - a parameter
) -> None:
    api, address, whole = opened(sends_content_length=known_length)
    api.simulator.inject(Fault(FaultKind.SLOW, delay=0.005, pieces=7))
    assert api.get(address).content == whole
    assert api.get(address).content == whole


@WAYS
def test_other_faults_befall_content_too(
    opened: Callable[..., tuple[Api, str, bytes]],
    known_length: bool,  # noqa: FBT001 - a parameter
) -> None:
    api, address, whole = opened(sends_content_length=known_length)
    simulator = api.simulator
    for kind, status in (
        (FaultKind.HTML, 200),
        (FaultKind.STATUS, 503),
        (FaultKind.UNAUTHORIZED, 401),
    ):
        simulator.inject(Fault(kind, path="/content"))
        answer = api.get(address)
        assert (answer.status_code, answer.content == whole) == (status, False)
    simulator.inject(Fault(FaultKind.MALFORMED))
    assert api.get(address).content == whole[: len(whole) // 2]
    simulator.inject(Fault(FaultKind.BAD_BYTE))
    assert api.get(address).content == whole
    simulator.inject(Fault(FaultKind.RESET))
    with pytest.raises(requests.ConnectionError, match=r"reset|aborted"):
        api.get(address)
    simulator.inject(Fault(FaultKind.HANG))
    with pytest.raises(requests.ReadTimeout):
        api.http.get(address, timeout=0.1)
    assert api.get(address).content == whole


def test_the_media_host_can_send_its_clients_on_to_a_signed_address(
    opened: Callable[..., tuple[Api, str, bytes]],
) -> None:
    api, address, whole = opened(media_redirects_to="/signed")
    answer = api.get(address, contentDisposition="Inline")
    assert answer.content == whole
    assert answer.headers["Content-Disposition"] == "inline"
    redirect = api.http.get(address, allow_redirects=False, timeout=10)
    assert redirect.status_code == 302
    location = redirect.headers["Location"]
    assert location.startswith(f"{api.simulator.media_url}/signed/restapi/v1.0/account/")
    assert requests.get(location, timeout=10).content == whole
    for spoiled in (location[:-1], location.partition("?")[0]):
        assert requests.get(spoiled, timeout=10).status_code == 403
    assert [one.status for one in api.simulator.requests[-3:]] == [200, 403, 403]
    assert requests.get(address, timeout=10).status_code == 401


class _Foreign(BaseHTTPRequestHandler):
    """Another host, which keeps what it was asked."""

    asked: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Authorization"]))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_media_host_can_send_its_clients_to_another_host(
    opened: Callable[..., tuple[Api, str, bytes]],
) -> None:
    _Foreign.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Foreign) as foreign:
        thread = threading.Thread(target=foreign.serve_forever, args=(0.005,))
        thread.start()
        api, address, _ = opened(media_redirects_to=f"http://localhost:{foreign.server_port}/s3/")
        assert api.get(address).content == b"ok"
        foreign.shutdown()
        thread.join()
    ((path, token),) = _Foreign.asked
    assert path.startswith(f"/s3{urlsplit(address).path}?signature=")
    assert token is None  # which the client keeps to itself, as it is another host


def test_a_large_recording_is_sent_in_pieces(account_with: Callable[..., Api]) -> None:
    api = account_with(
        profile=Profile(calls_per_weekday=100, long_call_share=0.3),
        quirks=Quirks(recording_format="wav"),
        longest_audio_bytes=30_000_000,
    )
    sizes = []
    for one in list(api.simulator.truth.recordings(SINCE))[:30]:
        address = f"{api.simulator.media_url}/restapi/v1.0/account/~/recording/{one.id}/content"
        with api.http.get(address, stream=True, timeout=10) as answer:
            sizes.append(int(answer.headers["Content-Length"]))
            if sizes[-1] == 30_000_000:
                assert sum(map(len, answer.iter_content(1 << 20))) == sizes[-1]
                return
    pytest.fail(f"no recording was long enough: {sizes}")
