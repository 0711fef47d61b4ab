"""A phone in a real browser: an answer outlives a lost connection; and the door of a hall."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect

from sharedground.store import database
from tests.browser.conftest import Server, settled, start
from tests.components.server.join import hall as halls
from tests.components.server.join.hall import Hall

pytestmark = pytest.mark.browser
SMALL = (360, 740)
MOST_BYTES = 30_000
PASSPHRASE = "K7FQ-M2PX"
TOO_SMALL = """() => [...document.querySelectorAll(
    "a, button, input:not([type=hidden]), select, textarea")]
    .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 44)
    .map((each) => each.outerHTML)"""


@contextmanager
def settings(**told: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    yield
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hall, Server]]:
    """An app in hotspot mode in which a round of points is open."""
    folder: Path = tmp_path_factory.mktemp("hall")
    url = f"sqlite:///{folder / 'app.sqlite'}"
    hall = halls.points(database.open_database(url))
    told = {"SHAREDGROUND_PASSPHRASE": PASSPHRASE, "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",
            "STREAMLIT_SERVER_ALLOWED_HOSTS": "*"}  # fmt: skip
    with settings(**told):
        server = start(url, folder / "log")
    yield hall, server
    server.process.terminate()
    server.process.wait(20)
    hall.engine.dispose()


def whole(page: Page, heading: str) -> None:
    """Wait for a screen of a phone, and check what each must be."""
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL[0]
    assert page.evaluate(TOO_SMALL) == []
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_answer_outlives_a_lost_connection_and_a_reload(
    hall: tuple[Hall, Server], visit: Callable[..., Page], scheme: str
) -> None:
    held, server = hall
    weight: list[int] = []

    def weigh(request: Request) -> None:
        sizes = request.sizes()
        weight.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    before = len(held.rows())
    phone = visit(f"{server.url}/j", SMALL, scheme, alone=True)
    phone.on("requestfinished", weigh)
    phone.reload()
    whole(phone, "Join the round")
    phone.get_by_label("Type the six characters").fill(held.keys.code.lower())
    phone.get_by_role("button", name="Join").click()
    whole(phone, "Who do you speak for?")
    phone.get_by_role("button", name="The council").click()
    for _ in range(8):
        phone.get_by_role("button", name="5 points more: A home for everyone").click()
    phone.get_by_label("Feeling well", exact=True).fill("40")
    expect(phone.get_by_text("80 of 100 shared. 20 left.")).to_be_visible()
    whole(phone, "Share 100 points")
    phone.reload()  # as after the phone was closed: what is typed is still there
    expect(phone.get_by_label("Feeling well", exact=True)).to_have_value("40")
    phone.get_by_role("button", name="Scale to 100").click()
    expect(phone.get_by_label("Feeling well", exact=True)).to_have_value("50")

    phone.route("**/answer", lambda route: route.abort())
    phone.get_by_role("button", name="Send my points").click()
    expect(phone.get_by_text("No connection yet.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("No connection yet.")).to_be_visible()
    assert len(held.rows()) == before
    phone.unroute("**/answer")
    whole(phone, "Got it")
    assert len(held.rows()) == before + 1
    assert held.rows()["body"].iloc[-1]["points"] == {"O01": 50, "O02": 50, "O03": 0, "O04": 0}
    phone.get_by_role("link", name="Change my answer").click()
    expect(phone.get_by_label("Feeling well", exact=True)).to_have_value("50")
    assert phone.evaluate("localStorage.getItem('sg-draft')") == "{}"
    assert sum(weight) < MOST_BYTES


@contextmanager
def from_elsewhere(url: str) -> Iterator[str]:
    """Give an address on which all that comes is from 127.0.0.2: to the app another machine."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    ports: list[int] = []

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError):
                while data := await reader.read(65536):
                    writer.write(data)
                    await writer.drain()
        finally:
            writer.close()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection(
            "127.0.0.1", urlsplit(url).port, local_addr=("127.0.0.2", 0)
        )
        await asyncio.gather(copy(reader, there[1]), copy(there[0], writer))

    async def listen() -> None:
        server = await asyncio.start_server(carry, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()

    def run() -> None:
        loop.run_until_complete(listen())
        loop.run_forever()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    yield f"http://127.0.0.1:{ports[0]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


def test_another_machine_is_let_in_as_facilitator_by_the_passphrase(
    hall: tuple[Hall, Server], visit: Callable[..., Page], seen: object
) -> None:
    _, server = hall
    with from_elsewhere(server.url) as elsewhere:
        page = visit(f"{elsewhere}/live", alone=True)
        expect(page.get_by_role("heading", name="This map belongs to a meeting")).to_be_visible()
        assert Axe().run(page).response["violations"] == []
        page.get_by_label("passphrase").fill("k7fq m2px")
        page.get_by_role("button", name="Open the map").click()
        settled(page)
        assert urlsplit(page.url).path == "/live"
        expect(page.get_by_role("button", name="Close the round and show")).to_be_visible()
        page.context.close()
