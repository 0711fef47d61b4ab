"""A server of our own on a fresh database, and a browser that may speak to nobody else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Frame,
    Locator,
    Page,
    Request,
    Response,
    expect,
)
from playwright.sync_api import TimeoutError as TooLate

from components.menu import EVERY
from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
DESK, PHONE = (1280, 800), (390, 844)
PAGES = ("", *(door.name for door in EVERY[1:]))
"""The address of every page, those of the menu first, in its order."""

WALL = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No other machine has an address for this browser. What it asks for is seen all the same."""

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
STILL_MS = 150
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit asks for these beside a deep link first, gets 404, and finds them at the root."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a browser test that fails once more; the run's last lines name it."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass
class Server:
    """A running app."""

    url: str
    database: str
    process: subprocess.Popen[bytes]
    log: Path

    def command(self, *words: str) -> str:
        """Run `python -m sharedground` on this server's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "sharedground", "--database", self.database, *words],
            cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout


def start(database: str, log: Path) -> Server:
    """Start the app on a free port and wait until it answers; what it says goes to `log`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"SHAREDGROUND_DATABASE_URL": database, "PYTHONFAULTHANDLER": "1"}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
             "--server.headless", "true"],
            cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT,
        )  # fmt: skip
    server = Server(f"http://127.0.0.1:{port}", database, process, log)
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=2):
                return server
        except OSError:
            time.sleep(0.25)
    process.kill()
    message = f"the app did not start: {log.read_text('utf-8')}"
    raise RuntimeError(message)


@pytest.fixture(scope="session")
def demo_town() -> None:
    """Have the demo town made, as `./run` does before the app opens."""
    subprocess.run([sys.executable, "-m", "sharedground", "warm-up"], cwd=ROOT, check=True)


@contextmanager
def servers(folders: pytest.TempPathFactory) -> Iterator[Callable[[], Server]]:
    """Give a function that starts the app on an empty database; end all it started."""
    running: list[Server] = []

    def make() -> Server:
        folder = folders.mktemp("app")
        running.append(start(f"sqlite:///{folder / 'app.sqlite'}", folder / "app.log"))
        return running[-1]

    yield make
    died = [server for server in running if server.process.poll() is not None]
    for server in running:
        server.process.terminate()
    for server in running:
        server.process.wait(timeout=20)
    assert not died, f"the app ended by itself: {died[0].log.read_text('utf-8')}"


@pytest.fixture(scope="module")
def new_server(
    tmp_path_factory: pytest.TempPathFactory, demo_town: None
) -> Iterator[Callable[[], Server]]:
    """Return a function that starts the app on an empty database."""
    with servers(tmp_path_factory) as make:
        yield make


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory, demo_town: None) -> Iterator[Server]:
    """Return an app that only shows the demo town: nothing is written to it."""
    with servers(tmp_path_factory) as make:
        yield make()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the Chromium that was found, with nothing going on behind the tests' back."""
    return {"executable_path": chromium.path(), "args": [*chromium.ARGS, WALL]}


@dataclass
class Seen:
    """What the browser asked for and said while a test ran; a clean visit leaves all empty."""

    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def watch(self, page: Page, host: str) -> None:
        """Note what this page does from now on, with its frames, workers and new windows."""
        page.on("request", lambda request: self._ask(request.url, host))
        page.on("websocket", lambda socket: self._ask(socket.url, host))
        page.on("requestfailed", lambda request: self._fail(request, host))
        page.on("response", lambda response: self._answer(response, host))
        page.on("console", self._say)
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("dialog", self._dialog)
        page.on("popup", lambda opened: self.watch(opened, host))

    def _ask(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            self.outside.append(url)

    def _fail(self, request: Request, host: str) -> None:
        left = "ERR_ABORTED" in (request.failure or "")  # the visitor went on to another page
        if urlsplit(request.url).netloc == host and not left:
            self.failed.append(f"{request.url} {request.failure}")

    def _answer(self, response: Response, host: str) -> None:
        url, status = response.url, response.status
        if urlsplit(url).netloc == host and status >= 400 and not url.endswith(PROBES):
            self.failed.append(f"{url} {status}")

    def _say(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(PROBES):
            self.console.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # files that wait: the visitor lets them go
            dialog.accept()
            return
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture(scope="session")
def warm_context(browser: Browser) -> Iterator[BrowserContext]:
    """Return what most visits share: the files that the browser keeps, and no more of the app."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def visit(
    browser: Browser, warm_context: BrowserContext, seen: Seen
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as a new visitor, who can reach only this machine.

    Each is a session of its own. One who is `alone`, or who brings settings of a browser
    context, comes with an empty cache too.
    """
    opened: list[Page | BrowserContext] = []

    def open_page(
        url: str,
        size: tuple[int, int] = DESK,
        scheme: str = "light",
        *,
        alone: bool = False,
        **given: object,
    ) -> Page:
        context = browser.new_context(**given) if alone or given else warm_context
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        opened.append(page if context is warm_context else context)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)
        seen.watch(page, urlsplit(url).netloc)
        page.goto(url)
        return page

    yield open_page
    for each in opened:
        each.close()


CALM = """() => {
    const app = document.querySelector("[data-testid=stApp]")
    return app?.dataset.testScriptState === "notRunning"
        && document.querySelector(".sp-head h1") !== null
        && !document.querySelector("[data-stale=true],[data-testid=stSkeleton]")
}"""


def settled(page: Page) -> Page:
    """Wait until the page has drawn its heading and all the rest, and has come to rest."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    calm_since = None
    while calm_since is None or time.monotonic() - calm_since < STILL_MS / 1000:
        assert time.monotonic() < deadline, "the page did not come to rest"
        calm_since = (calm_since or time.monotonic()) if page.evaluate(CALM) else None
        page.wait_for_timeout(25)
    return page


def until(page: Page, what: Callable[[], object], why: str) -> None:
    """Wait until something is true of the page, trying again and again."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not what():
        assert time.monotonic() < deadline, why
        page.wait_for_timeout(50)


def menu(page: Page, title: str) -> Page:
    """Go to another page by the menu of a wide screen."""
    page.get_by_test_id("stTopNavLink").filter(has_text=title).click()
    expect(page).to_have_title(f"{title} - Shared Ground")
    return settled(page)


def map_frame(page: Page) -> Frame:
    """Return the frame that the map is drawn in."""
    until(page, lambda: [f for f in page.frames if "st_folium" in f.url], "the map has no frame")
    return next(frame for frame in page.frames if "st_folium" in frame.url)


def drop_down(page: Page, label: str) -> Locator:
    """Open a select box and return it."""
    box = page.get_by_role("combobox", name=label, exact=True)

    def opened() -> bool:
        if box.get_attribute("aria-expanded") != "true":
            box.click()
        return page.get_by_role("option").count() > 0

    until(page, opened, f"{label} does not open")
    return box


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box by its exact words; again if a rerun closed the box."""
    box = page.get_by_role("combobox", name=label, exact=True)
    wanted = page.get_by_role("option", name=option, exact=True)

    def chosen() -> bool:
        if box.input_value() == option:
            return True
        drop_down(page, label)
        if wanted.count():
            with suppress(TooLate):
                wanted.click(timeout=3_000)
            page.wait_for_timeout(300)
        return box.input_value() == option

    until(page, chosen, f"{label} does not offer {option}")
