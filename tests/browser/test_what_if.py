"""Spots for a new place are marked on the map, tried, kept and found again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Seen, Server, settled
from tests.browser.test_axe import violations

pytestmark = pytest.mark.browser

SPOTS = ((150, 100), (200, 150))


def test_spots_are_marked_with_a_finger_and_kept_as_a_scenario(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen
) -> None:
    server = new_server()
    address = f"{server.url}/what-if?new=youth-space&reach=15&n=1&where=points"
    page = settled(visit(address, PHONE, has_touch=True, is_mobile=True))
    ground = page.frame_locator(".st-key-map-main iframe").locator("#map_div")
    for n, (x, y) in enumerate(SPOTS, start=1):
        ground.scroll_into_view_if_needed()
        ground.tap(position={"x": x, "y": y})
        told = "1 spot is marked" if n == 1 else f"{n} spots are marked"
        expect(page.get_by_role("heading", name=told)).to_be_visible()
    finding = page.get_by_role("heading", name="Youth spaces: 1 new place would bring about")
    expect(finding).to_be_visible()
    words = finding.inner_text()
    assert violations(settled(page)) == []
    again = settled(visit(page.url))
    expect(again.get_by_role("heading", name=words)).to_be_visible()
    again.get_by_label("Name").fill("At the <b>mill</b>")
    again.get_by_label("Name").press("Tab")
    settled(again).get_by_role("button", name="Keep it").click()
    expect(again.get_by_text("At the <b>mill</b> is kept.")).to_be_visible()
    settled(again).get_by_text("Kept scenarios (1)").click()
    expect(again.get_by_role("rowheader", name="At the <b>mill</b>")).to_be_visible()
    assert violations(settled(again)) == []
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])
