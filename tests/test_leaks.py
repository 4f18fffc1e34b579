"""The watch for leaking secrets sees what it should."""

from __future__ import annotations

import logging

import pytest
from support import leaks

from ringcentral_simulator import Simulator


@pytest.mark.parametrize("secret", ["jwt", "refresh_token", "client_secret", "password"])
def test_each_secret_is_seen_where_it_leaks(secret: str) -> None:
    with Simulator() as simulator:
        value = getattr(simulator.credentials, secret)
        assert leaks.leaked([f"the value is {value}!"])
        assert not leaks.leaked(["the value is not told"])


def test_secrets_of_an_account_are_seen_when_it_is_gone_and_there_are_others() -> None:
    with Simulator(seed=1) as gone:
        value = gone.credentials.client_secret
    with Simulator(seed=2) as other:
        assert other.credentials.client_secret != value
        assert leaks.leaked([f"the value is {value}!"]) == {"client secret"}


def test_tracebacks_are_watched_as_well() -> None:
    watch = leaks.Watch()
    try:
        int("U0pDMTFQMDFQQVMwMHxB-a-token")
    except ValueError as error:
        failure = (type(error), error, error.__traceback__)
    watch.emit(logging.LogRecord("any", logging.DEBUG, "", 0, "failed", (), failure))
    assert leaks.leaked(watch.lines) == {"token or code"}
