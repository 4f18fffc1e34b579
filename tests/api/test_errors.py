"""An error names what failed and what to change, and repeats nothing personal."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from tap_ringcentral.api.errors import ApiError
from tap_ringcentral.api.remedies import OF_DATA, OF_TOKENS

CALL_LOG = "/restapi/v1.0/account/~/call-log"
DEVICES = "/restapi/v1.0/account/~/extension/101/device"
OWN_EXTENSION = "/restapi/v1.0/account/~/extension/~"
TOKEN_ENDPOINT = "/restapi/oauth/token"
CODES = sorted(OF_DATA.keys() | OF_TOKENS.keys())

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


def error_of(body: Any, status: int = 400, request_id: str = "", path: str = CALL_LOG) -> ApiError:
    response = requests.Response()
    response.status_code = status
    response.url = f"https://platform.ringcentral.com{path}?phoneNumber=%2B16505550100"
    response.headers["Content-Type"] = "application/json"
    if request_id:
        response.headers["rcrequestid"] = request_id
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ApiError.from_response(response)


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


@pytest.mark.parametrize(
    ("body", "code", "remedy"),
    [
        (OAUTH, "OAU-153", "Check the setting client_id"),
        (OAUTH_PLAIN, "invalid_grant", "Check the setting jwt or refresh_token"),
        (OAUTH_UNLISTED, "OAU-999", "Check the setting jwt or refresh_token"),
    ],
)
def test_envelope_of_the_token_endpoint_is_read(
    body: dict[str, Any], code: str, remedy: str
) -> None:
    error = error_of(body, path=TOKEN_ENDPOINT)
    assert f"RingCentral answered 400 {code} for {TOKEN_ENDPOINT}" in str(error)
    assert error.remedy.startswith(remedy)


# Each code, by what was asked for

# What a request for data is not made of: it carries a token, and nothing of how that was got.
OF_SIGN_IN = (
    *("client_id", "client_secret", "jwt", "JWT", "refresh_token", "authorization_code"),
    *("code_verifier", "redirect_uri", "username", "password", "tap-ringcentral-login"),
)
OF_A_READ = ("account_id", "extension_ids", "scope", "role", "{")


@pytest.mark.parametrize("path", [TOKEN_ENDPOINT, CALL_LOG, DEVICES, OWN_EXTENSION])
@pytest.mark.parametrize("code", CODES)
def test_remedy_names_no_setting_that_has_nothing_to_do_with_the_request(
    code: str, path: str
) -> None:
    status = int(code) if code.isdigit() else 403
    remedy = error_of({"errors": [{"errorCode": code}]}, status, path=path).remedy
    assert remedy.endswith(".")
    strangers = OF_A_READ if path == TOKEN_ENDPOINT else OF_SIGN_IN
    assert not [name for name in strangers if name in remedy]
    if path != DEVICES:
        assert "extension_ids" not in remedy


@pytest.mark.parametrize(
    ("code", "of_token", "of_data"),
    [
        ("OAU-123", "Set client_secret", "token did not reach RingCentral: check any proxy"),
        ("OAU-146", "Check the setting client_secret", "refused a token that it gave"),
        ("OAU-153", "Check the setting client_id", "refused a token that it gave"),
        ("OAU-210", "has expired, was revoked or was used", "keeps about five"),
        ("OAU-213", "has expired, was revoked or was used", "keeps about five"),
        ("OAU-129", "has expired, was revoked or was used", "arrived damaged: check any proxy"),
        ("AGW-401", "client_id and client_secret did not arrive", "token did not reach"),
        ("AGW-404", "no sign-in at this address: check the setting server_url", "this feature"),
        ("CMN-102", "check the setting server_url", "Check the settings server_url and account_id"),
        ("404", "check the setting server_url", "Check the settings server_url and account_id"),
        ("401", "Check the settings client_id and client_secret", "refused a token that it gave"),
        ("403", "may not sign in", "lacks a permission"),
    ],
)
def test_one_code_has_a_remedy_for_each_kind_of_request(
    code: str, of_token: str, of_data: str
) -> None:
    status = int(code) if code.isdigit() else 400
    body = {"errorCode": code}
    assert of_token in error_of(body, status, path=TOKEN_ENDPOINT).remedy
    assert of_data in error_of(body, status).remedy


@pytest.mark.parametrize(
    ("path", "settings"),
    [
        (CALL_LOG, "settings server_url and account_id"),
        (OWN_EXTENSION, "settings server_url and account_id"),
        (DEVICES, "settings server_url and account_id, and extension_ids where it is set"),
        ("/restapi/v1.0/client-info", "setting server_url"),
    ],
)
def test_what_is_not_found_names_the_settings_that_the_address_is_made_of(
    path: str, settings: str
) -> None:
    assert error_of({}, 404, path=path).remedy == f"Check the {settings}."


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Ann Smith +16505550100</body></html>",
        b'{"errorCode": "CMN-101", "message": "+16505550100',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"errors":' + b"[" * 100_000,
        ["+16505550100"],
        "+16505550100",
        {"records": [{"from": {"name": "Ann Smith", "phoneNumber": "+16505550100"}}]},
        {"errorCode": {"name": "Ann Smith"}, "message": {"phoneNumber": "+16505550100"}},
        {"errors": {"name": "Ann Smith"}},
        {"errors": ["Ann Smith"]},
        {"errors": [], "message": None},
        {"errors": [{"parameterName": "phoneNumber", "parameterValue": "+16505550100"}]},
    ],
    ids=lambda body: str(body)[:60],
)
def test_body_that_is_no_envelope_leaves_the_status_and_is_not_repeated(body: Any) -> None:
    assert str(error_of(body, 502)) == f"RingCentral answered 502 for {CALL_LOG}."


def test_query_of_the_request_is_not_repeated() -> None:
    assert "650555" not in str(error_of(SCOPE, 403))


def test_long_message_of_many_lines_becomes_one_short_line() -> None:
    error = error_of({"errorCode": "CMN-101", "message": "Parameter\n [view]\r\n" + "x" * 1000})
    assert error.message.startswith("Parameter [view] xxx")
    assert len(error.message) == 200
