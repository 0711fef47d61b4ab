"""A neighbourhood drawn with a finger, and two maps that move in step."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import DESK, PHONE, Seen, Server, choose, settled, until
from tests.browser.test_axe import violations

pytestmark = pytest.mark.browser

CORNERS = ((90, 70), (230, 80), (220, 210), (100, 200))
VIEW = "() => { const c = map.getCenter(); return [c.lat.toFixed(3), c.lng.toFixed(3)].join() }"


def the_map(page: Page, name: str) -> FrameLocator:
    return page.frame_locator(f".st-key-map-{name} iframe")


def test_a_neighbourhood_is_drawn_with_a_finger_and_opens_again_by_its_link(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = settled(visit(f"{demo_server.url}/map", PHONE, has_touch=True, is_mobile=True))
    choose(page, "Area", "My own neighbourhood")
    close = page.get_by_role("button", name="Close the shape")
    expect(close).to_be_disabled()
    ground = the_map(page, "main").locator(".sg-sketching")
    expect(ground).to_be_visible()
    ground.scroll_into_view_if_needed()
    for x, y in (*CORNERS, CORNERS[0]):
        ground.tap(position={"x": x, "y": y})
    title = page.locator("#places")
    expect(title).to_contain_text("places in the drawn neighbourhood")
    told = title.inner_text()
    expect(page.locator(".sp-figs").first).to_contain_text("The others have about")
    assert violations(settled(page)) == []
    again = settled(visit(page.url, DESK))
    expect(again.locator("#places")).to_have_text(told)
    again.get_by_role("button", name="Take the last corner back").click()
    expect(again.locator("#places")).to_contain_text("places in Larrowby")
    expect(again.get_by_text("3 corners are set.")).to_be_visible()
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


def test_two_maps_move_in_step_and_an_area_of_one_is_chosen_and_compared(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = settled(visit(f"{demo_server.url}/map?two=true&beside=Old+Mill"))
    first, second = (the_map(page, name).locator("#map_div") for name in ("first", "second"))
    for each in (first, second):
        expect(each).to_have_attribute("aria-description", re.compile("Need for"))
    main = the_map(page, "main").locator("#map_div").evaluate(VIEW)
    before = first.evaluate(VIEW)
    second.focus()
    page.keyboard.press("ArrowRight")
    until(page, lambda: second.evaluate(VIEW) != before, "the map did not move")
    until(page, lambda: first.evaluate(VIEW) == second.evaluate(VIEW), "the maps are out of step")
    assert the_map(page, "main").locator("#map_div").evaluate(VIEW) == main
    first.click(position={"x": 200, "y": 200})
    expect(page.get_by_role("heading", name="Need, 0 to 100")).to_be_visible()
    assert "area=DX01" in settled(page).url
    assert first.evaluate(VIEW) == second.evaluate(VIEW)
    assert violations(settled(page)) == []
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])
