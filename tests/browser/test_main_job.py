"""The main job as one person does it on the demo town, and a second person who sees it."""

import io
import re
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Seen, Server, choose, map_frame, menu, settled, until

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="window.__ran=1"> `${window.__ran=2}`'
ROWS = [
    ["Tuesday Table", "Lunch club", "12 High Street", "ZQ1 1AD", "01632 960001"],
    [HOSTILE, "Food bank", "3 Cross Street", "ZQ1 1AH", "01632 960002"],
    ["**Warm** [rooms](javascript:window.__ran=3)", "Library", "", "ZQ1 1AD", None],
    ["Lost Post Library", "Library", "Nowhere Lane", "ZQ1 1A0D", None],
    [None, None, None, None, None],
    ["Tuesday Table", "Lunch club", "12 High Street", "ZQ1 1AD", "01632 960001"],
]  # fmt: skip


def messy_sheet() -> bytes:
    """Return a sheet as volunteers send it: titles, merged cells, a heading nobody can guess."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Spring 2025"
    for row in (["Warm rooms in Larrowby"], ["Collected by volunteers"], [],
                ["The group", None, "Where it meets", None, "More"],
                ["Known as", "Sort of thing", "Street", "Post code", "Ring"], *ROWS):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A4:B4")
    sheet.merge_cells("C4:D4")
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def count_of(page: Page) -> int:
    """Return how many places the heading of the map's list says there are."""
    found = re.match(r"[\d,]+", page.locator("#places").inner_text())
    return int(found.group().replace(",", "")) if found else 0


def find(page: Page, words: str) -> Locator:
    """Look for words on the map page; return the list of what was found."""
    box = page.get_by_label("Postcode or name")
    box.fill(words)
    box.press("Enter")
    return page.get_by_role("region", name="Places on the map").get_by_role("listitem")


def ranking(page: Page, outcome: str = "All outcomes") -> list[str]:
    """Return the areas that may need more first, for one outcome or all, as the chart lists them.

    What was chosen before is still chosen after a visit to another page.
    """
    choices = page.get_by_role("radio", name=outcome, exact=True)
    choices.click()
    expect(choices).to_have_attribute("aria-checked", "true")
    one = page.get_by_role("heading", name="How this outcome stands")
    expect(one).to_have_count(0 if outcome == "All outcomes" else 1)
    expect(page.get_by_role("heading", name=outcome, exact=True)).to_have_count(one.count())
    settled(page)
    names = page.locator(".st-key-gap-first .yaxislayer-above text")
    until(page, names.count, "the ranking is not drawn")
    return names.all_text_contents()


def outcomes(page: Page) -> list[str]:
    """Return the outcomes that can be chosen on Strengths and gaps."""
    group = page.get_by_test_id("stButtonGroup").filter(has_text="All outcomes")
    return [text.strip() for text in group.get_by_role("radio").all_inner_texts()][1:]


def look_at_the_map(page: Page) -> int:
    """Filter the map by kind and read the list; return how many places there are in all."""
    menu(page, "Map")
    every = count_of(page)
    frame = map_frame(page)
    expect(frame.locator(".leaflet-container")).to_have_attribute("data-places", str(every))
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Libraries", exact=True).click()
    page.keyboard.press("Escape")
    until(page, lambda: 0 < count_of(page) < every, "the filter changes nothing")
    some = count_of(settled(page))
    items = page.get_by_role("region", name="Places on the map").get_by_role("listitem")
    expect(items).to_have_count(min(some, 25))
    expect(frame.locator(".leaflet-container")).to_have_attribute("data-places", str(some))
    page.get_by_test_id("stMain").get_by_role("button", name="Libraries").first.click()
    until(page, lambda: count_of(page) == every, "the filter is still on")
    return every


def add_the_sheet(page: Page) -> None:
    """Upload the sheet, say which column holds the names, and save."""
    menu(page, "Add data")
    page.locator("input[type=file]").set_input_files(
        {"name": "warm rooms.xlsx", "mimeType": "", "buffer": messy_sheet()}
    )
    expect(page.get_by_role("heading", name="5 rows read.")).to_contain_text("4 are ready")
    settled(page)
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("5 rows read = 4 kept + 1 merged + 0 set aside.")
    expect(main.get_by_text("The row has no name")).to_be_visible()
    expect(main.get_by_text("1 row: This does not read as a postcode")).to_be_visible()
    page.get_by_text("See how it was read, and change it").click()
    settled(page)
    choose(page, "Name", "Known as")
    first = page.get_by_role("region", name="The first rows: in your file")
    expect(first).to_contain_text("Tuesday Table")
    for row in ROWS[:4]:
        expect(first.get_by_text(str(row[0]), exact=True).first).to_be_visible()
    settled(page)
    page.get_by_label("Why do you add this?").fill("Asked for by the lunch clubs")
    page.get_by_role("button", name="Use these 4 rows").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("4 places added. 1 row was merged")


def change_the_vision(page: Page, outcome: str) -> None:
    """Give all points to one outcome and save."""
    menu(page, "Our vision")
    page.get_by_role("button", name="Change this vision").click()
    expect(page.get_by_role("heading", name="All 100 points are shared.")).to_be_visible()
    numbers = settled(page).get_by_role("spinbutton", name="Points for").all()
    assert len(numbers) == 6
    for number in numbers:
        points = "100" if outcome in (number.get_attribute("aria-label") or "") else "0"
        number.fill(points)
        number.press("Enter")
        settled(page)
    expect(page.get_by_role("heading", name="All 100 points are shared.")).to_be_visible()
    page.get_by_label("Why this change?").fill("Agreed at the spring meeting")
    page.get_by_role("button", name="Save as version 2").click()
    expect(page.get_by_test_id("stAlert")).to_have_text("Saved as version 2.")


def test_lists_go_in_a_vision_is_agreed_and_gaps_are_seen_by_all(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen
) -> None:
    server = new_server()
    page = settled(visit(server.url))
    expect(page.locator(".sp-kicker").first).to_have_text("Demo town: this place is made up.")
    other = settled(visit(f"{server.url}/map", alone=True))

    before = look_at_the_map(page)
    assert count_of(other) == before
    add_the_sheet(page)
    menu(page, "Map")
    assert count_of(page) == before + 3
    expect(find(page, "Tuesday Table")).to_have_count(1)

    menu(page, "Strengths and gaps")
    was = ranking(page)
    alone = {outcome: ranking(page, outcome) for outcome in outcomes(page)[:2]}
    outcome = next(name for name, areas in alone.items() if areas != was)
    change_the_vision(page, outcome)
    menu(page, "Strengths and gaps")
    assert ranking(page) == alone[outcome]

    page.reload()
    assert ranking(settled(page)) == alone[outcome]
    menu(page, "Our vision")
    expect(page.get_by_test_id("stMain")).to_contain_text("Version 2, a draft. Saved on")
    page.get_by_role("link", name="Versions", exact=True).click()
    expect(page.get_by_test_id("stMain")).to_contain_text("Agreed at the spring meeting")
    menu(page, "About the data")
    expect(page.get_by_test_id("stMain")).to_contain_text("Asked for by the lunch clubs")
    page.goto(f"{server.url}/map")
    assert count_of(settled(page)) == before + 3
    expect(find(page, "onerror").get_by_text(HOSTILE, exact=True)).to_be_visible()

    menu(other, "Strengths and gaps")
    assert ranking(other) == alone[outcome]
    menu(other, "Map")
    assert count_of(other) == before + 3
    expect(find(other, "Tuesday Table")).to_have_count(1)
    for frame in (*page.frames, *other.frames):
        assert frame.evaluate("window.__ran") is None
    assert (seen.outside, seen.failed, seen.console, seen.dialogs) == ([], [], [], [])
