"""Asks RingCentral for single objects, for the tap's own use."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.api.errors import RequestFailedError, RequestRefusedError, TokenRejectedError
from tap_ringcentral.client import RingCentralStream

if TYPE_CHECKING:
    from urllib.parse import ParseResult

    from singer_sdk import Tap
    from singer_sdk.helpers.types import Context

logger = logging.getLogger("tap-ringcentral")


class _Lookup(RingCentralStream):
    """One object of the API, for the tap's own use."""

    schema = {"type": "object"}  # noqa: RUF012 - the SDK's own way to declare one
    rate_limit_group = "Light"

    def __init__(self, tap: Tap, path: str) -> None:
        super().__init__(tap=tap, name="test", path=f"/restapi/v1.0/account/{path}")

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        return dict(context or {})


class Questions:
    """Asks for objects of the API, as long as there are answers."""

    def __init__(self, tap: Tap) -> None:
        self._tap = tap
        self._is_down = False

    def answer(self, path: str, context: dict[str, str] | None = None) -> dict[str, Any]:
        """Return the object at a path; empty where RingCentral refuses it or does not answer.

        Raises:
            TokenRejectedError: The token itself was refused.
        """
        if self._is_down:  # the next question would take its six tries as well
            return {}
        try:
            return next(iter(_Lookup(self._tap, path).request_records(context)), {})
        except TokenRejectedError:
            raise
        except RequestRefusedError:
            return {}
        except RequestFailedError as error:
            self._is_down = True
            logger.warning("Not told, and nothing further is asked for: %s", error)
            return {}
