"""Asks RingCentral for single objects, for the tap's own use."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from tap_ringcentral.api.errors import RequestFailedError, RequestRefusedError, TokenRejectedError
from tap_ringcentral.api.request import Request

if TYPE_CHECKING:
    from tap_ringcentral.session import ApiSession

logger = logging.getLogger("tap-ringcentral")


class Questions:
    """Asks for objects of the API, as long as there are answers."""

    def __init__(self, api: ApiSession) -> None:
        self._api = api
        self._is_down = False

    def answer(self, path: str, query: dict[str, str] | None = None) -> dict[str, Any]:
        """Return the object at a path; empty where RingCentral refuses it or does not answer.

        Raises:
            TokenRejectedError: The token itself was refused.
        """
        if self._is_down:  # the next question would take its six tries as well
            return {}
        try:
            endpoint = f"/restapi/v1.0/account/{path}"
            return self._api.first(Request(endpoint, "test", query=query or {}, group="Light"))
        except TokenRejectedError:
            raise
        except RequestRefusedError:
            return {}
        except RequestFailedError as error:
            self._is_down = True
            logger.warning("Not told, and nothing further is asked for: %s", error)
            return {}
