"""A version is agreed on the page, and the pages that follow weigh by it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Seen, Server, settled
from tests.browser.test_axe import violations

pytestmark = pytest.mark.browser


def test_a_version_is_agreed_and_assets_and_gaps_says_so(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen
) -> None:
    server = new_server()
    page = settled(visit(f"{server.url}/vision"))
    chart = page.locator(".st-key-flow-chart .js-plotly-plot")
    expect(chart).to_be_visible()
    page.get_by_role("button", name="Agree version 1").click()
    room = page.get_by_label("Who was in the room?")
    room.fill("Mo of the hall")
    room.press("Enter")
    settled(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Agree it").click()
    expect(page.get_by_text("In the room: Mo of the hall.")).to_be_visible()
    assert violations(settled(page)) == []
    page.goto(f"{server.url}/gaps")
    settled(page)
    page.get_by_role("link", name="Weighed by version 1 of our vision, agreed on").click()
    expect(page.get_by_role("heading", name="What matters most to us")).to_be_visible()
    phone = settled(visit(f"{server.url}/vision", PHONE))
    expect(phone.get_by_text("largest of")).to_be_visible()
    expect(phone.locator(".st-key-flow-chart .js-plotly-plot")).to_be_hidden()
    assert violations(phone) == []
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])
