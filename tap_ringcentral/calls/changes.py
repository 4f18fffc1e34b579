"""The call log as a list of changes, oldest first: `GET .../call-log-extract-sync`.

FSync gives what changed since a time, and a token; ISync gives what changed since the token, as
long as RingCentral says that newer records exist. A deleted call comes with `deleted: true`.
Source: RingCentral's API reference, "Extract Sync Company Call Log".
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import requests

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import RequestRefusedError, RingCentralError
from tap_ringcentral.api.request import ACCOUNT, Request
from tap_ringcentral.calls.windows import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tap_ringcentral.calls.page import CallPage, CallPages

logger = logging.getLogger("tap-ringcentral")

ENDPOINT = f"{ACCOUNT}/call-log-extract-sync"
_NOT_OFFERED = {requests.codes.forbidden, requests.codes.not_found}
_VIEW = {"view": "Detailed"}


def changed_calls(pages: CallPages, since: datetime) -> Iterator[CallPage]:
    """Yield all that changed in the company's call log at or after an instant.

    What changed the longest ago comes first. A token that RingCentral no longer takes is replaced
    by one from where the reading stands.

    Args:
        pages: Brings the pages of a request.
        since: Inclusive.

    Raises:
        RingCentralError: RingCentral did not give all, or does not offer such a list.
    """
    begin = timestamps.render(since)
    while True:
        reached, is_first = begin, True
        asked = {"syncType": "FSync", "recordCount": PAGE_SIZE, **_VIEW, "dateFrom": begin}
        try:
            for page in pages(Request(ENDPOINT, "call_log", query=asked), next_token):
                reached = max([reached, *(call.at for call in page.records)])
                is_first = False
                yield page
        except RequestRefusedError as error:
            if error.status in _NOT_OFFERED:
                raise type(error)(
                    f"{error} Without this endpoint calls can be replicated by their start: "
                    'set the replication-key of call_log to "startTime"; the bookmark carries '
                    "over.",
                    error.status,
                ) from None
            if is_first or error.status != requests.codes.bad_request:
                raise
            if reached == begin:  # no page parts the changes of one millisecond
                reached = timestamps.render(timestamps.parse(begin) + timedelta(milliseconds=1))
            begin = reached
            logger.info("RingCentral refused the sync token; going on from %s.", begin)
        else:
            return


def next_token(request: Request, page: CallPage) -> Request | None:
    """Go on from token to token while newer records exist.

    Raises:
        RingCentralError: An answer has no token.
    """
    if page.sync is None:
        raise RingCentralError(
            "RingCentral's answer does not say where the extract-sync stands (syncInfo). "
            'Set the replication-key of call_log to "startTime" if it stays so.'
        )
    if not page.sync.newer_records_exist:
        return None
    return replace(request, query={"syncType": "ISync", "syncToken": page.sync.sync_token, **_VIEW})
