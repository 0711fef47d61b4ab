"""The part of the map that is looked at stands in the address, and a link shows the same again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, choose, map_frame, menu, settled, until

pytestmark = pytest.mark.browser

NOW = """() => {
    const map = window.SharedGroundMemory?.ground?.map, at = map?.getCenter()
    return at ? [at.lat, at.lng, map.getZoom()] : null
}"""
WHOLE = pytest.approx([53.365, 1.0, 12.3], abs=0.4)


def looked_at(page: Page) -> list[float]:
    """Return latitude, longitude and zoom of the map."""
    frame = map_frame(page)
    until(page, lambda: frame.evaluate(NOW), "there is no map")
    return cast("list[float]", frame.evaluate(NOW))


def told(page: Page) -> list[float] | None:
    """Return the same three from the address."""
    found = re.search(r"[?&]at=([^&]*)", page.url)
    return [float(part) for part in found[1].split(",")] if found else None


def test_a_link_shows_the_part_of_the_map_that_was_looked_at(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = settled(visit(f"{demo_server.url}/map"))
    first = looked_at(page)
    assert told(page) is None
    map_frame(page).get_by_role("button", name="Closer").click()
    until(page, lambda: told(page), "the address does not say where the map is")
    moved = looked_at(settled(page))
    assert moved[2] == pytest.approx(first[2] + 1, abs=0.11)
    choose(page, "What colour shows", "People who live there")
    assert looked_at(settled(page)) == moved
    until(page, lambda: "colour=people" in page.url, "the address does not say the colour")
    until(page, lambda: told(page) == pytest.approx(moved, abs=0.05), "the view was forgotten")

    other = settled(visit(page.url))
    assert looked_at(other) == pytest.approx(moved, abs=0.05)
    expect(other.get_by_role("combobox", name="What colour shows")).to_have_value(
        "People who live there"
    )
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


@pytest.mark.parametrize(
    "at", ["51.5,-0.12,14", "NaN,1,2", "53.3,1,99", "<script>alert(1)</script>"]
)
def test_an_address_that_means_no_part_of_this_place_shows_all_of_it(
    demo_server: Server, visit: Callable[..., Page], seen: Seen, at: str
) -> None:
    page = settled(visit(f"{demo_server.url}/map?at={at}"))
    assert looked_at(page) == WHOLE
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


def test_going_back_shows_what_the_address_says(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = settled(visit(f"{demo_server.url}/map?kinds=library&area=Old+Mill"))
    heading = page.locator("#places")
    there = heading.inner_text()
    menu(page, "Partners")
    expect(page.locator("#places")).to_have_count(0)
    page.go_back()
    expect(heading).to_have_text(there)
    until(page, lambda: "kinds=library" in page.url, "the address was changed by going back")
    assert page.get_by_role("button", name="Libraries (").count() == 1
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


def test_another_language_keeps_what_was_asked_for(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = settled(visit(f"{demo_server.url}/map?kinds=library&colour=people&area=Old+Mill"))
    page.get_by_role("button", name="Cymraeg").click()
    until(page, lambda: "lang=cy" in page.url, "the address does not say the language")
    for asked in ("kinds=library", "colour=people", "area="):
        until(page, lambda asked=asked: asked in page.url, f"{asked} was lost")
    settled(page)
    assert "Llyfrgelloedd (" in page.get_by_test_id("stMain").inner_text()
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


def test_how_it_is_counted_goes_along_from_page_to_page(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    def to(title: str) -> str:
        page.locator(".st-key-rooms").get_by_role("link", name=title).click()
        expect(page.locator(".sp-here")).to_have_text(title)
        return settled(page).url.partition("?")[2]

    page = settled(visit(f"{demo_server.url}/gaps"))
    for title in ("How sure are we?", "What would help?", "Who is reached?", "Where"):
        assert to(title) == ""
        expect(page.get_by_text("Counted otherwise than usual:")).to_have_count(0)
    page = settled(visit(f"{demo_server.url}/gaps?detour=1.5&decay=fast"))
    for title in ("How sure are we?", "What would help?", "Who is reached?", "Where"):
        assert set(to(title).split("&")) == {"detour=1.5", "decay=fast"}
        expect(page.get_by_text("Counted otherwise than usual:")).to_be_visible()
