"""The one file opens from a disk with no network: maps, tables, an area's name, step by step."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sharedground.one_file import html_bytes
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_axe import violations
from tests.decks import sample_deck

pytestmark = pytest.mark.browser


def opened(
    browser: Browser, file: Path, size: tuple[int, int], scheme: str
) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True,
                                  color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # fmt: skip
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda one: said.append(one.url) if one.url.startswith("http") else None)
    page.goto(file.as_uri())
    return page, said


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"]
)
def test_a_hostile_story_is_read_in_full_and_does_nothing(
    browser: Browser, tmp_path: Path, size: tuple[int, int], scheme: str
) -> None:
    file = tmp_path / "story.html"
    file.write_bytes(html_bytes(sample_deck(hostile=True)))
    page, said = opened(browser, file, size, scheme)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for fold in page.locator("summary").all():
        fold.click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert violations(page) == []
    page.locator("[data-start]").click()
    assert violations(page) == []
    assert said == []
    page.context.close()


def test_keys_walk_the_map_sort_a_table_find_an_area_and_tell_the_story(
    browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "story.html"
    deck = sample_deck()
    file.write_bytes(html_bytes(deck))
    page, said = opened(browser, file, DESK, "light")
    told = page.locator("[data-told]").first
    page.locator("path[data-n=Southmoor]").first.focus()
    expect(told).to_have_text("Southmoor: Gap 54 of 100")
    page.keyboard.press("ArrowRight")
    expect(told).to_have_text("Old Mill: No data")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-hit] th")).to_have_text(["Old Mill", "3. Old Mill"])
    page.keyboard.press("+")
    assert float(page.locator("svg[data-map-of]").get_attribute("viewBox").split()[2]) < 420  # type: ignore[union-attr]

    page.locator("#find").fill("southmoor")
    expect(page.locator("[data-result]")).to_have_text("Marked on maps: 1. Marked in tables: 2.")
    page.locator("#find").fill("Nowhere")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_contain_text("Nothing here has this name")

    heading = page.locator(".sheet thead th").last
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    heading.get_by_role("button").click()
    expect(page.locator(".sheet tbody td").first).to_have_text("2")

    page.locator("[data-start]").click()
    expect(page.locator(".step:visible h2")).to_have_text([deck.steps[0].title])
    page.keyboard.press("PageDown")
    expect(page.locator(".step:visible h2")).to_have_text([deck.steps[1].title])
    expect(page.locator("[data-asked]")).to_have_text("Do you see the same?")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".step:visible h2")).to_have_text([deck.steps[0].title])
    page.keyboard.press("Escape")
    expect(page.locator(".step:visible")).to_have_count(2)
    assert said == []
    page.context.close()
