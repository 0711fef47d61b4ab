"""The address at which phones in the room reach this app; never localhost."""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from sharedground.words import say

SETTING: Final = "SHAREDGROUND_ADDRESS"
_EVERYWHERE: Final = ("", "0.0.0.0", "::")
_ROUTES: Final = (
    "10.254.254.254", "192.168.0.254", "172.31.254.254",  # any private network
    "10.42.0.2", "192.168.137.2", "192.168.2.2", "192.168.43.2", "172.20.10.2",  # hotspots
)  # fmt: skip
"""Where a packet would go. None is sent: the system only says from which address it would."""

_KEPT_S: Final = 15


def base() -> str | None:
    """Return the address of the app as phones reach it, with no "/" at the end, or None.

    `SHAREDGROUND_ADDRESS` wins; else it is made of what this computer is called in its network.
    """
    given = named()
    if given:
        return given
    found = network_addresses()
    return _at(found[0]) if found else None


def named() -> str:
    """Return the address that `SHAREDGROUND_ADDRESS` names, or ""."""
    given = os.environ.get(SETTING, "").strip().rstrip("/")
    return f"http://{given}" if given and "://" not in given else given


def join_address(token: str) -> str | None:
    """Return the address that the QR code of a round holds; None where phones cannot reach us."""
    ours = base()
    return f"{ours}/j/{token}" if ours else None


def short_address() -> str:
    """Return what people type, such as "192.168.1.20:8501/j"; "" where phones cannot reach us."""
    ours = base()
    if ours is None:
        return ""
    parts = urlsplit(ours)
    shown = f"{parts.netloc}{parts.path}"
    return f"{shown}/j" if parts.scheme == "http" else f"{parts.scheme}://{shown}/j"


def why_none() -> str:
    """Return why there is no address for phones and what to do; "" where there is one."""
    if base() is not None:
        return ""
    if _bound_to_this_machine():
        return say(
            "Only this computer can open the app, so phones cannot join yet. Stop it and start it "
            "with “./run --hotspot”. Your data stays."
        )
    return say(
        "This computer is in no network, so phones cannot join yet. Join the wifi of the room, or "
        "switch on a hotspot on this computer or on a phone. Then load this page again."
    )


def network_addresses() -> tuple[str, ...]:
    """Return the addresses of this computer in its networks, private ones first."""
    bound = str(st.get_option("server.address") or "")
    if _bound_to_this_machine():
        return ()
    return of_this_machine() if bound in _EVERYWHERE else (bound,)


def of_this_machine() -> tuple[str, ...]:
    """Return the addresses of this computer, whatever the app is bound to; private ones first."""
    return _addresses(int(time.monotonic() // _KEPT_S))


def _bound_to_this_machine() -> bool:
    bound = str(st.get_option("server.address") or "")
    return bound == "localhost" or _is(bound, "is_loopback")


@lru_cache(maxsize=1)
def _addresses(_moment: int) -> tuple[str, ...]:
    found = [each for each in map(_towards, _ROUTES) if each] or _by_name()
    fit = [each for each in dict.fromkeys(found) if not _is(each, "is_loopback")]
    return tuple(sorted(fit, key=lambda each: not _is(each, "is_private")))


def _towards(there: str) -> str | None:
    """Return the address that a packet to `there` would come from."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect((there, 9))
        except OSError:
            return None
        return str(way.getsockname()[0])


def _by_name() -> list[str]:
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []


def _is(host: str, what: str) -> bool:
    try:
        return bool(getattr(ipaddress.ip_address(host), what))
    except ValueError:
        return False


def base_path() -> str:
    """Return the path that the app lives under, such as "/town", or ""."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def _at(host: str) -> str:
    """Return the address of the app on this host, by the port and path it was started with."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    port = int(st.get_option("server.port"))
    named = f"[{host}]" if ":" in host else host
    shown = "" if port == {"http": 80, "https": 443}[scheme] else f":{port}"
    return f"{scheme}://{named}{shown}{base_path()}"
