"""The map's own background in a browser: drawn with nothing from outside, quick to move."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Seen, Server, map_frame, settled, until
from tests.pages.data_town import areas_geojson
from tests.sharedground.intake.test_read_osm import TOWN

pytestmark = pytest.mark.browser

PIXELS = """() => {
  const canvas = document.querySelector('.leaflet-sgGround-pane canvas')
  const { width, height } = canvas
  const data = canvas.getContext('2d').getImageData(0, 0, width, height).data
  return new Set(Array.from({ length: width * height }, (_, i) => data[4 * i + 3] &&
    data.slice(4 * i, 4 * i + 3).join())).size }"""


def test_an_extract_is_drawn_below_the_places_with_its_credit_and_nothing_from_outside(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen, tmp_path: Path
) -> None:
    server = new_server()
    (tmp_path / "areas.geojson").write_bytes(areas_geojson())
    (tmp_path / "town.osm").write_text(TOWN, encoding="utf-8")
    server.command("new", "Sale")
    server.command("add", "areas", str(tmp_path / "areas.geojson"))
    server.command("background", "add", str(tmp_path / "town.osm"))
    frame = map_frame(settled(visit(f"{server.url}/map?place=Sale")))
    drawn = "Boolean(window.SharedGroundMemory?.ground?.back?.drawnIn)"
    until(frame.page, lambda: frame.evaluate(drawn), "no background was drawn")
    assert frame.evaluate(PIXELS) > 3
    credit = frame.locator(".sg-credit").inner_text()
    assert credit == "© OpenStreetMap contributors, ODbL"
    frame.evaluate("SharedGroundMemory.ground.map.panBy([40, 20], { animate: false })")
    assert frame.evaluate("SharedGroundMemory.ground.back.drawnIn") < 60
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])
