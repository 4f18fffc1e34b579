"""Every way to sign in brings the calls; every refusal ends in one line with a remedy."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from support.runs import only, run

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, RateLimits, Simulator
from tap_ringcentral.api.errors import SignInError
from tap_ringcentral.api.remedies import OF_DATA, OF_TOKENS
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

NOW = datetime.fromisoformat("2026-03-20T15:00:00Z")
REDIRECT = "https://example.com/callback"
VERIFIER = "a-code-verifier-of-at-least-forty-three-characters"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)


@pytest.fixture
def account(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A small account; a test may say how its app is set up."""
    with Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=20, history_days=5),
        rate_limits=RateLimits(enabled=False),
        **getattr(request, "param", {}),
    ) as simulator:
        yield simulator


def calls(account: Simulator, store: Path, **own: Any) -> int:
    output = run(account, token_store=str(store), **own)
    return len(output.records["call_log"])


def token_requests(account: Simulator) -> int:
    return sum(request.path.endswith("/token") for request in account.requests)


def test_refresh_token_goes_on_from_the_store_over_ten_restarts(
    account: Simulator, tmp_path: Path
) -> None:
    seed = account.credentials.refresh_token
    for _ in range(10):
        assert calls(account, tmp_path / "token.json", jwt=None, refresh_token=seed)
        account.clock.advance(2 * 3600)
    assert token_requests(account) == 10


def test_code_is_exchanged_once_and_refreshed_from_then_on(
    account: Simulator, tmp_path: Path
) -> None:
    code = account.authorization_code(REDIRECT)
    own = {"jwt": None, "authorization_code": code, "redirect_uri": REDIRECT}
    assert calls(account, tmp_path / "token.json", **own)
    account.clock.advance(2 * 3600)
    assert calls(account, tmp_path / "token.json", **own)
    assert token_requests(account) == 2


@pytest.mark.parametrize("account", [{"public_app": True}], indirect=True)
def test_public_app_signs_in_with_pkce(account: Simulator, tmp_path: Path) -> None:
    code = account.authorization_code(REDIRECT, CHALLENGE)
    assert calls(
        account,
        tmp_path / "token.json",
        jwt=None,
        authorization_code=code,
        redirect_uri=REDIRECT,
        code_verifier=VERIFIER,
    )


def test_redirect_uri_must_be_that_of_the_code(account: Simulator, tmp_path: Path) -> None:
    code = account.authorization_code(REDIRECT)
    with pytest.raises(SignInError, match=r"Sign-in failed"):
        calls(
            account,
            tmp_path / "token.json",
            jwt=None,
            authorization_code=code,
            redirect_uri="https://example.com/other",
        )
    assert token_requests(account) == 1


@pytest.mark.parametrize("account", [{"password_allowed": True}], indirect=True)
def test_password_signs_in_where_it_is_allowed(account: Simulator, tmp_path: Path) -> None:
    given = account.credentials
    assert calls(
        account,
        tmp_path / "token.json",
        jwt=None,
        username=given.username,
        extension=given.extension,
        password=given.password,
    )


def test_password_under_single_sign_on_points_to_the_jwt(
    account: Simulator, tmp_path: Path
) -> None:
    given = account.credentials
    with pytest.raises(SignInError, match="set jwt"):
        calls(
            account,
            tmp_path / "token.json",
            jwt=None,
            username=given.username,
            extension=given.extension,
            password=given.password,
        )
    assert token_requests(account) == 1


def test_next_run_uses_the_live_token_of_the_last(account: Simulator, tmp_path: Path) -> None:
    for _ in range(3):
        assert calls(account, tmp_path / "token.json")
    assert token_requests(account) == 1


def test_jwt_that_has_ended_is_told_with_its_date(account: Simulator, tmp_path: Path) -> None:
    jwt = account.issuer.jwt(expires=int((NOW + timedelta(days=1)).timestamp()))
    account.clock.advance(3 * 86_400)
    with pytest.raises(SignInError, match="ended on 2026-03-21"):
        calls(account, tmp_path / "token.json", jwt=jwt)


def test_jwt_that_ends_in_a_week_is_warned_of(
    account: Simulator, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert calls(
        account,
        tmp_path / "token.json",
        jwt=account.issuer.jwt(expires=int((NOW + timedelta(days=7)).timestamp())),
    )
    assert "ends on 2026-03-27, in 7 days" in caplog.text


TOKEN_ERRORS = sorted(code for code in OF_TOKENS if code.startswith(("OAU-", "invalid_")))
API_ERRORS = sorted(code for code in OF_DATA if code.startswith("CMN-") or code in {"403", "404"})
TOKEN_REFUSED = ["AGW-401", "OAU-123", "OAU-128", "OAU-129", "OAU-149", "OAU-213"]


def refused(account: Simulator, store: Path, path: str, status: int, code: str) -> Result:
    """Run the command against an account that refuses, to its end."""
    body: dict[str, Any] = {"error": code} if code.startswith("invalid_") else {}
    if "-" in code:
        detail = {"errorCode": code, "message": "No", "permissionName": "ReadCompanyCallLog"}
        body = {"errorCode": code, "message": "No", "errors": [detail]}
    account.inject(
        Fault(FaultKind.STATUS, path=path, times=99, status=status, body=json.dumps(body).encode())
    )
    variables = account.environment() | {"TAP_RINGCENTRAL_TOKEN_STORE": str(store)}
    catalog = store.with_name("catalog.json")
    catalog.write_text(json.dumps(only("call_log")), encoding="utf-8")
    command = TapRingCentral.get_singer_command()
    return CliRunner().invoke(command, ["--config=ENV", f"--catalog={catalog}"], env=variables)


def only_error(caplog: pytest.LogCaptureFixture) -> str:
    (error,) = (record for record in caplog.records if record.levelname == "ERROR")
    assert error.exc_info is None
    return error.getMessage()


def remedy(code: str, of: dict[str, str]) -> str:
    return of[code].format(
        permission="ReadCompanyCallLog",
        credential="jwt",
        settings="settings server_url and account_id",
    )


@pytest.mark.parametrize("code", TOKEN_ERRORS)
def test_refused_sign_in_costs_one_request(
    account: Simulator, tmp_path: Path, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    ended = refused(account, tmp_path / "token.json", "/oauth/token", 400, code)
    assert ended.exit_code == 1
    assert remedy(code, OF_TOKENS) in only_error(caplog)
    assert len(account.requests) == 1
    assert not ended.stdout


@pytest.mark.parametrize("code", API_ERRORS)
def test_refused_request_costs_one_request_and_no_new_token(
    account: Simulator, tmp_path: Path, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    status = int(code) if code.isdigit() else 403
    ended = refused(account, tmp_path / "token.json", "/call-log", status, code)
    assert ended.exit_code == 1
    assert remedy(code, OF_DATA) in only_error(caplog)
    assert [r.path.rsplit("/", 1)[1] for r in account.requests] == ["token", "call-log"]


@pytest.mark.parametrize("code", TOKEN_REFUSED)
def test_refused_token_costs_one_new_token_and_one_more_try(
    account: Simulator, tmp_path: Path, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    ended = refused(account, tmp_path / "token.json", "/call-log", 401, code)
    assert ended.exit_code == 1
    assert remedy(code, OF_DATA) in only_error(caplog)
    assert [r.path.rsplit("/", 1)[1] for r in account.requests] == ["token", "call-log"] * 2
