"""Round the pages, in a real browser: fonts, menu, light and dark, and where things lie."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from components.menu import DOORS
from tests.browser.conftest import DESK, PHONE, Seen, Server, settled, until

pytestmark = pytest.mark.browser

FONTS = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
GROUND = """() => [
    getComputedStyle(document.documentElement).getPropertyValue('--sp-bg').trim(),
    getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
]"""
LIGHT, DARK = ["#FFFFFF", "rgb(255, 255, 255)"], ["#12191B", "rgb(18, 25, 27)"]


def test_the_first_visit_by_a_deep_link_shows_that_page(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen
) -> None:
    page = settled(visit(f"{new_server().url}/about-data?embed_options=none", alone=True))
    assert page.title() == "About the data - Shared Ground"
    assert page.get_by_text("not found").count() == 0
    assert page.locator("h1").count() == 1
    assert {"Atkinson Next", "Bricolage"} <= set(page.evaluate(FONTS))
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_fits_on_one_line_of_a_desk(
    demo_server: Server, visit: Callable[..., Page], scheme: str
) -> None:
    page = settled(visit(demo_server.url, DESK, scheme))
    links = page.get_by_test_id("stTopNavLink")
    assert links.all_inner_texts() == [
        "Start", "Map", "Strengths and gaps", "Our vision", "Partners", "Meeting", "Add data",
        "Check", "About the data",
    ]  # fmt: skip
    boxes = [link.bounding_box() for link in links.all()]
    assert len({box["y"] for box in boxes if box}) == 1
    header = page.get_by_test_id("stHeader")
    assert header.evaluate("e => getComputedStyle(e).borderBottomWidth") == "1px"


def test_a_phone_has_the_word_menu_and_links_for_fingers(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(demo_server.url, PHONE, has_touch=True))
    button = page.get_by_test_id("stExpandSidebarButton")
    assert button.evaluate("e => getComputedStyle(e, '::after').content") == '"Menu"'
    button.click()
    first = page.get_by_test_id("stSidebarNavLink").first
    first.wait_for()
    heights = [link.bounding_box() for link in page.get_by_test_id("stSidebarNavLink").all()]
    assert len(heights) == len(DOORS)
    assert min(box["height"] for box in heights if box) >= 44
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_our_own_parts_follow_a_change_of_light_and_dark(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(demo_server.url))
    assert page.evaluate(GROUND) == LIGHT
    for scheme, ground in (("dark", DARK), ("light", LIGHT)):
        page.emulate_media(color_scheme=scheme)
        until(page, lambda ground=ground: page.evaluate(GROUND) == ground, scheme)


def test_the_gutters_and_the_watcher_are_ours(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(demo_server.url))
    block = page.get_by_test_id("stMainBlockContainer")
    assert block.evaluate("e => parseFloat(getComputedStyle(e).paddingLeft)") == pytest.approx(
        1280 * 0.035, abs=1
    )
    head = page.locator(".sp-head").bounding_box()
    assert head is not None
    assert head["y"] < 120
    assert page.locator(".st-key-look").evaluate("e => e.getBoundingClientRect().height") == 0
