"""In a real browser: next month's list is compared before it is saved, and undone afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, settled
from tests.browser.test_axe import violations
from tests.pages.test_add_versions import APRIL, MARCH

pytestmark = pytest.mark.browser


def test_a_newer_version_is_compared_saved_and_undone(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen, tmp_path: Path
) -> None:
    server = new_server()
    server.command("new", "Sale")
    march = tmp_path / "libraries.csv"
    march.write_bytes(MARCH)
    server.command("add", "assets", str(march), "--source", "Libraries")
    page = settled(visit(f"{server.url}/add-data", (1280, 1400)))
    settled(page).locator("input[type=file]").set_input_files(
        {"name": "libraries-april.csv", "mimeType": "", "buffer": APRIL}
    )
    heading = page.get_by_role("heading", name="This looks like a newer version of Libraries")
    expect(heading).to_be_visible()
    counts = "1 added, 1 changed, 1 gone, 1 the same."
    expect(page.get_by_text(counts)).to_be_visible()
    settled(page).locator("summary", has_text="1 place changed").click()
    expect(page.get_by_role("cell", name="0161 912 9999", exact=True)).to_be_visible()
    assert violations(settled(page)) == []
    page.get_by_role("button", name="Use these 3 rows").click()
    expect(page.get_by_text(f"Libraries is brought up to date: {counts}")).to_be_visible()

    page = settled(visit(f"{server.url}/about-data", (1280, 1400)))
    page.get_by_role("radio", name="Undo this upload").click()
    said = page.get_by_text("1 place will go, 1 place will come back, 1 place will read as before.")
    expect(said).to_be_visible()
    assert violations(settled(page)) == []
    page.get_by_label("Why? It is kept in the history.").fill("wrong month")
    page.get_by_role("button", name="Undo this upload").click()
    expect(page.get_by_text("The upload is undone.")).to_be_visible()
    expect(page.get_by_text("wrong month")).to_be_visible()
    assert "Libraries\n  " in server.command("versions")
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])
