"""The address of the RingCentral platform, checked before anything is sent to it."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from tap_ringcentral.api.errors import SettingsError

_PORTS = {"https": 443, "http": 80}
# RFC 1123, section 2.1, and the underscores of some private networks. Anything else would raise at
# the first request, where it is encoded for the DNS.
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)


def server_url(text: str, setting: str = "server_url") -> str:
    """Return an address as RingCentral writes its own: lower case, no usual port, no path.

    Args:
        text: The address.
        setting: What it is the value of.

    Raises:
        SettingsError: It is none that the token could be sent to safely. The text does not repeat
            it, since a password may stand in it.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # brackets that hold no IPv6 address; no port number
        raise _refusal(setting) from None
    extra = "@" in parts.netloc or parts.path.strip("/") or parts.query or parts.fragment
    if extra or parts.scheme not in _PORTS or port == 0 or not _is_host(host):
        raise _refusal(setting)
    if parts.scheme == "http" and not _is_loopback(host):
        raise _refusal(setting)
    name = f"[{host}]" if ":" in host else host
    usual = port in (None, _PORTS[parts.scheme])
    return f"{parts.scheme}://{name}" + ("" if usual else f":{port}")


def media_url(platform: str) -> str:
    """Return where a platform gives content from: `media.` in the place of its `platform.`.

    RingCentral's own has such a host (developers.ringcentral.com/guide/basics/media); any other
    address is taken to give content itself.

    Args:
        platform: The address of the platform, as `server_url` returns it.
    """
    return platform.replace("://platform.", "://media.", 1)


def origin(url: str) -> tuple[str, str, int | None]:
    """Return the scheme, host and port of an address; the usual port may stand in it or not.

    Two addresses are on one server only where this is the same (RFC 6454).
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", "", None
    return parts.scheme, parts.hostname or "", port or _PORTS.get(parts.scheme)


def is_safe(url: str) -> bool:
    """Whether an address may be read from, without a token: https, or this machine itself."""
    scheme, host, _ = origin(url)
    return bool(host) and (scheme == "https" or (scheme == "http" and _is_loopback(host)))


def _refusal(setting: str) -> SettingsError:
    example = f"https://{'media' if setting == 'media_url' else 'platform'}.ringcentral.com"
    return SettingsError(
        f"The setting {setting} must be an https address with a host and nothing else, such as "
        f"{example} (plain http only on this machine)."
    )


def _is_host(host: str) -> bool:
    if ":" in host:
        return _address(host) is not None and "%" not in host
    return len(host) <= 253 and all(map(_LABEL.fullmatch, host.split(".")))  # noqa: PLR2004 - RFC 1035


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return address.is_loopback if address else host == "localhost"


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
