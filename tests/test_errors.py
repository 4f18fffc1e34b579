"""An error names what failed and what to change, and repeats nothing personal."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from tap_ringcentral.errors import ApiError
from tap_ringcentral.remedies import REMEDIES

CALL_LOG = "/restapi/v1.0/account/~/call-log"

# As RingCentral's guides show them; see errors.py.
SCOPE = {
    "errorCode": "InsufficientPermissions",
    "message": "Insufficient permissions",
    "errors": [
        {
            "errorCode": "CMN-401",
            "message": "In order to call this API endpoint, application needs [ReadCallLog].",
            "permissionName": "ReadCallLog",
        }
    ],
    "permissionName": "ReadCallLog",
}
PERMISSION = {
    "errorCode": "CMN-408",
    "message": "In order to call this API endpoint, user needs [ReadCompanyCallLog].",
    "errors": [{"errorCode": "CMN-408", "permissionName": "ReadCompanyCallLog"}],
}
EXTENDED = {
    "errors": [{"errorCode": "CMN-419", "permissionsName": ["ReadCallLog", "ReadUserInfo"]}]
}
OAUTH = {
    "error": "invalid_client",
    "error_description": "Invalid client: app",
    "errors": [{"errorCode": "OAU-153", "message": "Invalid client: app"}],
}
OAUTH_PLAIN = {"error": "invalid_grant", "error_description": "JWT is expired"}
OAUTH_UNLISTED = {"error": "invalid_grant", "errors": [{"errorCode": "OAU-999"}]}
GATEWAY = {"errorCode": "AGW-401", "message": "Authorization header is not specified"}
TOKEN = {"errorCode": "TokenInvalid", "errors": [{"errorCode": "OAU-149"}]}


def error_of(body: Any, status: int = 400, request_id: str = "") -> ApiError:
    response = requests.Response()
    response.status_code = status
    response.url = f"https://platform.ringcentral.com{CALL_LOG}?phoneNumber=%2B16505550100"
    response.headers["Content-Type"] = "application/json"
    if request_id:
        response.headers["rcrequestid"] = request_id
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ApiError.of(response)


def test_error_tells_what_failed_why_what_to_change_and_the_request_id() -> None:
    assert str(error_of(SCOPE, 403, request_id="1f0c")) == (
        f"RingCentral answered 403 CMN-401 for {CALL_LOG}: In order to call this API endpoint, "
        "application needs [ReadCallLog]. The app lacks the scope ReadCallLog: add it in the "
        "Developer Console under the app's settings, then create a new token. (RingCentral "
        "request id 1f0c)"
    )


@pytest.mark.parametrize(
    ("body", "status", "code", "remedy"),
    [
        (SCOPE, 403, "CMN-401", "lacks the scope ReadCallLog"),
        (PERMISSION, 403, "CMN-408", "lacks the permission ReadCompanyCallLog"),
        (EXTENDED, 403, "CMN-419", "has ReadCallLog, ReadUserInfo for itself only"),
        (OAUTH, 400, "OAU-153", "client_id"),
        (OAUTH_PLAIN, 400, "invalid_grant", "Check the setting jwt or refresh_token"),
        (OAUTH_UNLISTED, 400, "OAU-999", "Check the setting jwt or refresh_token"),
        (GATEWAY, 401, "AGW-401", "check any proxy"),
        (TOKEN, 401, "OAU-149", "five"),
        ({"errors": [{"errorCode": "CMN-999"}]}, 404, "CMN-999", "server_url and account_id"),
        ({"errorCode": "InsufficientPermissions"}, 403, "InsufficientPermissions", "a permission"),
    ],
)
def test_every_shape_of_envelope_is_read(
    body: dict[str, Any], status: int, code: str, remedy: str
) -> None:
    error = error_of(body, status)
    assert f"RingCentral answered {status} {code} for {CALL_LOG}" in str(error)
    assert remedy in error.remedy


@pytest.mark.parametrize("code", REMEDIES)
def test_every_remedy_is_a_sentence_that_needs_no_more_than_its_code(code: str) -> None:
    remedy = error_of({"errors": [{"errorCode": code}]}).remedy
    assert remedy.endswith(".")
    assert "{" not in remedy


@pytest.mark.parametrize(
    ("code", "setting"),
    [
        ("OAU-123", "client_secret"),
        ("OAU-146", "client_secret"),
        ("OAU-153", "client_id"),
        ("OAU-210", "jwt or refresh_token"),
        ("OAU-213", "jwt or refresh_token"),
        ("invalid_grant", "jwt or refresh_token"),
        ("CMN-102", "account_id"),
    ],
)
def test_remedy_names_the_setting_to_change(code: str, setting: str) -> None:
    assert setting in error_of({"errorCode": code}).remedy


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Ann Smith +16505550100</body></html>",
        b'{"errorCode": "CMN-101", "message": "+16505550100',
        b"\xff\xfe",
        ["+16505550100"],
        "+16505550100",
        {"records": [{"from": {"name": "Ann Smith", "phoneNumber": "+16505550100"}}]},
        {"errorCode": {"name": "Ann Smith"}, "message": {"phoneNumber": "+16505550100"}},
        {"errors": {"name": "Ann Smith"}},
        {"errors": ["Ann Smith"]},
        {"errors": [], "message": None},
        {"errors": [{"parameterName": "phoneNumber", "parameterValue": "+16505550100"}]},
    ],
    ids=str,
)
def test_body_that_is_no_envelope_leaves_the_status_and_is_not_repeated(body: Any) -> None:
    assert str(error_of(body, 502)) == f"RingCentral answered 502 for {CALL_LOG}."


def test_query_of_the_request_is_not_repeated() -> None:
    assert "650555" not in str(error_of(SCOPE, 403))


def test_long_message_of_many_lines_becomes_one_short_line() -> None:
    error = error_of({"errorCode": "CMN-101", "message": "Parameter\n [view]\r\n" + "x" * 1000})
    assert error.message.startswith("Parameter [view] xxx")
    assert len(error.message) == 200
