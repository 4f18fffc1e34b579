"""Errors as RingCentral sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of an error answer.

    Attributes:
        code: RingCentral's code, such as `CMN-101`; empty for an answer without a body.
        message: What RingCentral says about it.
        details: Further members, such as `permissionName`.
    """

    code: str
    message: str
    details: Json = field(default_factory=dict)

    def body(self) -> Json:
        """Return the entry as it stands in the answer."""
        return {"errorCode": self.code, "message": self.message, **self.details}


class ApiError(Exception):
    """A refusal of an API request, with the envelope of developers.ringcentral.com's error guide.

    Args:
        status: HTTP status.
        problem: What was wrong.
        error_code: The envelope's own code where the gateway names the problem differently.
        headers: Headers that the answer carries besides the usual ones.
    """

    def __init__(
        self,
        status: int,
        problem: Problem,
        *,
        error_code: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(problem.message)
        self.status = status
        self.problem = problem
        self.error_code = error_code or problem.code
        self.headers = headers or {}

    def body(self) -> Json:
        """Return the answer's JSON."""
        return {
            **self.problem.body(),
            "errorCode": self.error_code,
            "errors": [self.problem.body()],
        }


class OAuthError(ApiError):
    """A refusal of the token endpoint: RFC 6749 section 5.2 plus RingCentral's own code.

    Args:
        error: RFC 6749's word, such as `invalid_grant`.
        problem: RingCentral's code and text.
        status: 400, or 401 where the client's own credentials are at fault.
    """

    def __init__(self, error: str, problem: Problem, *, status: int = 400) -> None:
        super().__init__(status, problem)
        self.error = error

    def body(self) -> Json:
        """Return the answer's JSON."""
        return {
            "error": self.error,
            "error_description": self.problem.message,
            "errors": [self.problem.body()],
        }


def invalid_request(name: str, value: str, *, error: str = "invalid_request") -> OAuthError:
    """Return a 400 of the token endpoint: a parameter's value is not acceptable."""
    return OAuthError(error, _of_parameter("CMN-101", name, value, "value is invalid"))


def invalid_parameter(name: str, value: str) -> ApiError:
    """Return a 400: a parameter's value is not acceptable."""
    return ApiError(400, _of_parameter("CMN-101", name, value, "value is invalid"))


def in_the_future(name: str, value: str) -> ApiError:
    """Return a 400: a range ends in the future, where there is nothing yet."""
    return ApiError(400, _of_parameter("ANL-302", name, value, "lies in the future"))


def not_found(name: str, value: str, code: str = "CMN-102") -> ApiError:
    """Return a 404: the account has nothing of that identifier."""
    problem = Problem(
        code,
        f"Resource for parameter [{name}] is not found",
        {"parameterName": name, "parameterValue": value},
    )
    return ApiError(404, problem)


def _of_parameter(code: str, name: str, value: str, what: str) -> Problem:
    details = {"parameterName": name, "parameterValue": value}
    return Problem(code, f"Parameter [{name}] {what}", details)
