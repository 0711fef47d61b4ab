"""An officer makes a real place from nothing in the browser, and the map and the gaps show it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CALM, Seen, Server, drop_down, map_frame, menu, settled, until
from tests.browser.test_main_job import count_of, find
from tests.browser.test_story import step, turned
from tests.browser.test_take import taken
from tests.browser.test_whole_meeting import opened_offline, record, taken_home, words_of

pytestmark = [pytest.mark.browser, pytest.mark.real_data]

LONG_MS = 180_000
"""A borough's lists are read and saved with a progress bar; nothing else may take so long."""

CALM_LOOKS = 8
"""Looks in a row at which a page must be calm: work shows its progress after a moment only."""

NOT_IN_USE = re.compile("archive|unvalidated")
"""Lists that the publisher has put aside."""

FIGURES = ("iod2019_lsoa2011_long", "iod2025_imd_ward_extract", "census2021_car_van_lsoa",
           "census2021_general_health_lsoa", "census2021_household_composition_lsoa")  # fmt: skip


def give(page: Page, *files: Path) -> None:
    """Choose files on Add data, and wait until they are read."""
    settled(page).locator("input[type=file]").first.set_input_files(files)
    done = r"^\d+ files\." if len(files) > 1 else r"rows? read\."
    heading = page.get_by_role("heading", name=re.compile(done))
    expect(heading.first).to_be_visible(timeout=LONG_MS)
    settled(page)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button, and wait for the end of the work and for what the page says of it."""
    settled(page).get_by_role("button", name=name).first.click()
    worked(page)
    expect(page.get_by_test_id("stAlert").first).to_be_visible()


def worked(page: Page) -> None:
    """Wait until long work is done: no progress is in sight, and the page is calm for a while."""
    deadline = time.monotonic() + LONG_MS / 1000
    calm = 0
    while calm < CALM_LOOKS:
        assert time.monotonic() < deadline, "the work does not end"
        page.wait_for_timeout(200)
        at_work = page.get_by_role("progressbar").count() or not page.evaluate(CALM)
        calm = 0 if at_work else calm + 1


def said(page: Page) -> str:
    """Return what the page says was done."""
    return settled(page).get_by_test_id("stAlert").first.inner_text()


def make_the_place(page: Page) -> None:
    page.get_by_role("button", name="Start your own place").click()
    page.get_by_label("Name of the place").fill("Trafford")
    page.get_by_role("button", name="Make this place").click()
    expect(page).to_have_title("Add data - Shared Ground")
    settled(page)


def add_areas(page: Page, data: Path) -> None:
    """Bring the areas of the sums, and two further ways to cut the place."""
    give(page, data / "areas" / "lsoa_2011.geojson")
    press(page, "Use these 138 rows")
    assert "138 areas added." in said(page)
    for name, areas in (("lsoa_2021", 139), ("ward_2023", 21)):
        give(page, data / "areas" / f"{name}.geojson")
        page.get_by_text(re.compile("^Further areas, beside those that are here")).click()
        press(page, f"Use these {areas} rows")
        assert f"{areas} areas added." in said(page)


def add_figures(page: Page, data: Path) -> None:
    """Bring postcodes, people and figures in one go; say which way is bad where nothing says so."""
    need = data / "need"
    figures = [need / f"{name}.csv" for name in FIGURES]
    people = need / "population_mid2024_lsoa2021.csv"
    give(page, data / "postcodes" / "trafford_postcodes.csv", people, *figures)
    press(page, "Save the 4 files that need no answer")
    assert said(page) == "4 files are saved."
    for left in (2, 1, 0):
        settled(page).get_by_role("button", name="Answer").first.click()
        expect(page.get_by_role("heading", name=re.compile("rows read"))).to_be_visible()
        question = settled(page).get_by_role("radiogroup").first
        question.get_by_text("No: less need" if left == 2 else "Yes: more need").click()
        settled(page)
        page.get_by_role("button", name=re.compile("^Use these")).click()
        heading = "All 7 files are saved" if left == 0 else f"{7 - left} of 7 files are saved"
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    other_files(page)


def add_lists(page: Page, data: Path) -> None:
    """Bring every list of places and the grants; where they come from is said once."""
    lists = sorted(p for p in (data / "assets").iterdir() if not NOT_IN_USE.search(p.name))
    grants = data / "partners" / "voluntary_sector_grants_360giving.csv"
    give(page, *lists, grants)
    expect(page.get_by_role("heading", name="24 files. 23 are ready to save")).to_be_visible()
    expect(page.get_by_text("1,025 rows of 1,025 have no location.")).to_be_visible()
    page.get_by_text("Where do they come from? Say it once for all").click()
    page.get_by_label("Who publishes them").fill("Trafford Council")
    press(page, "Say this of 24 files")
    press(page, "Save the 23 files that need no answer")
    settled(page).get_by_role("button", name="Answer").click()
    expect(page.get_by_role("heading", name=re.compile("1,025 rows read"))).to_be_visible()
    press(page, re.compile("^Use these"))
    assert "1,025 places added." in said(page)
    expect(page.get_by_role("heading", name="All 24 files are saved")).to_be_visible()
    other_files(page)


def other_files(page: Page) -> None:
    settled(page).get_by_role("button", name="Choose other files").click()
    expect(page.get_by_role("heading", name="Add files")).to_be_visible()


def add_up_the_people(page: Page) -> None:
    """People came for the areas of 2021; the gaps say so, and About the data adds them up."""
    menu(page, "Strengths and gaps")
    expect(page.get_by_text("The numbers of people are for other areas")).to_be_visible()
    page.get_by_role("link", name="Add them up on About the data").click()
    page.get_by_text(re.compile("^population_mid2024_lsoa2021.csv: from")).click()
    settled(page).get_by_text("Show what the figures would be").first.click()
    expect(page.get_by_text("138 of 138 areas have a number of people")).to_be_visible()
    settled(page).get_by_text("Yes, use these numbers of people").click()
    press(page, "Keep the numbers of people")
    assert said(page) == "The numbers of people are kept for LSOA 2011."


def look_at_list(page: Page, name: str) -> None:
    """Choose a list on About the data by typing its name."""
    box = drop_down(settled(page), "List")
    box.fill(name)
    page.get_by_role("option", name=re.compile(rf"^{re.escape(name)}")).first.click()
    settled(page)


def mend_a_row(page: Page, folder: Path) -> None:
    """Take the rows to fix of one list home, write a postcode anew, and give the sheet back."""
    look_at_list(page, "mental_health_services_raw.csv")
    sheet = taken(settled(page), "Download the rows to fix (CSV)", folder)
    written = sheet.read_text("utf-8-sig")
    assert "WA154 1HF" in written
    sheet.write_text(written.replace("WA154 1HF", "WA15 1HF"), "utf-8-sig")
    menu(page, "Add data")
    give(page, sheet)
    press(page, re.compile("^Use these"))


def renew_and_undo(page: Page, data: Path, folder: Path) -> None:
    """Bring next month's libraries, undo that upload, and bring them once more."""
    former = (data / "assets" / "libraries.csv").read_text("utf-8-sig").splitlines()
    rows = [row.replace("Hale Library", "Hale Library and Rooms") for row in former]
    rows = [row for row in rows if "Timperley" not in row]
    rows.append('Old Trafford Reading Room,"1 Shrewsbury Street",M16 9AX,Council,,,,,,')
    newer = folder / "libraries.csv"
    newer.write_text("\n".join(rows) + "\n", "utf-8")
    told = "libraries.csv is brought up to date: 1 added, 1 changed, 1 gone, 11 the same."
    give(page, newer)
    press(page, "Use these 11 rows")
    assert told in said(page)
    menu(page, "About the data")
    look_at_list(page, "libraries.csv")
    settled(page).get_by_role("radio", name="Undo this upload").click()
    page.get_by_label("Why? It is kept in the history.").locator("visible=true").fill("no")
    press(page, "Undo this upload")
    assert said(page) == "The upload is undone."
    menu(page, "Map")
    expect(find(page, "Old Trafford Reading Room")).to_have_count(0)
    menu(page, "Add data")
    give(page, newer)
    press(page, "Use these 11 rows")
    assert told in said(page)


def suggest_and_approve(page: Page) -> None:
    """Say on the map what is missing, and approve it as an officer."""
    menu(page, "Map")
    page.get_by_text("Something missing or wrong?").click()
    page.get_by_label("Postcode", exact=True).fill("WA14 5RG")
    page.get_by_label("Postcode", exact=True).press("Enter")
    expect(page.get_by_text("The map marks it.")).to_be_visible()
    settled(page).get_by_label("What is it called?").fill("Broadheath Repair Shed")
    page.get_by_label("What is it called?").press("Enter")
    settled(page).get_by_role("button", name="Send to an officer").click()
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    menu(page, "Check")
    expect(page.get_by_role("heading", name="Broadheath Repair Shed")).to_be_visible()
    settled(page).get_by_role("button", name="Approve", exact=True).first.click()
    expect(page.get_by_test_id("stAlert").first).to_be_visible()


def hold_a_meeting(page: Page, folder: Path) -> None:
    """Tell the borough's story step by step, decide two things, and take everything home."""
    settled(menu(page, "Meeting")).get_by_role("button", name="Show the story").click()
    expect(page.get_by_role("heading", name="the place we share")).to_be_visible()
    titles = [step(settled(page))]
    following = page.get_by_role("button", name="Next")
    while not following.is_disabled():
        titles.append(turned(page, following.click))
    assert any("places serve what matters" in title for title in titles), titles
    assert any("may need more first" in title for title in titles), titles
    record(page, "The reading room opens on Saturdays")
    record(page, "We list what Partington has")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Leave the story").click()
    settled(page).get_by_role("link", name="Take it home").click()
    expect(page.get_by_role("heading", name="Take it home", level=1)).to_be_visible()
    found = taken_home(settled(page), folder)
    for kind in ("pptx", "pdf", "html"):
        said_there = re.sub(r"\s+", " ", words_of(kind, found[kind]))
        assert "The reading room opens on Saturdays" in said_there, kind
        assert "We list what Partington has" in said_there, kind
    opened_offline(page, next(folder.glob("*.html")))


def test_a_borough_is_made_from_its_own_files(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen, real_data: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    data, server = real_data / "trafford", new_server()
    page = settled(visit(server.url))
    make_the_place(page)
    add_areas(page, data)
    add_figures(page, data)
    add_lists(page, data)
    add_up_the_people(page)
    mend_a_row(page, tmp_path)
    renew_and_undo(page, data, tmp_path)
    suggest_and_approve(page)

    menu(page, "Map")
    find(page, "")
    until(page, lambda: count_of(page) > 2_300, "the places are not on the map")
    shown = count_of(settled(page))
    expect(map_frame(page).locator(".leaflet-container")).to_have_attribute(
        "data-places", str(shown)
    )
    expect(find(page, "Broadheath Repair Shed")).to_have_count(1)
    expect(find(page, "Hale Library and Rooms")).to_have_count(1)
    expect(find(page, "Old Trafford Reading Room")).to_have_count(1)
    menu(page, "Strengths and gaps")
    expect(page.get_by_role("heading", name=re.compile("may need more first"))).to_be_visible()
    names = page.locator(".st-key-gap-first .yaxislayer-above text")
    until(page, lambda: names.count() > 10, "the ranking is not drawn")
    hold_a_meeting(page, tmp_path)
    assert (seen.outside, seen.failed, seen.console, seen.dialogs) == ([], [], [], [])
