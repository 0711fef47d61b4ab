"""Every page with the keyboard alone, and with a finger on a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PAGES, PHONE, Server, map_frame, settled, until

pytestmark = pytest.mark.browser

MENU = ["Start", "Map", "Strengths and gaps", "Our vision", "Partners", "Add data",
        "About the data"]  # fmt: skip

NARROWEST = 320
"""CSS pixels: a phone on which text is enlarged, or a desk at 400 %."""

MARK = """() => document.addEventListener("focusin", e => { e.target.dataset.reached = "yes" })"""

FOCUSED = """() => {
    let e = document.activeElement
    if (!e || e === document.body) return null
    while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
    const found = { name: e.getAttribute("aria-label") || e.innerText?.trim() || "",
                    kind: e.tagName, faults: [] }
    if (e.tagName === "IFRAME") return found
    const ringed = n => getComputedStyle(n).outlineStyle !== "none"
        && parseFloat(getComputedStyle(n).outlineWidth) >= 2
    let on = e
    while (on && !ringed(on)) on = on.parentElement
    if (!on) return { ...found, faults: ["no ring"] }
    const style = getComputedStyle(on), box = on.getBoundingClientRect()
    const out = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset)
    // A box larger than the window shows its ring at the sides.
    const tall = box.height > innerHeight - 120
    const main = document.querySelector("[data-testid=stMain]")
    const header = document.querySelector("[data-testid=stHeader]").getBoundingClientRect()
    if (main.contains(e) && e !== main && !tall && box.top < header.bottom - 1)
        found.faults.push("under the header")
    for (let a = on.parentElement; a; a = a.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(a), b = a.getBoundingClientRect()
        const left = b.left + a.clientLeft, top = b.top + a.clientTop
        const wide = box.left - out < left - 1 || box.right + out > left + a.clientWidth + 1
        const high = box.top - out < top - 1 || box.bottom + out > top + a.clientHeight + 1
        if ((overflowX !== "visible" && wide) || (overflowY !== "visible" && high && !tall))
            found.faults.push(`ring cut by ${a.dataset.testid || a.className || a.tagName}`)
    }
    return found
}"""

NEVER_REACHED = """() => [...document.querySelectorAll(
    "[data-testid=stMain] :is(a[href],button,input,textarea,summary,[tabindex])")]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))
    .filter(e => e.dataset.reached !== "yes")
    // Within a group of choices and within a grid the arrow keys lead on.
    .filter(e => !e.closest("[role=radiogroup],[data-testid=stDataFrame]"))
    .map(e => e.outerHTML.slice(0, 120))"""

TOO_SMALL = """() => {
    const found = []
    const targets = ":is(a[href],button,input,textarea,summary,[role=tab],[role=option])"
    const roots = "[data-testid=stMain],[data-testid=stPopoverBody]"
    for (const root of document.querySelectorAll(roots))
        for (const e of root.querySelectorAll(targets)) {
            // A switch is its label, and what is typed into a box of choices is that box.
            const at = e.closest("[data-testid=stCheckbox] label,[data-testid=stMultiSelect] "
                + "[role=group],[data-testid=stSlider] [role=group]") || e
            const box = (e.tagName === "INPUT" ? at : e).getBoundingClientRect()
            const shown = e.checkVisibility({ visibilityProperty: true }) && box.width
                && box.right > 0 && e.type !== "file"
            if (shown && (box.height < 43.5 || box.width < 24))
                found.push(`${Math.round(box.width)} x ${box.height.toFixed(1)}: `
                    + (e.getAttribute("aria-label") || e.innerText || e.outerHTML.slice(0, 80)))
        }
    return found
}"""


def stops(page: Page, key: str = "Tab", most: int = 150) -> Iterator[dict[str, Any]]:
    """Press a key until focus has left the page; yield each stop on the way."""
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return
        yield stop
    pytest.fail(f"{key} never leaves {page.url}")


def test_tab_reaches_everything_and_shows_where_it_is(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = visit(demo_server.url)
    faults = {}
    for name in PAGES:
        page.goto(f"{demo_server.url}/{name}")
        settled(page).evaluate(MARK)
        reached = list(stops(page))
        assert [stop["name"] for stop in reached if stop["name"] in MENU][:7] == MENU
        unseen = [f"{stop['name'][:40]}: {stop['faults']}" for stop in reached if stop["faults"]]
        faults[name] = unseen + page.evaluate(NEVER_REACHED)
    assert faults == {name: [] for name in PAGES}


def test_going_back_nothing_hides_under_the_header(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/about-data"))
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 1e6)")
    page.get_by_test_id("stMain").locator("summary,button,input").last.focus()
    assert [stop for stop in stops(page, "Shift+Tab") if stop["faults"]] == []


def test_the_form_of_the_vision_shows_and_names_where_the_keyboard_is_in_every_step(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/vision"))
    page.get_by_role("button", name="Change this vision").press("Enter")
    expect(page.get_by_role("tab")).to_have_count(6)
    settled(page).evaluate(MARK)
    faults = {}
    for number, tab in enumerate(page.get_by_role("tab").all()):
        tab.click()
        settled(page)
        shown = [stop for stop in stops(page) if stop["faults"] or "&#" in stop["name"]]
        faults[number] = [f"{stop['name'][:40]}: {stop['faults']}" for stop in shown]
        page.get_by_role("tab").nth(number).focus()
    assert faults == {number: [] for number in range(6)}


def test_the_first_stop_skips_to_the_page(demo_server: Server, visit: Callable[..., Page]) -> None:
    page = settled(visit(f"{demo_server.url}/partners"))
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Skip to main content"
    page.keyboard.press("Enter")
    until(page, lambda: page.evaluate(FOCUSED)["kind"] == "MAIN", "the link leads nowhere")
    for name in ("Cymraeg", "Made with version", "Find a partner"):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED)["name"].startswith(name)


def test_the_map_can_be_passed_through_used_and_skipped(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/map"))
    frame = map_frame(page)
    inside = "document.activeElement.getAttribute('aria-label')"
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Tab")
    assert frame.evaluate(inside) == "Map of places"
    page.keyboard.press("Tab")
    assert frame.evaluate(inside) == "Closer"
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    assert frame.evaluate(ring) == "solid"
    wide = "document.querySelector('.leaflet-control-scale-line').textContent"
    before = frame.evaluate(wide)
    page.keyboard.press("Enter")
    until(page, lambda: frame.evaluate(wide) != before, "the map does not come closer")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # the signs are one stop
    assert page.evaluate(FOCUSED)["name"].startswith("Faith places:")
    page.keyboard.press("Tab")
    assert "Help check them" in page.evaluate(FOCUSED)["name"]

    page.get_by_role("link", name="Skip the map").press("Enter")
    expect(page.locator("#places")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Look at one place"


def test_the_map_is_filtered_with_the_keyboard_alone(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/map"))
    heading = page.locator("#places")
    every = heading.inner_text()
    area = page.get_by_role("combobox", name="Area")
    area.focus()
    page.keyboard.type("Old Mill")
    page.keyboard.press("Enter")
    expect(heading).to_contain_text("Old Mill")
    expect(area).to_be_focused()
    kinds = settled(page).get_by_role("button", name="Filters")
    page.keyboard.press("Tab")
    expect(kinds).to_be_focused()
    page.keyboard.press("Enter")
    first = page.get_by_test_id("stPopoverBody").get_by_role("button").first
    until(page, lambda: page.keyboard.press("Tab") or first.evaluate("e => e.matches(':focus')"),
          "the kinds cannot be reached")  # fmt: skip
    before = heading.inner_text()
    page.keyboard.press("Space")
    expect(heading).not_to_have_text(before)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(page.get_by_role("button", name="Filters (1)")).to_be_visible()
    assert heading.inner_text() != every


def test_another_outcome_is_chosen_with_the_arrow_keys(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/gaps"))
    page.get_by_role("radio", name="All outcomes").focus()
    page.keyboard.press("ArrowRight")
    second = page.get_by_role("radio", name="Everyone has enough to live on")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How this outcome stands")).to_be_visible()
    expect(second).to_have_attribute("aria-checked", "true")


def test_points_are_shared_with_the_arrow_keys(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/vision"))
    page.get_by_role("button", name="Change this vision").press("Enter")
    slider = page.get_by_role("slider").first
    slider.focus()
    before = int(slider.input_value())
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="101 of 100 shared.")).to_be_visible()
    expect(page.get_by_role("spinbutton").first).to_have_value(str(before + 1))


def test_a_phone_has_targets_for_fingers_and_nothing_sticks_out(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = visit(demo_server.url, PHONE, has_touch=True)
    faults = {}
    for name in PAGES:
        page.goto(f"{demo_server.url}/{name}")
        settled(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        faults[name] = page.evaluate(TOO_SMALL)
        for width in (PHONE[0], NARROWEST):
            page.set_viewport_size({"width": width, "height": PHONE[1]})
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
            main = "document.querySelector('[data-testid=stMain]')"
            assert page.evaluate(f"{main}.scrollWidth - {main}.clientWidth") <= 0, name
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert faults == {name: [] for name in PAGES}


def test_what_opens_on_a_phone_has_targets_for_fingers_too(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    page = settled(visit(f"{demo_server.url}/map", PHONE, has_touch=True))
    page.get_by_role("button", name="Filters").tap()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    assert page.evaluate(TOO_SMALL) == []
    page.goto(f"{demo_server.url}/vision")
    settled(page).get_by_role("button", name="Change this vision").tap()
    expect(page.get_by_role("tab")).to_have_count(6)
    faults = {}
    for number in range(6):
        page.get_by_role("tab").nth(number).focus()
        page.keyboard.press("Enter")
        faults[number] = settled(page).evaluate(TOO_SMALL)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert faults == {number: [] for number in range(6)}
