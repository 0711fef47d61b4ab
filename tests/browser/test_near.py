"""Where a visitor is stays in the visit, and a name in the list opens its place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Server, settled

pytestmark = pytest.mark.browser


def test_what_is_near_me_is_asked_of_the_browser_and_a_name_opens_its_place(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    here = {"longitude": 1.0, "latitude": 53.372}
    page = settled(visit(f"{demo_server.url}/map", PHONE, geolocation=here,
                         permissions=["geolocation"]))  # fmt: skip
    page.get_by_role("button", name="What is near me?").click()
    heading = page.locator("#places")
    expect(heading).to_contain_text("within 15 minutes’ walk of where you are")
    assert "53.37" not in settled(page).url
    page.evaluate("window.stayed = true")
    name = page.get_by_role("region", name="Places on the map").get_by_role("link").first
    title = name.inner_text()
    name.press("Enter")
    card = page.locator(".sg-card")
    expect(card).to_contain_text(title)
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()
    assert page.evaluate("window.stayed")
    assert "asset=" in settled(page).url
    page.context.clear_permissions()
    page.get_by_role("button", name="Forget this point").click()
    expect(heading).to_contain_text("places in Larrowby")
