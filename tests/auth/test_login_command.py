"""`tap-ringcentral-login`, but for the browser: whose sign-in is kept, and where."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from tap_ringcentral import login as sign_in
from tap_ringcentral.auth.grants import Client, CodeGrant

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Simulator

REDIRECT = "https://example.com/callback"


def login(simulator: Simulator, store: Path | str, user: Any = None) -> Result:
    """Run the command; a user signs in where the browser would have been opened."""
    given = simulator.environment() | {"TAP_RINGCENTRAL_TOKEN_STORE": str(store)}
    del given["TAP_RINGCENTRAL_JWT"]
    client = Client(given["TAP_RINGCENTRAL_CLIENT_ID"], given["TAP_RINGCENTRAL_CLIENT_SECRET"])

    def authorize(*_: Any, **__: Any) -> CodeGrant:
        assert user, "a person was asked"
        code = simulator.authorization_code(REDIRECT, user=user)
        return CodeGrant(client, code, REDIRECT, None)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sign_in, "_authorize", authorize)
        return CliRunner().invoke(sign_in.main, env=given)


@pytest.mark.usefixtures("dotenv")
def test_second_user_of_an_app_does_not_end_the_first_ones_sign_in(
    simulator: Simulator, tmp_path: Path
) -> None:
    ann, ben = simulator.company.people_at["main-site"][:2]
    first = login(simulator, tmp_path / "token.json", ann)
    assert first.exit_code == 0, first.output
    kept = (tmp_path / "token.json").read_bytes()
    second = login(simulator, tmp_path / "token.json", ben)
    assert second.exit_code == 1
    assert "holds the sign-in of another user of this app, which is kept. Set token_store" in (
        second.output
    )
    assert (tmp_path / "token.json").read_bytes() == kept
    for user, store in ((ann, "token.json"), (ben, "own.json")):
        again = login(simulator, tmp_path / store, user)
        assert again.exit_code == 0, again.output


@pytest.mark.usefixtures("dotenv")
@pytest.mark.parametrize("store", [os.devnull, "~nobody-there/token.json"])
def test_place_where_nothing_can_be_kept_is_told_before_a_person_is_asked(
    simulator: Simulator, store: str
) -> None:
    ended = login(simulator, store)
    assert ended.exit_code == 1
    assert ended.output.startswith(f"Error: The token store {store} is ")
    assert "Set token_store to a file" in ended.output
    assert simulator.requests == []
