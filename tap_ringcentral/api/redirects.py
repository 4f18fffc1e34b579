"""Follows a redirect of the host that gives content; no other host is given the token.

Whether RingCentral's does redirect, such as to an address of a store that is signed for a while, is
not documented. What comes from there is checked as all content is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tap_ringcentral.api.errors import RequestFailedError, RequestRefusedError
from tap_ringcentral.api.server_address import is_safe

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

_MOST = 5


def followed(
    response: requests.Response,
    ask: Callable[[str], requests.Response],
    is_own: Callable[[str], bool],
    stream: str,
) -> requests.Response:
    """Return the answer at the end of redirects; the one that is given where it is none.

    Args:
        response: RingCentral's answer.
        ask: Asks another address, with the token only where that is on one of RingCentral's hosts.
        is_own: Whether it is.
        stream: Name of the stream, for messages.

    Raises:
        RequestRefusedError: A redirect leads to where nothing is asked for.
        RequestFailedError: There are too many of them, or another host refuses.
        requests.RequestException: No answer came.
    """
    for _ in range(_MOST):
        if not response.is_redirect:
            return response
        response.close()
        url = urljoin(response.url, response.headers["Location"])
        if not is_safe(url):
            raise RequestRefusedError(
                f"{stream}: RingCentral redirected to an address that is not https, "
                "which is not followed. Check any proxy between here and there."
            )
        response = ask(url)
        if not is_own(url) and not response.is_redirect and not response.ok:
            response.close()
            raise RequestFailedError(
                f"{stream}: RingCentral redirected to another host, which answered "
                f"{response.status_code}. Run again to resume."
            )
    response.close()
    raise RequestFailedError(f"{stream}: RingCentral redirected again and again.")
