"""A server of our own on a fresh database, and a browser that may speak to nobody else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route

from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
DESK, PHONE = (1280, 800), (390, 844)
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit asks for these beside a deep link first, gets 404, and finds them at the root."""


@dataclass
class Server:
    """A running app."""

    url: str
    database: str
    process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> str:
        """Run `python -m sharedground` on this server's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "sharedground", "--database", self.database, *words],
            cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout


def start(database: str) -> Server:
    """Start the app on a free port and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
         "--server.headless", "true"],
        cwd=ROOT, env=os.environ | {"SHAREDGROUND_DATABASE_URL": database},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    server = Server(f"http://127.0.0.1:{port}", database, process)
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=2):
                return server
        except OSError:
            time.sleep(0.25)
    process.kill()
    message = "the app did not start"
    raise RuntimeError(message)


@pytest.fixture(scope="session")
def new_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Server]]:
    """Return a function that starts the app on an empty database."""
    running: list[Server] = []

    def make() -> Server:
        folder = tmp_path_factory.mktemp("app")
        running.append(start(f"sqlite:///{folder / 'app.sqlite'}"))
        return running[-1]

    yield make
    for server in running:
        assert server.process is not None
        server.process.terminate()
        server.process.wait(timeout=20)


@pytest.fixture(scope="session")
def demo_server(new_server: Callable[[], Server]) -> Server:
    """Return an app that only shows the demo town: nothing is written to it."""
    return new_server()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the Chromium that was found, with nothing going on behind the tests' back."""
    return {"executable_path": chromium.path(), "args": chromium.ARGS}


@dataclass
class Seen:
    """What the browser asked for and said while a test ran."""

    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def visit(browser: Browser, seen: Seen) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as a new visitor, with outside requests refused."""
    contexts: list[BrowserContext] = []

    def open_page(
        url: str, size: tuple[int, int] = DESK, scheme: str = "light", **given: object
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, **given
        )
        contexts.append(context)
        host = urlsplit(url).netloc

        def only_ours(route: Route) -> None:
            parts = urlsplit(route.request.url)
            if parts.scheme in ("http", "https", "ws") and parts.netloc != host:
                seen.outside.append(route.request.url)
                route.abort()
            else:
                route.continue_()

        context.route("**/*", only_ours)
        page = context.new_page()
        page.on("requestfailed", lambda request: _note_failed(request, host, seen))
        page.on("response", lambda response: _note_status(response, host, seen))
        page.on("console", lambda message: _note_console(message, seen))
        page.on("pageerror", lambda error: seen.console.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _note_failed(request: Request, host: str, seen: Seen) -> None:
    if urlsplit(request.url).netloc == host and "ERR_ABORTED" not in (request.failure or ""):
        seen.failed.append(f"{request.url} {request.failure}")


def _note_status(response: object, host: str, seen: Seen) -> None:
    url, status = response.url, response.status  # type: ignore[attr-defined]
    if urlsplit(url).netloc == host and status >= 400 and not url.endswith(PROBES):
        seen.failed.append(f"{url} {status}")


def _note_console(message: ConsoleMessage, seen: Seen) -> None:
    if message.type == "error" and not any(p in message.location["url"] for p in PROBES):
        seen.console.append(message.text)


def settled(page: Page, ms: int = 400) -> Page:
    """Wait until Streamlit has finished its run and the page has come to rest."""
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']",
                           timeout=30_000)  # fmt: skip
    page.wait_for_timeout(ms)
    return page
