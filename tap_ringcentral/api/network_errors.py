"""Why a server cannot be reached, and what to change: a sentence or two.

`requests` takes certificate authorities and proxies from the environment
(requests.readthedocs.io/en/latest/user/advanced), so a cure may be a variable and no setting. A
proxy's address may hold a password: nothing of it is repeated, nor is an exception's own text.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILURES: Final = (OSError, ValueError, TypeError)
"""What `requests` may raise when it sends: an address that it cannot read is any of the three."""

# Verification results of OpenSSL: man 3 X509_STORE_CTX_get_error.
_NOT_YET_VALID, _EXPIRED = 9, 10
_OTHER_NAME, _OTHER_ADDRESS = 62, 64

_BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")  # in the order of `requests`
_BAD_PROXY = (
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.InvalidSchema,  # a SOCKS proxy without the package that speaks to it
    requests.exceptions.ProxyError,
)


def unreachable(error: Exception, url: str, setting: str = "server_url") -> str:
    """Describe why a request to an address had no answer.

    Args:
        error: One of `FAILURES`, as it was raised.
        url: What was asked for; only its scheme and host are told.
        setting: What the address comes from.
    """
    server, host = _server(url)
    causes = list(_causes(error))
    kinds = {type(cause).__name__ for cause in causes}
    if _is_of_proxy(causes, url):
        return _proxy(causes, server, host)
    if _is_of_bundle(causes):
        variable = next(filter(os.environ.get, _BUNDLE_VARIABLES), _BUNDLE_VARIABLES[0])
        return (
            f"{variable} names no file with the certificates of authorities that can be read "
            "here: correct or remove that variable."
        )
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate(cause, host, setting)
    if "NameResolutionError" in kinds or any(isinstance(each, socket.gaierror) for each in causes):
        return f"The name {host} cannot be resolved here. Check {setting} and the network."
    name = type(error).__name__
    if any("Timeout" in kind for kind in kinds):
        return (
            f"{server} did not answer in time ({name}). Check the network, and whether it needs "
            "a proxy (HTTPS_PROXY)."
        )
    return f"{server} cannot be reached ({name}). Check the network and {setting}."


def is_lasting(error: Exception) -> bool:
    """Return whether a failure stays until somebody changes something here: no use to try again."""
    causes = list(_causes(error))
    return (
        isinstance(error, ValueError | TypeError)
        or _is_of_bundle(causes)
        or any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes)
    )


def never_arrived(error: Exception) -> bool:
    """Return whether a request failed before a byte of it was sent to the server."""
    if is_lasting(error) or isinstance(error, (requests.ConnectTimeout, *_BAD_PROXY)):
        return True
    kinds = {type(cause).__name__ for cause in _causes(error)}
    return not kinds.isdisjoint({"NewConnectionError", "NameResolutionError"})


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it rests on; urllib3 keeps that in a `reason` or as an argument."""
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen:
        yield following
        seen.append(following)
        inner = (getattr(following, "reason", None), *reversed(following.args))
        outer = (following.__cause__, following.__context__)
        following = next((each for each in (*inner, *outer) if isinstance(each, Exception)), None)


def _server(url: str) -> tuple[str, str]:
    """Return an address without path, user and password, and its host."""
    parts = urlsplit(url)
    address = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{address}", parts.hostname or address


def _is_of_bundle(causes: list[BaseException]) -> bool:
    outer, inner = causes[0], causes[-1]
    if type(outer) is OSError:  # how `requests` tells that there is no such file
        return True
    if not isinstance(outer, requests.exceptions.SSLError):
        return False
    of_file = isinstance(inner, ssl.SSLError) and getattr(inner, "library", "") in {"PEM", "X509"}
    return of_file or isinstance(inner, FileNotFoundError | PermissionError | IsADirectoryError)


def _certificate(error: ssl.SSLCertVerificationError, host: str, setting: str) -> str:
    if error.verify_code == _EXPIRED:
        return f"The certificate of {host} has expired, or this machine's clock is wrong."
    if error.verify_code == _NOT_YET_VALID:
        return f"The certificate of {host} is not valid yet, or this machine's clock is wrong."
    if error.verify_code in {_OTHER_NAME, _OTHER_ADDRESS}:
        return (
            f"The certificate that {host} shows is of another name. Check {setting}, and "
            "whether a proxy or a firewall answers in its place."
        )
    return (
        f"The certificate of {host} is not trusted here. If a private authority issued it, set "
        "REQUESTS_CA_BUNDLE to a file with that authority's certificate."
    )


def _is_of_proxy(causes: list[BaseException], url: str) -> bool:
    if isinstance(causes[0], _BAD_PROXY):
        return True
    if any(type(cause).__module__ == "socks" for cause in causes):
        return True
    # An address that cannot be read: the server's own was read when the settings were.
    return isinstance(causes[0], ValueError | TypeError) and bool(_proxies_set(url))


def _proxies_set(url: str) -> list[str]:
    """Return the variables that name a proxy for an address, in the order of `requests`."""
    names = (f"{urlsplit(url).scheme}_proxy", "all_proxy")
    spelled = (spelling for name in names for spelling in (name, name.upper()))
    return [name for name in spelled if os.environ.get(name)]


def _proxy(causes: list[BaseException], server: str, host: str) -> str:
    variable = next(iter(_proxies_set(server)), "HTTPS_PROXY")
    cure = f"Check {variable}, or let NO_PROXY name {host} if it is reached without a proxy."
    if isinstance(causes[0], requests.exceptions.InvalidSchema):
        return f"{variable} names a SOCKS proxy, which needs the Python package PySocks. {cure}"
    if isinstance(causes[0], ValueError | TypeError):
        return f"{variable} is no address of a proxy (write http://HOST:PORT). {cure}"
    told = (re.search(r"Tunnel connection failed: (\d{3})", str(cause)) for cause in causes)
    status = next((match[1] for match in told if match), None)
    if status:
        return f"The proxy that {variable} names refuses to connect to {host} ({status}). {cure}"
    reason = type(causes[-1]).__name__
    return f"The proxy that {variable} names cannot be reached ({reason}). {cure}"
