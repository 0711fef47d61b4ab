"""A story on the big screen: by keyboard, finger and notes window, and back from the live pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Server, settled, until
from tests.browser.test_axe import violations

pytestmark = pytest.mark.browser
STEPS = 9
"""Of the demo: eight made of its data, and the decisions."""


def step(page: Page) -> str:
    return page.locator("h1").inner_text().replace("\n", " ")


def turned(page: Page, press: Callable[[], object]) -> str:
    """Press something, and return the step that comes."""
    before = step(page)
    press()
    until(page, lambda: step(page) != before, "the step did not change")
    settled(page)
    return step(page)


def test_the_story_goes_on_and_back_by_keyboard_clicker_and_button(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/meeting"))
    page.get_by_role("button", name="Show the story").click()
    expect(page.locator(".sp-count")).to_have_text(f"1 of {STEPS}")
    settled(page)
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    first = step(page)
    second = turned(page, lambda: page.keyboard.press("ArrowRight"))
    third = turned(page, lambda: page.keyboard.press("PageDown"))
    assert turned(page, lambda: page.keyboard.press("PageUp")) == second
    assert turned(page, lambda: page.keyboard.press(" ")) == third
    assert turned(page, lambda: page.get_by_role("button", name="Back").click()) == second
    assert turned(page, lambda: page.keyboard.press("ArrowLeft")) == first
    assert "step=where" in page.url
    expect(page.get_by_role("button", name="Back")).to_be_disabled()


def test_every_step_is_whole_and_without_violations_on_a_desk_and_a_phone(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    for size in (DESK, PHONE):
        page = settled(visit(f"{demo_server.url}/meeting?present=1", size=size))
        found = {}
        while True:
            found[step(page)] = violations(page)
            wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert wide, f"{step(page)} is wider than the screen"
            following = page.get_by_role("button", name="Next")
            if following.is_disabled():
                break
            turned(page, following.click)
        assert len(found) == STEPS
        assert {name: each for name, each in found.items() if each} == {}


def test_the_map_answers_the_keyboard_and_is_zoomed(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/meeting?present=1&step=gaps"))
    areas = page.locator("[data-map] path[data-n]")
    expect(areas).to_have_count(12)
    areas.first.focus()
    line = page.locator(".sg-told")
    expect(line).to_contain_text("Gap")
    before = line.inner_text()
    title = step(page)
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        if line.inner_text() != before:
            break
    assert line.inner_text() != before
    assert step(page) == title, "arrow keys on the map turn no page"
    whole = page.locator("[data-map] svg.sg-map").get_attribute("viewBox")
    page.get_by_role("button", name="Closer").click()
    assert page.locator("[data-map] svg.sg-map").get_attribute("viewBox") != whole
    box = page.get_by_role("combobox", name="Find an area")
    box.fill("Southmoor")
    page.keyboard.press("Enter")
    expect(line).to_contain_text("Southmoor: May need more first")
    assert page.locator("[data-map] svg.sg-map").get_attribute("viewBox") != whole, (
        "the zoom was lost"
    )


def test_one_looks_closer_and_comes_back_to_the_same_step(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/meeting?present=1&step=gaps"))
    page.get_by_role("link", name="Look closer").click()
    expect(page).to_have_title("Strengths and gaps - Shared Ground")
    settled(page)
    page.get_by_role("link", name="How sure are we?").click()
    expect(page).to_have_title("How sure are we? - Shared Ground")
    settled(page)
    page.get_by_role("link", name="Back to the story").click()
    expect(page.locator("h1")).to_contain_text("may need more first")
    settled(page)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Leave the story").click()
    expect(page.get_by_role("heading", name="Present it at the meeting")).to_be_visible()
    settled(page)
    assert "present" not in page.url


def test_the_notes_follow_the_big_screen_and_turn_its_pages(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    screen = settled(visit(f"{demo_server.url}/meeting?present=1"))
    screen.get_by_role("button", name="More").click()
    with screen.context.expect_page() as opened:
        screen.get_by_role("link", name="Notes in another window").click()
    notes = settled(opened.value)
    expect(notes.get_by_text("For the presenter only")).to_be_visible()
    assert step(notes) == step(screen)
    screen.keyboard.press("Escape")
    second = turned(screen, lambda: screen.keyboard.press("ArrowRight"))
    until(notes, lambda: step(notes) == second, "the notes did not follow")
    settled(notes)
    notes.keyboard.press("ArrowRight")
    until(screen, lambda: step(screen) != second, "the big screen did not turn")
    settled(screen)
    until(notes, lambda: step(notes) == step(screen), "the notes did not follow")
    assert "Welcome people" not in screen.get_by_test_id("stMain").inner_text()


def test_a_story_is_arranged_written_and_shown(
    new_server: Callable[[], Server], visit: Callable[..., Page]
) -> None:
    server = new_server()
    server.command("demo")
    page = settled(visit(f"{server.url}/meeting"))
    page.get_by_role("button", name="Arrange and write").click()
    settled(page)
    page.locator(".st-key-show-vision button").click()
    settled(page)
    page.locator(".st-key-up-assets button").first.click()
    settled(page)
    page.locator(".st-key-write-where button").click()
    page.get_by_role("textbox", name="Heading", exact=True).fill("Good evening, Larrowby")
    page.get_by_role("textbox", name="Notes for the presenter only").fill("Smile")
    page.get_by_role("button", name="Use these words").click()
    expect(page.get_by_text("Good evening, Larrowby")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Save the story").click()
    expect(page.get_by_role("combobox", name="Story")).to_be_visible()
    settled(page)
    assert "story=" in page.url
    page.get_by_role("button", name="Show the story").click()
    expect(page.get_by_role("heading", name="Good evening, Larrowby")).to_be_visible()
    settled(page)
    assert turned(page, lambda: page.keyboard.press("ArrowRight")).endswith("what matters here")
    again = settled(visit(page.url))
    assert step(again) == step(page)
    assert again.locator(".sp-count").inner_text() == f"2 of {STEPS - 1}"
