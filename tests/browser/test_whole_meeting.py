"""A whole meeting on the demo: story, a live round, decisions, and everything taken home."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE_MS, Server, settled, until
from tests.browser.test_axe import violations
from tests.browser.test_story import step, turned
from tests.browser.test_whole_round import PHONE, begin_round, fill, got_it, join, send

pytestmark = pytest.mark.browser
FIRST_DECISION = "We open the hall in Southmoor on Mondays"
SECOND_DECISION = "We ask the bus company for a later bus"


@pytest.fixture
def phones(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Return a function that gives another phone."""
    held: list[BrowserContext] = []

    def one() -> BrowserContext:
        held.append(browser.new_context(**PHONE))
        held[-1].set_default_timeout(PATIENCE_MS)
        return held[-1]

    yield one
    for context in held:
        context.close()


def record(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="What did we decide?").fill(words)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text(words).first).to_be_visible()
    settled(page)


def taken_home(page: Page, folder: Path) -> dict[str, bytes]:
    """Make all files and download each; return them by their ending."""
    page.get_by_role("button", name="Prepare the files").click()
    buttons = page.get_by_test_id("stDownloadButton").get_by_role("button")
    expect(buttons).to_have_count(5)
    settled(page)
    found = {}
    for at in range(5):
        with page.expect_download() as begun:
            buttons.nth(at).click()
        name = begun.value.suggested_filename
        begun.value.save_as(folder / name)
        found[name.rpartition(".")[2]] = (folder / name).read_bytes()
    return found


def words_of(kind: str, content: bytes) -> str:
    if kind == "pdf":
        return " ".join(page.get_text() for page in pymupdf.open(stream=content, filetype="pdf"))
    if kind == "html":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("ppt/slides/slide")]
        return " ".join(re.sub(r"<[^>]+>", "", archive.read(name).decode()) for name in names)


def test_a_meeting_is_held_and_taken_home(
    new_server: Callable[[], Server], visit: Callable[..., Page],
    phones: Callable[[], BrowserContext], tmp_path: Path,
) -> None:  # fmt: skip
    server = new_server()
    server.command("demo")
    page = settled(visit(f"{server.url}/meeting"))
    page.get_by_role("textbox", name="Name of the meeting").fill("Spring meeting")
    page.get_by_role("button", name="Begin the meeting").click()
    expect(page.get_by_role("heading", name="the place we share")).to_be_visible()
    settled(page)
    while "may need more first" not in step(page):
        turned(page, lambda: page.keyboard.press("ArrowRight"))
    page.get_by_role("link", name="Look closer").click()
    expect(page).to_have_title("Strengths and gaps - Shared Ground")
    settled(page).get_by_role("link", name="Back to the story").click()
    expect(page.locator("h1")).to_contain_text("may need more first")

    settled(page).get_by_role("button", name="More").click()
    page.get_by_role("link", name="Ask the room").click()
    expect(page).to_have_title("Ask the room - Shared Ground")
    code = begin_round(settled(page))
    for who in ("Age Well Larrow", "Larrow Villages Forum", "Myself, as a resident"):
        phone = join(phones(), server.url, code, who)
        fill(phone, {0: 60, 2: 40})
        send(phone)
        got_it(phone)
    expect(page.locator(".sp-sofar")).to_contain_text("3 people have answered")
    page.get_by_role("button", name="Close the round and show the result").click()
    expect(page).to_have_title("Where we agree - Shared Ground")
    settled(page).get_by_role("link", name="Back to the story").click()
    expect(page.locator("h1")).to_contain_text("may need more first")
    settled(page)
    assert "step=gaps" in page.url

    while not page.get_by_role("button", name="Next").is_disabled():
        turned(page, lambda: page.keyboard.press("ArrowRight"))
    record(page, FIRST_DECISION)
    record(page, SECOND_DECISION)

    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Leave the story").click()
    expect(page.get_by_text("Spring meeting began on")).to_be_visible()
    settled(page).get_by_role("button", name="End the meeting").click()
    expect(page.get_by_role("heading", name="Take it home", level=1)).to_be_visible()
    found = taken_home(settled(page), tmp_path)
    assert set(found) == {"pptx", "pdf", "html", "xlsx", "zip"}
    for kind in ("pptx", "pdf", "html"):
        said = re.sub(r"\s+", " ", words_of(kind, found[kind]))
        assert FIRST_DECISION in said, f"the {kind} does not have the first decision"
        assert SECOND_DECISION in said, f"the {kind} does not have the second decision"

    opened_offline(page, next(tmp_path.glob("*.html")))

    page.goto(f"{server.url}/changed")
    settled(page)
    main = page.get_by_test_id("stMain")
    until(page, lambda: "What changed" in main.inner_text(), "the page did not come")
    assert not violations(page)


def opened_offline(beside: Page, file: Path) -> None:
    """Open the one file with no network at all, and go through it."""
    browser = beside.context.browser
    assert browser is not None
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: told.append(one.text))
    page.goto(file.as_uri())
    page.get_by_role("button", name="Show it step by step").click()
    page.keyboard.press("ArrowRight")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert told == []
    context.close()
