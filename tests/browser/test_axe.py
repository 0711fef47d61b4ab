"""Accessibility rules (axe-core) on every page, on a desk and a phone, in light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Frame, Page, expect

from components.menu import DOORS, FAMILIES
from tests.browser.conftest import DESK, PHONE, Seen, Server, map_frame, menu, settled
from tests.browser.test_main_job import messy_sheet

pytestmark = pytest.mark.browser
LED_FROM = {
    door.name: next(one.title for one in DOORS if one.name == family[0].name)
    for family in FAMILIES
    for door in family[1:]
}
ROOMS = (*DOORS, *(door for family in FAMILIES for door in family[1:]))
"""The pages of the menu, and those that only their family leads to."""

AXE = AXE_FILE_PATH.read_text("utf-8")
RUN = "axe.run({ resultTypes: ['violations'], iframes: false })"


def violations(where: Page | Frame) -> list[str]:
    """Return the violations in a page or a frame, with their elements.

    Minor ones are left out, and in a frame moderate ones: those ask for what a page must have.
    """
    grave = ["serious", "critical", *(["moderate"] if isinstance(where, Page) else [])]
    where.evaluate(AXE)
    found: dict[str, Any] = where.evaluate(RUN)
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{each['id']} ({each['impact']}): {[node['html'][:150] for node in each['nodes'][:3]]}"
        for each in found["violations"]
        if each["impact"] in grave
    ]


def test_axe_finds_what_is_wrong(demo_server: Server, visit: Callable[..., Page]) -> None:
    page = settled(visit(demo_server.url))
    page.evaluate("document.querySelector('.sp-lede').style.color = '#ddd'")
    assert [each.split(" ")[0] for each in violations(page)] == ["color-contrast"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule(
    demo_server: Server, visit: Callable[..., Page], seen: Seen, scheme: str
) -> None:
    page = settled(visit(demo_server.url, DESK, scheme))
    found = {}
    for door in ROOMS:
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        if door in DOORS:
            menu(page, door.title)
        else:
            menu(page, LED_FROM[door.name]).locator(".st-key-rooms").get_by_role(
                "link", name=door.title
            ).click()
            expect(page.locator(".st-key-rooms .sp-here")).to_have_text(door.title)
        found[f"{door.name}, desk"] = violations(settled(page))
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
        found[f"{door.name}, phone"] = violations(settled(page))
        if door.name == "map":
            found["frame"] = violations(map_frame(page))
    settled(page).get_by_role("link", name="Accessibility").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everyone should be able to use this")
    found["accessibility, phone"] = violations(settled(page))
    assert found == {name: [] for name in found}
    assert len(found) == 2 * len(ROOMS) + 2
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk-light", "phone-dark"]
)
def test_what_opens_on_a_page_breaks_no_rule_either(
    demo_server: Server, visit: Callable[..., Page], size: tuple[int, int], scheme: str
) -> None:
    found = {}
    page = settled(visit(f"{demo_server.url}/map?colour=both-everything&shade=6", size, scheme))
    found["need and places, one class of them"] = violations(page)
    page.goto(f"{demo_server.url}/map?area=Old+Mill&colour=everything")
    settled(page)
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    found["one area, and the kinds"] = violations(settled(page))
    found["its frame"] = violations(map_frame(page))
    page.goto(f"{demo_server.url}/fair")
    for fold in settled(page).locator("[data-testid=stExpander] summary").all():
        fold.click()
    found["who is reached, all folds open"] = violations(settled(page))
    page.goto(f"{demo_server.url}/vision")
    settled(page).get_by_role("button", name="Change this vision").click()
    expect(page.get_by_role("tab")).to_have_count(6)
    for tab in page.get_by_role("tab").all():
        tab.click()
        found[tab.inner_text()] = violations(settled(page))
    page.goto(f"{demo_server.url}/add-data")
    settled(page).locator("input[type=file]").set_input_files(
        {"name": "warm rooms.xlsx", "mimeType": "", "buffer": messy_sheet()}
    )
    expect(page.get_by_role("button", name="Use these 4 rows")).to_be_visible()
    found["a file as it was read"] = violations(settled(page))
    assert found == {name: [] for name in found}
    assert len(found) == 11
