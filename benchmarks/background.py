"""What the map's own background costs: reading an extract, bytes on the way, moving the map.

Usage: python benchmarks/background.py AREAS EXTRACT LAT,LON [--write]. Needs Chromium. A place is
made of the outlines in AREAS, the extract of OpenStreetMap is added to it, and its map is moved by
60 px, seven times at each zoom, around a point. Medians are told.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Frame, sync_playwright  # noqa: E402

from benchmarks.report import machine, table, write  # noqa: E402
from sharedground import workflow, workflow_background  # noqa: E402
from sharedground.access import acting_as, local_actor  # noqa: E402
from sharedground.intake.read import read_file  # noqa: E402
from sharedground.model.place import Kind  # noqa: E402
from sharedground.store import database, loading, places  # noqa: E402
from tests.browser import chromium  # noqa: E402
from tests.browser.conftest import map_frame, settled, start  # noqa: E402

ZOOMS = (12, 13, 14, 15, 16)
MOVED = """async ([at, zoom]) => {
  const { map, back, written } = SharedGroundMemory.ground
  SharedGroundMemory.ground.moved = true
  map.setView(at, zoom, { animate: false })
  const pixel = (layer) => layer._canvas.getContext("2d").getImageData(0, 0, 1, 1)
  const drawn = [], seen = []
  for (let i = 0; i < 7; i++) {
    await new Promise((done) => setTimeout(done, 150))
    const began = performance.now()
    map.panBy([60, 20], { animate: false })
    drawn.push(back.drawnIn + written.drawnIn)
    pixel(back); pixel(written)
    seen.push(performance.now() - began)
  }
  const middle = (list) => list.sort((a, b) => a - b)[3].toFixed(1)
  return [middle(drawn), middle(seen), String(written.count)] }"""


def domain(url: str, areas: Path, extract: Path) -> list[tuple[object, ...]]:
    """Add the extract to a new place; return a row for each figure."""
    engine = database.open_database(url)
    place_id = places.new_place(engine, "Town").place_id
    content = areas.read_bytes()
    read = workflow.preview(engine, place_id, Kind.AREAS, areas.name, content)
    workflow.keep(engine, place_id, read)
    began = time.perf_counter()
    read_file(extract.name, extract.read_bytes())
    child = time.perf_counter() - began
    began = time.perf_counter()
    read, _ = workflow_background.add_background(
        engine, place_id, extract.name, extract.read_bytes()
    )
    whole = time.perf_counter() - began
    [one] = loading.load(engine, place_id).backgrounds
    [told] = workflow_background.backgrounds_of(engine, place_id)
    return [
        ("the extract, MB", f"{extract.stat().st_size / 1e6:.1f}"),
        ("things in it", f"{read.report.read:,}"),
        ("of those drawn", f"{read.report.kept:,}"),
        ("lines and outlines, once joined", f"{sum(told.parts.values()):,}"),
        ("names", f"{told.names:,}"),
        ("seconds to read it, in the guarded child", f"{child:.1f}"),
        ("seconds to read, sort, pack and save it", f"{whole:.1f}"),
        ("kB of the layer", f"{len(one.layer) / 1000:.0f}"),
        ("kB on the way", f"{len(gzip.compress(one.layer, 6)) / 1000:.0f}"),
    ]


def moving(frame: Frame, at: list[float]) -> list[tuple[object, ...]]:
    """Return a row for each zoom: script, script and pixels, names written."""
    return [(f"zoom {zoom}", *frame.evaluate(MOVED, [at, zoom])) for zoom in ZOOMS]


def main() -> None:
    """Measure, print, and write if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("areas", type=Path)
    parser.add_argument("extract", type=Path)
    parser.add_argument("at")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/town.sqlite"
        with acting_as(local_actor()):
            rows = domain(url, given.areas, given.extract)
        server = start(url, Path(folder) / "app.log")
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGS)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{server.url}/map?place=Town")
            frame = map_frame(settled(page))
            page.wait_for_timeout(2_000)
            moved = moving(frame, [float(each) for each in given.at.split(",")])
        finally:
            browser.close()
            server.process.terminate()
    said = "\n\n".join([
        f"{machine('pyogrio', 'shapely')}.", table((given.extract.name, ""), rows),
        table(("moving the map, 660 by 440 px", "ms of script", "with the pixels", "names"), moved),
    ])  # fmt: skip
    print(said)
    if given.write:
        write("background", said)


if __name__ == "__main__":
    main()
