"""Keeps the simulator where only this machine reaches it."""

from __future__ import annotations

import ipaddress


def require_loopback(host: str) -> None:
    """Refuse an address that others can reach.

    Raises:
        ValueError: If it is not on loopback.
    """
    if host == "localhost":
        return
    try:
        on_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        on_loopback = False
    if not on_loopback:
        raise ValueError(
            f"{host} is not a loopback address; use 127.0.0.1, ::1 or localhost,"
            " as anyone who reaches the simulator may sign in"
        )
