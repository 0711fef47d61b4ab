"""A sheet of points is brought in, and Strengths and gaps is seen as its partners would."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Seen, Server, choose, settled, until
from tests.browser.payloads import PAYLOADS
from tests.browser.test_axe import violations

pytestmark = pytest.mark.browser
HOSTILE = PAYLOADS[0]
HEAD = "Partner,O01,O07,O04,O05,O06,O10\n"
SHEET = HEAD + (
    "Southmoor Homes,45,20,10,5,10,10\n"
    "Larrow and Wolds Police,10,10,5,10,60,5\n"
    '"{hostile}",0,60,30,10,0,0\n'
)


def test_from_a_sheet_of_points_to_the_map_as_each_partner_would_see_it(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen, tmp_path: Path
) -> None:
    server = new_server()
    sheet = tmp_path / "points.csv"
    sheet.write_text(SHEET.format(hostile=HOSTILE.replace('"', '""')), encoding="utf-8")
    page = settled(visit(f"{server.url}/agreement", DESK))
    page.locator("input[type=file]").set_input_files(sheet)
    expect(page.get_by_text("3 rows read = 3 kept + 0 merged + 0 set aside.")).to_be_visible()
    assert violations(settled(page)) == []
    page.get_by_role("button", name="Keep these points").click()
    expect(page.get_by_text("Kept as the round points.")).to_be_visible()
    server.command("round", "use", "points")

    page.goto(f"{server.url}/gaps")
    settled(page)
    choose(page, "Whose weights", "As Southmoor Homes")
    expect(page.get_by_role("heading", name="As Southmoor Homes weighs it")).to_be_visible()
    assert "as=" in page.url
    choose(page, "Whose weights", "Where partners would differ")
    expect(page.get_by_role("heading", name="differ on")).to_be_visible()
    assert "as=differ" in page.url
    until(page, lambda: page.locator(".js-plotly-plot").count() == 1, "one map is drawn")
    assert violations(settled(page)) == []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert violations(settled(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (seen.outside, seen.failed, seen.console, seen.dialogs) == ([], [], [], [])
