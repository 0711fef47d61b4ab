"""In a real browser: files are taken away, and a whole place opens in another copy of the app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, settled, until

pytestmark = pytest.mark.browser


def taken(page: Page, label: str, folder: Path) -> Path:
    """Press a button that hands over a file, and return the file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    kept = folder / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    return kept


def test_a_place_is_taken_from_one_app_and_opened_in_another(
    demo_server: Server,
    new_server: Callable[[], Server],
    visit: Callable[..., Page],
    seen: Seen,
    tmp_path: Path,
) -> None:
    page = settled(visit(f"{demo_server.url}/about-data"))
    everything = taken(page, "Download", tmp_path)
    assert everything.name == "larrowby-everything.xlsx"
    sheet = taken(page, "Download for Excel", tmp_path)
    assert sheet.name == "assets-template.xlsx"
    packed = taken(page, "Download the partnership file", tmp_path)
    assert packed.name == "larrowby-partnership.zip"
    assert {path.read_bytes()[:2] for path in (everything, sheet, packed)} == {b"PK"}

    other = new_server()
    page = settled(visit(f"{other.url}/add-data"))
    page.get_by_text("Open a partnership file instead").click()
    until(page, lambda: page.locator("input[type=file]").count() == 2, "no place for the file")
    page.locator("input[type=file]").last.set_input_files(packed)
    page.get_by_role("button", name="Open it as a new place").click()
    expect(page.get_by_text("Larrowby is ready. Every figure is the same")).to_be_visible()
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    other.command("gaps", "--out", str(there))
    other.command("unpack", str(packed), "--as", "Larrowby again")
    other.command("--place", "Larrowby again", "gaps", "--out", str(here))
    assert here.read_bytes() == there.read_bytes()
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])
