"""A store that cannot be used stops nobody who can sign in without it."""

from __future__ import annotations

import pwd
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import config_of, signed_in
from support.sign_ins import APP, CODE, HOUR, JWT, SEED, STORED, bearer, token
from support.store_faults import FAULTS, NOT_PRIVATE, mode_that_stays

from tap_ringcentral.api.errors import SignInError, TokenStoreError
from tap_ringcentral.auth.authenticator import Authenticator
from tap_ringcentral.auth.grants import PasswordGrant
from tap_ringcentral.auth.token_store import TokenStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.loopback import Loopback
    from support.still_clock import StillClock

    from ringcentral_simulator import Simulator
    from tap_ringcentral.auth.grants import Grant
    from tap_ringcentral.auth.token_endpoint import TokenEndpoint

    Make = Callable[..., Authenticator]
    Fault = Callable[[Path, pytest.MonkeyPatch], None]

PASSWORD = PasswordGrant(APP, "helper@example.com", None, "pa55word")


def name_of(thing: object) -> str:
    return getattr(thing, "__name__", type(thing).__name__)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the store is to be."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home" / "token.json"


@pytest.mark.parametrize("grant", [JWT, PASSWORD], ids=name_of)
@pytest.mark.parametrize("fault", FAULTS, ids=name_of)
def test_credential_that_can_sign_in_anew_goes_on_without_the_store_and_says_why(
    make: Make,
    server: Loopback,
    clock: StillClock,
    place: Path,
    caplog: pytest.LogCaptureFixture,
    *,
    fault: Fault,
    grant: Grant,
) -> None:
    server.answer(token("first"))
    server.answer(token("second"))
    with pytest.MonkeyPatch.context() as patched:
        fault(place, patched)
        authenticator = make(grant, path=place)
        assert {bearer(authenticator) for _ in range(3)} == {"Bearer first"}
        clock.advance(HOUR)
        assert bearer(authenticator) == "Bearer second"
    (told,) = [text for text in warnings(caplog) if text.endswith("each run signs in for itself.")]
    assert "token.json" in told
    assert "token_store" in told
    assert len(server.received) == 2


@pytest.mark.parametrize("grant", [SEED, CODE, STORED], ids=name_of)
@pytest.mark.parametrize("fault", FAULTS, ids=name_of)
def test_credential_that_only_the_store_continues_is_kept_and_the_remedy_told(
    make: Make, server: Loopback, place: Path, *, fault: Fault, grant: Grant
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        fault(place, patched)
        with pytest.raises(TokenStoreError, match=r"(?i)set token_store|later version") as caught:
            make(grant, path=place).token()
        with pytest.raises(TokenStoreError):
            make(STORED, path=place).sign_in(CODE)
    assert "\n" not in str(caught.value)
    assert server.received == []


@pytest.mark.parametrize("grant", [JWT, SEED], ids=name_of)
def test_store_whose_mode_a_volume_changed_goes_on(
    make: Make, server: Loopback, store: TokenStore, grant: Grant
) -> None:
    server.answer(token(refresh_token="r2"))
    make(grant).token()
    for mode in (0o660, 0o777):
        store.path.chmod(mode)
        assert bearer(make(grant)) == "Bearer t0ken"
    assert len(server.received) == 1


def test_token_that_others_could_have_written_is_neither_used_nor_replaced(
    make: Make, server: Loopback, store: TokenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.path.parent.mkdir()
    mode_that_stays(store.path, monkeypatch)
    server.answer(token())
    make().token()
    assert store.path.read_bytes() == NOT_PRIVATE


def test_lock_that_another_process_never_gives_back_does_not_stop_a_jwt(
    make: Make,
    server: Loopback,
    store: TokenStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("tap_ringcentral.auth.store_lock._PATIENCE", 0)
    server.answer(token())
    with store.locked():
        assert bearer(make()) == "Bearer t0ken"
    assert "Another process has been signing in" in caplog.text


def test_link_to_a_volume_stays_and_what_it_points_to_is_written(
    make: Make, server: Loopback, tmp_path: Path
) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "volume" / "token.json")
    server.answer(token(refresh_token="r2"))
    for _ in range(2):
        assert bearer(make(SEED, path=tmp_path / "link.json")) == "Bearer t0ken"
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "volume" / "token.json").read_bytes()
    assert len(server.received) == 1


def test_store_that_cannot_be_read_does_not_end_the_runs(
    make: Make, server: Loopback, store: TokenStore
) -> None:
    server.answer(token(refresh_token="r2"))
    make(SEED).token()
    store.path.write_bytes(store.path.read_bytes()[:40])
    server.answer(token("again", refresh_token="r3"))
    assert bearer(make(SEED)) == "Bearer again"
    assert bearer(make(SEED)) == "Bearer again"


# No place for it


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container without HOME, that runs as a user whom no passwd entry names."""

    def unknown(who: object) -> Any:
        raise KeyError(who)

    for name in ("HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("path", [None, "~/token.json", "~nobody-there/token.json"])
def test_container_without_a_home_directory_signs_in_by_jwt(
    simulator: Simulator, caplog: pytest.LogCaptureFixture, path: str | None
) -> None:
    assert signed_in(simulator, config_of(simulator, token_store=path))
    (told,) = [text for text in warnings(caplog) if "token_store" in text]
    assert "is in a home directory that is not known here" in told


@pytest.mark.usefixtures("nobody")
def test_seed_without_a_home_directory_is_not_used_up(simulator: Simulator) -> None:
    config = config_of(simulator, grant="refresh_token")
    with pytest.raises(
        TokenStoreError, match=r"home directory .* not known here\. Set token_store"
    ):
        signed_in(simulator, config)
    assert simulator.requests == []


@pytest.mark.parametrize("path", ["/", ".", "..", "x" * 5_000, "/dev/null"])
def test_store_that_can_be_no_file_is_one_warning(
    simulator: Simulator, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    assert signed_in(simulator, config_of(simulator, token_store=path))
    assert len([text for text in warnings(caplog) if "token_store" in text]) == 1
    assert not Path("/dev/null.lock").exists()


def test_relative_store_is_in_the_directory_of_the_run(
    endpoint: TokenEndpoint,
    server: Loopback,
    clock: StillClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    server.answer(token())
    Authenticator(
        JWT, server_url=server.url, endpoint=endpoint, store=TokenStore(Path("t")), clock=clock
    ).token()
    assert (tmp_path / "t").exists()


def test_missing_store_is_not_taken_for_a_sign_in(make: Make, server: Loopback) -> None:
    with pytest.raises(SignInError, match="Nobody is signed in"):
        make(STORED).token()
    assert server.received == []
