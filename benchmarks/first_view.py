"""How soon a first visitor sees the demo town, and whether memory stays flat after that.

Usage: python benchmarks/first_view.py [--write]. Needs Chromium.
A server is started anew for each opening, and the browser has an empty cache: once on a desk, once
on a phone whose processor is slowed down four times. Then one visitor changes filters 50 times and
pages 20 times; the memory of the server and of the page is read along the way.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, Request, expect, sync_playwright  # noqa: E402

from benchmarks.report import machine, table, write  # noqa: E402
from sharedground import demo  # noqa: E402
from tests.browser import chromium  # noqa: E402
from tests.browser.conftest import DESK, PHONE, Server, map_frame, menu, settled, start  # noqa: E402

DRAWN = ".leaflet-overlay-pane :is(path,canvas)"
SLOWER = 4
FILTERS, CHANGES = 50, 20
OPENINGS = 3
TITLES = ("Strengths and gaps", "Our vision", "Partners", "About the data", "Map")


@dataclass
class Fetched:
    """Bytes that a page fetched: ours, and Streamlit's own files."""

    ours: int = 0
    streamlit: int = 0

    def finished(self, request: Request) -> None:
        """Count one request."""
        size = request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"]
        path = urlsplit(request.url).path
        if path == "/" or path.startswith(("/static/", "/_stcore", "/map")):
            self.streamlit += size
        else:
            self.ours += size

    def frame(self, payload: str | bytes) -> None:
        """Count what came over the websocket as ours."""
        self.ours += len(payload)


def opening(browser: Browser, size: tuple[int, int], slower: int) -> tuple[float, float, float]:
    """Open the map on a server just started; return seconds to its heading, to the map, and kB."""
    with tempfile.TemporaryDirectory() as folder:
        server = start(f"sqlite:///{folder}/app.sqlite", Path(folder) / "app.log")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        page.set_default_timeout(60_000)
        fetched = Fetched()
        page.on("requestfinished", fetched.finished)
        page.on("websocket", lambda it: it.on("framereceived", fetched.frame))
        if slower > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        begun = time.monotonic()
        page.goto(f"{server.url}/map", wait_until="commit")
        page.wait_for_selector(".sp-head h1")
        head = time.monotonic() - begun
        map_frame(page).wait_for_selector(
            ".leaflet-overlay-pane :is(path,canvas)", state="attached"
        )
        drawn = time.monotonic() - begun
        settled(page)
        context.close()
        stop(server)
    return head, drawn, fetched.ours / 1000


def stop(server: Server) -> None:
    """End a server."""
    server.process.terminate()
    server.process.wait(timeout=20)


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1000


def heap_mb(page: Page) -> float:
    """Return what the page's scripts hold after a collection, in MB."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return float(used) / 1e6


def memory(browser: Browser) -> list[tuple[object, ...]]:
    """Change filters and pages again and again; return rows of what is held."""
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        server = start(f"sqlite:///{folder}/app.sqlite", Path(folder) / "app.log")
        page = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]})
        page.set_default_timeout(60_000)
        page.goto(f"{server.url}/map")
        settled(page)

        def told(after: str) -> None:
            rows.append((after, f"{resident_mb(server.process.pid):.0f}", f"{heap_mb(page):.1f}"))
            print(rows[-1], flush=True)

        search = page.get_by_label("Postcode or name")
        told("the first view")
        for number in range(1, FILTERS + 1):
            search.fill(("park", "library", "food", "club", "")[number % 5])
            search.press("Enter")
            page.wait_for_timeout(50)
            settled(page)
            if number in (5, FILTERS // 2, FILTERS):
                told(f"{number} filters")
        for number in range(CHANGES):
            menu(page, TITLES[number % len(TITLES)])
            if number + 1 in (5, 10, 15, CHANGES):
                told(f"{number + 1} more pages")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.close()
        stop(server)
    return rows


def measure(browser: Browser) -> str:
    """Measure all; return what to write."""
    rows: list[tuple[object, ...]] = []
    for name, size, slower in (
        ("a desk", DESK, 1),
        (f"a phone, {SLOWER} times slower", PHONE, SLOWER),
    ):
        found = [opening(browser, size, slower) for _ in range(OPENINGS)]
        head, drawn, kb = (statistics.median(each) for each in zip(*found, strict=True))
        rows.append((name, f"{head:.1f}", f"{drawn:.1f}", f"{kb:,.0f}"))
        print(rows[-1], flush=True)
    first = table(
        ("first view of the map on", "heading, s", "map drawn, s", "kB, not Streamlit's"), rows
    )
    held = table(("after", "server, MB", "page's scripts, MB"), memory(browser))
    return "\n".join([machine("streamlit", "folium"), "", first, "", held])


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args()
    demo.database_file()  # made once at set-up, as `./run` does
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium.path(), args=[*chromium.ARGS])
        text = measure(browser)
        browser.close()
    print(text)
    if told.write:
        write("first view", text)


if __name__ == "__main__":
    main()
