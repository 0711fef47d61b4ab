"""What can be had of a chart: its link, its picture, and the data behind it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, settled
from tests.browser.test_axe import violations

pytestmark = pytest.mark.browser
PICTURE = """async () => {
    const [held] = await navigator.clipboard.read()
    const image = await createImageBitmap(await held.getType("image/png"))
    return [image.width, image.height]
}"""


def test_the_link_opens_the_same_and_the_picture_and_the_rows_are_those_of_the_chart(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    address = f"{demo_server.url}/gaps?level=small"
    page = settled(visit(address, permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_role("radio", name="Good health close to home").click()
    settled(page)
    heading = page.get_by_role("heading", name="may need more first").inner_text()
    page.locator(".st-key-share-gap-first button").first.click()
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    assert violations(settled(page)) == []
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert "level=small" in link
    page.get_by_role("button", name="Copy as image").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    page.wait_for_function(f"({PICTURE})().catch(() => null)")
    width, height = page.evaluate(PICTURE)
    assert min(width, height) > 300
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download the data behind this").click()
    rows = list(csv.reader(io.StringIO(begun.value.path().read_text("utf-8-sig"))))
    assert rows[0][:2] == ["Area", "Gap: need that nothing in reach meets, 0 to 100"]
    assert rows[1][0].startswith("1. ")
    assert "Larrowby" in rows[1][2]

    again = settled(visit(link))
    expect(again.get_by_role("heading", name="may need more first")).to_have_text(heading)
