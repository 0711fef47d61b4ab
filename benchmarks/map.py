"""What a filter on the map costs, beside what a user of folium would write first.

Usage: python benchmarks/map.py [--write] [--reps 5]. Needs Chromium.
Each pair is measured in turn (A, B, A, B) and told as medians: processor time of the browser's
renderer, of the server and of the page's script alone, the time from the click to the last long
task, and the bytes that the websocket carried. With --write the tables go into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Frame, Page, sync_playwright  # noqa: E402

from benchmarks.report import machine, table, write  # noqa: E402
from tests.browser import chromium  # noqa: E402

QUIET_S, LONGEST_S = 0.7, 90
TICKS = os.sysconf("SC_CLK_TCK")
WATCH = """() => { if (!window.__last) { window.__last = performance.timeOrigin
  new PerformanceObserver((list) => { for (const e of list.getEntries())
    window.__last = performance.timeOrigin + e.startTime + e.duration
  }).observe({ type: "longtask", buffered: true }) } return window.__last }"""


@dataclass
class Cost:
    """What one step cost: seconds of processor time, seconds on the clock, bytes."""

    browser: float
    server: float
    script: float
    wall: float
    socket_kb: float
    layer_kb: float

    @property
    def cpu(self) -> float:
        """Processor time of browser and server."""
        return self.browser + self.server


@dataclass
class Carried:
    """Bytes that came to a page since they were last taken."""

    socket: int = 0
    layers: int = 0

    def watch(self, page: Page) -> None:
        """Count from now on."""
        page.on("websocket", lambda it: [
            it.on("framereceived", self._frame), it.on("framesent", self._frame)
        ])  # fmt: skip
        page.on("requestfinished", self._finished)

    def _frame(self, payload: str | bytes) -> None:
        self.socket += len(payload)

    def _finished(self, request: object) -> None:
        if "/layers/" in request.url:  # type: ignore[attr-defined]
            self.layers += request.sizes()["responseBodySize"]  # type: ignore[attr-defined]

    def take(self) -> tuple[float, float]:
        """Return kB over the websocket and kB of layers, and begin again."""
        found = self.socket / 1000, self.layers / 1000
        self.socket = self.layers = 0
        return found


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Run the map's page; give its address and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "benchmarks/map_app.py",
         "--server.port", str(port), "--server.headless", "true"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                    break
            except OSError:
                time.sleep(0.25)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def spent(pid: int) -> float:
    """Return the processor time of a process and its children, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / TICKS


def renderers(browser: Browser) -> float:
    """Return the processor time of all renderers and of the process that draws, in seconds."""
    session = browser.new_browser_cdp_session()
    try:
        told = session.send("SystemInfo.getProcessInfo")["processInfo"]
    finally:
        session.detach()
    return float(sum(p["cpuTime"] for p in told if p["type"] in ("renderer", "GPU")))


def frame_of(page: Page) -> Frame | None:
    """Return the map's frame, once it is there."""
    return next((each for each in page.frames if "st_folium" in each.url), None)


def at_rest(page: Page, run: int) -> float:
    """Wait until a run is drawn and nothing has kept the browser busy for a while.

    Returns the time of the last long task, in seconds since 1970.
    """
    deadline = time.monotonic() + LONGEST_S
    page.wait_for_selector(f'#run[data-run="{run}"]', timeout=LONGEST_S * 1000, state="attached")
    while True:
        assert time.monotonic() < deadline, "the map did not come to rest"
        frame = frame_of(page)
        drawn = frame is not None and frame.query_selector(".leaflet-container") is not None
        calm = page.evaluate(
            "document.querySelector('[data-testid=stApp]').dataset.testScriptState"
        ) == "notRunning"  # fmt: skip
        last = max(float(each.evaluate(WATCH)) for each in page.frames if each.url != "about:blank")
        if drawn and calm and time.time() - last / 1000 > QUIET_S:
            return last / 1000
        page.wait_for_timeout(100)


class Visit:
    """A page with one map: opened, filtered again and again."""

    def __init__(self, browser: Browser, url: str, pid: int, query: str) -> None:
        self.browser, self.pid, self.run = browser, pid, 0
        self.context = browser.new_context(viewport={"width": 1280, "height": 800})
        self.page = self.context.new_page()
        self.page.set_default_timeout(LONGEST_S * 1000)
        self.carried = Carried()
        self.carried.watch(self.page)
        self.opening = self._measured(lambda: self.page.goto(f"{url}/?{query}"))

    def filter(self) -> Cost:
        """Press the filter and return what that cost."""
        self.run += 1
        return self._measured(self.page.get_by_role("button", name="Filter").click)

    def pan(self) -> float:
        """Move the map by half its size; return the milliseconds of script that drew it anew."""
        frame = frame_of(self.page)
        assert frame is not None
        return float(
            frame.evaluate("""async () => {
            const map = window.map || Object.values(window).find((v) => v instanceof L.Map)
            const layers = []
            map.eachLayer((each) => { if (each.drawnIn !== undefined) layers.push(each) })
            const drawn = new Promise((done) => map.once("moveend", () => setTimeout(done, 50)))
            map.panBy([300, 0], { animate: false })
            await drawn
            return Math.max(0, ...layers.map((each) => each.drawnIn))
        }""")
        )

    def close(self) -> None:
        """Close the page."""
        self.context.close()

    def _measured(self, act: object) -> Cost:
        self.carried.take()
        browser, server, begun = renderers(self.browser), spent(self.pid), time.time()
        act()  # type: ignore[operator]
        last = at_rest(self.page, self.run)
        kb, layer_kb = self.carried.take()
        return Cost(
            renderers(self.browser) - browser, spent(self.pid) - server, self._script(),
            max(last - begun, 0), kb, layer_kb,
        )  # fmt: skip

    def _script(self) -> float:
        return float(self.page.locator("#run").get_attribute("data-took") or 0)


def median(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(statistics.median(getattr(c, each.name) for c in costs) for each in fields(Cost)))


def in_turn(
    browser: Browser, url: str, pid: int, queries: dict[str, str], reps: int
) -> tuple[dict[str, Cost], dict[str, Cost], dict[str, float]]:
    """Filter each page in turn; return the medians of opening and of filtering, and of a pan."""
    visits = {name: Visit(browser, url, pid, query) for name, query in queries.items()}
    found: dict[str, list[Cost]] = {name: [] for name in queries}
    for _ in range(reps):
        for name, visit in visits.items():
            found[name].append(visit.filter())
    pans = {name: statistics.median(v.pan() for _ in range(3))
            for name, v in visits.items() if name.startswith("ours")}  # fmt: skip
    opened = {name: visit.opening for name, visit in visits.items()}
    for visit in visits.values():
        visit.close()
    return opened, {name: median(costs) for name, costs in found.items()}, pans


def row(name: str, opened: Cost, cost: Cost, pan: float | None) -> tuple[object, ...]:
    """Return a line of the table."""
    return (
        name, f"{opened.script:.3f}", f"{opened.layer_kb:,.0f}", f"{cost.browser:.2f}",
        f"{cost.server:.2f}", f"{cost.script:.3f}", f"{cost.wall * 1000:,.0f}",
        f"{cost.socket_kb:,.1f}", "" if pan is None else f"{pan:.0f}",
    )  # fmt: skip


HEADINGS = ("map", "open: script s", "open: layer kB", "filter: browser s", "filter: server s",
            "filter: script s", "filter: ms", "filter: websocket kB", "pan: ms")  # fmt: skip


def measure(browser: Browser, url: str, pid: int, reps: int) -> str:
    """Measure every size; return what to write."""
    rows: list[tuple[object, ...]] = []
    ratios: list[str] = []
    steps: list[tuple[str, dict[str, str]]] = [
        ("1,000 places", {"naive": "way=naive&n=1000", "plain": "way=plain&n=1000",
                          "ours": "way=ours&n=1000"}),
        ("10,000 places", {"naive": "way=naive&n=10000", "plain": "way=plain&n=10000",
                           "ours": "way=ours&n=10000"}),
        ("100,000 places", {"ours": "way=ours&n=100000"}),
        ("300,000 places", {"ours": "way=ours&n=300000"}),
        ("35,000 areas", {"plain": "way=plain&n=100&areas=35000",
                          "ours": "way=ours&n=100&areas=35000"}),
    ]  # fmt: skip
    for size, queries in steps:
        few = "35,000" in size or ("naive" in queries and "10,000" in size)
        opened, costs, pans = in_turn(browser, url, pid, queries, 2 if few else reps)
        for name, cost in costs.items():
            rows.append(row(f"{size}, {name}", opened[name], cost, pans.get(name)))
            print(rows[-1], flush=True)
        for peer in ("naive", "plain"):
            if peer in costs:
                share = costs[peer].cpu / costs["ours"].cpu
                script = costs[peer].script / costs["ours"].script
                ratios.append(
                    f"{size}: a filter costs {share:.1f} times less processor time than {peer} "
                    f"(browser and server), and {script:.0f} times less in the page's script."
                )
    return "\n".join([machine("streamlit", "folium", "streamlit-folium"), "",
                      table(HEADINGS, rows), "", *(f"- {each}" for each in ratios)])  # fmt: skip


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--reps", type=int, default=5)
    told = parser.parse_args()
    with served() as (url, pid), sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium.path(), args=[*chromium.ARGS, "--disable-gpu"]
        )
        text = measure(browser, url, pid, told.reps)
        browser.close()
    print(text)
    if told.write:
        write("map", text)


if __name__ == "__main__":
    main()
