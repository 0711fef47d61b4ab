"""In a real browser: cells are typed into the grid, the counts change, and the sheet comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Seen, Server, settled
from tests.browser.test_axe import violations
from tests.browser.test_take import taken

pytestmark = pytest.mark.browser

LIST = (
    b"Group Name,Sort,Where,<img src=x onerror=window.__ran=1>\r\n"
    b"Chess Club,Library,High Street,1\r\n"
    b",,,<img src=x onerror=window.__ran=2>\r\n"
    b",,,=1+1\r\n"
)
FIRST_CELL = (30, 76)
"""Where the first cell of the grid is, in CSS pixels from its corner."""


def at_the_first_name(server: Server, visit: Callable[..., Page]) -> tuple[Page, Locator]:
    """Look at the list, and open the cell of the first name that is missing; return the grid."""
    server.command("new", "Sale")
    page = settled(visit(f"{server.url}/add-data", (1280, 1400)))
    page.locator("input[type=file]").set_input_files(
        {"name": "groups.csv", "mimeType": "", "buffer": LIST}
    )
    expect(page.get_by_role("heading", name="2 rows to mend")).to_be_visible()
    grid = settled(page).get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    corner = grid.bounding_box()
    assert corner is not None
    page.mouse.click(corner["x"] + FIRST_CELL[0], corner["y"] + FIRST_CELL[1])
    for column in range(4):
        expect(grid.locator(f"#glide-cell-{column}-0")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowRight" if column < 3 else "Enter")
    return page, grid


def type_in(words: str, page: Page) -> None:
    """Type into the open cell as fast as a person does: the grid takes no faster hand."""
    expect(page.locator("textarea.gdg-input")).to_be_focused()
    page.keyboard.type(words, delay=100)
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")


def test_rows_are_mended_in_the_grid_and_in_a_sheet(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen, tmp_path: Path
) -> None:
    server = new_server()
    page, _ = at_the_first_name(server, visit)
    type_in("Knit and natter", page)
    expect(page.get_by_text("Row 3: Nothing in the row says where it is.")).to_be_visible()
    expect(page.get_by_text("3 rows read = 2 kept + 0 merged + 1 set aside.")).to_be_visible()
    assert violations(settled(page)) == []

    sheet = taken(page, "Download these rows (Excel)", tmp_path)
    book = load_workbook(sheet)
    rows = book.worksheets[0]
    assert [cell.value for cell in rows[2]][-2] == "=1+1"
    assert rows[2][-2].data_type == "s"
    columns = {cell.value: cell.column for cell in rows[1]}
    rows.cell(2, columns["Group Name"]).value = "Walkers"
    rows.cell(2, columns["Where"]).value = "Cross Street, Sale M33 2DQ"
    book.save(sheet)
    page.get_by_text("I mended them in Excel: give the sheet back").click()
    page.locator("input[type=file]").last.set_input_files(sheet)
    expect(page.get_by_role("heading", name="1 of 2 rows mended")).to_be_visible()
    settled(page).get_by_role("button", name="Use these 3 rows").click()
    expect(page.get_by_text("3 places added.")).to_be_visible()
    assert "assets: 3" in server.command("status")
    assert page.evaluate("window.__ran") is None
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])


def test_typing_goes_on_in_the_next_cell_while_the_rows_are_read_again(
    new_server: Callable[[], Server], visit: Callable[..., Page]
) -> None:
    page, grid = at_the_first_name(new_server(), visit)
    type_in("Knit and natter", page)
    expect(grid.locator("#glide-cell-3-1")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    type_in("Walkers and talkers of Sale", page)
    expect(page.get_by_text("3 rows read = 3 kept + 0 merged + 0 set aside.")).to_be_visible()
    rows = page.get_by_role("region", name="The first rows: in your file").get_by_role("row")
    expect(rows.filter(has_text="Walkers and talkers of Sale")).to_have_count(1)
