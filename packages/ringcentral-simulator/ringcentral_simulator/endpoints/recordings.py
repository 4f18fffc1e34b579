"""Recordings of calls: what is known of one, and its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.endpoints.declared import whole
from ringcentral_simulator.endpoints.downloads import content_routes
from ringcentral_simulator.gateway.errors import not_found
from ringcentral_simulator.gateway.rate_limit import Group
from ringcentral_simulator.oauth.access import COMPANY_RECORDINGS

if TYPE_CHECKING:
    from ringcentral_simulator.calls.tape import Tape
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.content import Content
    from ringcentral_simulator.gateway.wire import Json

_RECORDING = "recording/<recordingId>"


def recording(exchange: Exchange) -> Json:
    """Answer `readCallRecording`, as long as there is content."""
    account = exchange.account
    account.oauth.access.require_of_user(COMPANY_RECORDINGS)
    tape = _found(exchange)
    return {
        "id": tape.id,
        "contentUri": f"{account.media_uri}/recording/{tape.id}/content",
        "contentType": account.audio.content_type(tape.id),
        "duration": tape.lasts_ms // 1_000,
    }


def content(exchange: Exchange) -> Content:
    """Answer `readCallRecordingContent`."""
    tape = _found(exchange)
    return exchange.account.audio.content("recording", tape.id, tape.lasts_ms)


def _found(exchange: Exchange) -> Tape:
    account, number = exchange.account, exchange.arguments["recordingId"]
    recordings, now = account.call_log.recordings, account.now_ms()
    tape = recordings.find(number, now)
    if tape is None or not recordings.is_there(tape, now):
        raise not_found("recordingId", number, account.quirks.missing_recording_code)
    return tape


ROUTES = (
    whole(
        _RECORDING,
        Group.HEAVY,
        recording,
        app_scope="ReadCallRecording",
        user_permission="ReadCallRecording",
    ),
    *content_routes(
        f"{_RECORDING}/content",
        Group.HEAVY,
        content,
        COMPANY_RECORDINGS,
        app_scope="ReadCallRecording",
    ),
)
