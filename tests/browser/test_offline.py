"""Every page with no other machine in reach: nothing is asked for elsewhere, nothing is missing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import PAGES, Seen, Server, map_frame, settled, until

pytestmark = pytest.mark.browser

LOADED = """family => [...document.fonts].some(
    face => face.family.replaceAll('"', "") === family && face.status === "loaded")"""


def test_the_wall_keeps_the_browser_in_and_sees_what_it_asks_for(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = visit(f"{demo_server.url}/healthz")
    for address in ("http://example.org/", "http://192.0.2.1/"):
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            page.goto(address)
        assert address in seen.outside


def test_no_page_needs_another_machine(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = visit(demo_server.url, alone=True)
    for name in PAGES:
        page.goto(f"{demo_server.url}/{name}")
        settled(page)
        assert page.evaluate(LOADED, "Atkinson Next"), name
        assert page.evaluate(LOADED, "Bricolage"), name
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert (seen.outside, seen.failed, seen.console, seen.dialogs) == ([], [], [], [])


def test_the_map_is_drawn_from_our_own_outlines(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    frame = map_frame(settled(visit(f"{demo_server.url}/map")))
    expect(frame.locator(".leaflet-overlay-pane path.leaflet-interactive")).to_have_count(140)
    expect(frame.locator(".leaflet-container")).not_to_have_attribute("data-places", "0")
    drawn = frame.locator(".leaflet-overlay-pane path").first
    assert (drawn.get_attribute("d") or "").count("L") > 3
    assert drawn.evaluate("e => getComputedStyle(e).fill") != "none"
    expect(frame.locator(".sg-name").first).not_to_be_empty()
    until(frame.page, lambda: frame.evaluate(LOADED, "Atkinson Next"), "the map has no letters")
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


def test_the_map_keeps_its_outlines_when_streets_cannot_be_had(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = settled(visit(f"{demo_server.url}/map"))
    page.get_by_test_id("stCheckbox").filter(has_text="Street map").click()
    until(page, lambda: seen.outside, "no street was asked for")
    frame = map_frame(settled(page))
    area = frame.locator(".leaflet-overlay-pane path.leaflet-interactive").first
    assert float(area.evaluate("e => getComputedStyle(e).fillOpacity")) == 1
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in seen.outside)
    assert seen.failed == []


def test_charts_are_drawn(demo_server: Server, visit: Callable[..., Page]) -> None:
    page = settled(visit(f"{demo_server.url}/gaps"))
    for chart in ("gap-enough", "gap-first"):
        bars = page.locator(f".st-key-{chart} .barlayer .point path")
        until(page, bars.count, f"{chart} has no bars")
    until(page, page.locator(".st-key-gap-map .scatterlayer path.js-fill").count, "no map")
