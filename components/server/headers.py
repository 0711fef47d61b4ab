"""Response headers that keep the page from doing what the app never asks of it."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import cached
from components.server import gate
from sharedground.errors import SharedGroundError
from sharedground.model.street_map import OPENSTREETMAP
from sharedground.store import database, street_maps

_HOST: Final = re.compile(r"https?://[A-Za-z0-9.*-]+(:\d+)?")
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)

FIXED: Final[dict[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), serial=(), hid=(), "
        "midi=(), display-capture=(), browsing-topics=()"
    ),
}


class SecurityHeaders:
    """Add the headers to every HTTP response. Websockets pass untouched.

    Parameters
    ----------
    app
        What answers.
    hosts
        Sites that may show the app in a frame, such as "https://www.example.gov.uk".
    base_path
        The path that the app lives under, such as "/assets-map", or "".
    street_sites
        Says which further sites street maps may come from, besides OpenStreetMap.
    """

    def __init__(
        self, app: ASGIApp, hosts: tuple[str, ...] = (), base_path: str = "",
        street_sites: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:  # fmt: skip
        self.app = app
        self.components = f"{base_path.rstrip('/')}/component/"
        self.page_policy = policy(page_script_sources())
        self.embedded_policy = policy(page_script_sources(), hosts)
        self.hosts, self.street_sites = hosts, street_sites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        in_frame = scope["path"].startswith(self.components)
        page_policy = self.embedded_policy if _is_embedded(scope) else self.page_policy
        if in_frame:
            page_policy = await run_in_threadpool(self._component_policy)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", page_policy)
                for name, value in FIXED.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)

    def _component_policy(self) -> str:
        return policy(
            ("'self'", "'unsafe-inline'", "'unsafe-eval'"), self.hosts,
            images=(OPENSTREETMAP.site, *self.street_sites()),
        )  # fmt: skip


def _is_embedded(scope: Scope) -> bool:
    """Say whether a page is asked for without menus: other sites may show only these, to all."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return "true" in (value.casefold() for value in asked.get("embed", ()))


def sites_of_all_places() -> tuple[str, ...]:
    """Return the sites of street maps that the places here have chosen.

    A store that cannot be read gives none: then no street map but OpenStreetMap comes.
    """
    try:
        return street_maps.sites(cached.engine(database.default_url()))
    except (SharedGroundError, SQLAlchemyError):
        return ()


def policy(
    script_sources: tuple[str, ...], hosts: tuple[str, ...] = (), images: tuple[str, ...] = ()
) -> str:
    """Return a Content-Security-Policy that allows this server's own files and no other.

    Parameters
    ----------
    script_sources
        What `script-src` allows. streamlit-folium's frame runs code from text, so it needs
        more than a page does; no data ever enters that code (see `parts.safe_html`).
    hosts
        Sites that may show the app in a frame.
    images
        Sites that pictures may come from: only where a visitor may ask for them.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "base-uri 'self'",
            "object-src 'none'",
            "form-action 'self'",
            " ".join(("img-src 'self' data: blob:", *images)),
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "media-src 'self' blob:",
            "frame-src 'self'",
            "worker-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            " ".join(("script-src", *script_sources)),
            " ".join(("frame-ancestors 'self'", *hosts)),
        )
    )


@cache
def page_script_sources() -> tuple[str, ...]:
    """Return what may run in a page: our own files, and Streamlit's inline script by its hash.

    `blob:` is for `st.components.v2`, which imports its script from one.
    """
    index = Path(st.__file__).parent / "static" / "index.html"
    scripts = _INLINE_SCRIPT.findall(index.read_text("utf-8"))
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    hashes = (f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return ("'self'", "blob:", *hashes)


def embedding_hosts(setting: str) -> tuple[str, ...]:
    """Read `SHAREDGROUND_EMBED_HOSTS`: sites, with a space between.

    Raises
    ------
    ValueError
        If one is not a site's address: the server must not start with a header half made.
    """
    hosts = tuple(setting.split())
    for host in hosts:
        if not _HOST.fullmatch(host):
            message = f"SHAREDGROUND_EMBED_HOSTS: {host!r} is not like https://www.example.org"
            raise ValueError(message)
    return hosts


def middleware() -> list[Middleware]:
    """Return the middleware of the app, set up from the environment and Streamlit's config."""
    hosts = embedding_hosts(os.environ.get("SHAREDGROUND_EMBED_HOSTS", ""))
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return [Middleware(
        SecurityHeaders, hosts=hosts, base_path=f"/{base}" if base else "",
        street_sites=sites_of_all_places,
    ), *gate.middleware()]  # fmt: skip
