"""A whole round in the room: eight phones and a big screen, until the vision is agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE_MS, Server, settled, until

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
PARTNERS = (
    "Larrowby Borough Council", "Age Well Larrow", "Larrow Villages Forum",
    "Larrow Primary Care Group", "Larrowby Youth Trust", "Tenants of Mill Lane",
)  # fmt: skip
RESIDENT = "Myself, as a resident"
FIRST, LAST = 0, 5
"""Positions of the outcome most partners favour, and of the one that two of them prefer."""


@pytest.fixture
def phones(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Return a function that gives another phone."""
    held: list[BrowserContext] = []

    def one() -> BrowserContext:
        context = browser.new_context(**PHONE)
        context.set_default_timeout(PATIENCE_MS)
        held.append(context)
        return context

    yield one
    for context in held:
        context.close()


def begin_round(screen: Page) -> str:
    """Start a round of points on the big screen; return its code as it is shown."""
    box = screen.get_by_role("combobox", name="Which partners are in the room?")
    for partner in PARTNERS:
        box.fill(partner)
        screen.keyboard.press("Enter")
        expect(screen.get_by_test_id("stMultiSelect")).to_contain_text(partner)
    screen.keyboard.press("Escape")
    settled(screen)
    screen.get_by_role("button", name="Start the round").click()
    code = screen.locator(".sp-live-code")
    expect(code).to_be_visible()
    return code.inner_text()


def join(phone: BrowserContext, url: str, code: str, speaker: str) -> Page:
    page = phone.new_page()
    page.goto(f"{url}/j")
    page.get_by_label("Type the six characters").fill(code.lower())
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name=speaker, exact=True).click()
    expect(page.get_by_role("heading", name="Share 100 points")).to_be_visible()
    return page


def fill(page: Page, points: dict[int, int]) -> None:
    boxes = page.locator("input[name^=p-]")
    for position in range(boxes.count()):
        boxes.nth(position).fill(str(points.get(position, 0)))
    expect(page.locator("#sum")).to_contain_text("100 of 100 shared")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send my points").click()


def got_it(page: Page) -> None:
    expect(page.get_by_role("heading", name="Got it")).to_be_visible()


def reloaded(page: Page) -> str:
    page.reload()
    return page.inner_text("main")


def largest_gaps(page: Page) -> str:
    """Return the neighbourhoods that may need more first, with their figures, as they are read."""
    settled(page)
    text = page.get_by_test_id("stMain").inner_text()
    assert "Gap: need" in text, text
    return text[text.index("Gap: need") : text.index("How sure:")]


def test_a_room_shares_points_agrees_and_the_gaps_follow(
    new_server: Callable[[], Server], visit: Callable[..., Page],
    phones: Callable[[], BrowserContext],
) -> None:  # fmt: skip
    server = new_server()
    server.command("demo")
    gaps = visit(f"{server.url}/gaps")
    before = largest_gaps(gaps)

    screen = settled(visit(f"{server.url}/live"))
    code = begin_round(screen)
    speakers = [*PARTNERS, RESIDENT, RESIDENT]
    room = [phones() for _ in speakers]
    pages = [join(phone, server.url, code, who) for phone, who in zip(room, speakers, strict=True)]
    for number, page in enumerate(pages):
        favourite = LAST if number in (4, 5) else FIRST
        fill(page, {favourite: 90, 2: 10})

    for number in (0, 1, 2, 4, 6, 7):
        send(pages[number])
        got_it(pages[number])
    room[3].set_offline(True)  # no connection when the points are sent
    send(pages[3])
    expect(pages[3].locator("#state")).to_contain_text("kept on this phone")
    expect(screen.locator(".sp-sofar")).to_contain_text("6 people have answered")
    room[3].set_offline(False)
    got_it(pages[3])
    pages[5].close()  # somebody puts the phone away without sending, and comes back
    pages[5] = join(room[5], server.url, code, speakers[5])
    fill(pages[5], {LAST: 90, 2: 10})
    send(pages[5])
    got_it(pages[5])
    pages[0].reload()
    pages[0].get_by_role("link", name="Change my answer").click()
    expect(pages[0].locator("input[name^=p-]").nth(FIRST)).to_have_value("90")
    fill(pages[0], {FIRST: 100})
    send(pages[0])
    got_it(pages[0])

    answered = screen.locator(".sp-sofar")
    expect(answered).to_contain_text("8 people have answered")
    expect(answered).to_contain_text("6 of 6 partners")
    expect(answered).to_contain_text("2 residents")
    assert "90" not in screen.locator(".sp-sofar").inner_text()

    screen.get_by_role("button", name="Close the round and show the result").click()
    expect(screen).to_have_title("Where we agree - Shared Ground")
    until(pages[1], lambda: "This round is closed" in reloaded(pages[1]), "phones can still join")
    settled(screen)
    told = screen.get_by_test_id("stMain").inner_text()
    assert all(partner in told for partner in PARTNERS)

    screen.get_by_role("button", name="Make a version with these weights").click()
    expect(screen).to_have_title("Our vision - Shared Ground")
    settled(screen)
    agree(screen)

    gaps.reload()
    after = largest_gaps(gaps)
    expect(gaps.locator(".st-key-weighed")).to_contain_text("agreed on")
    assert after != before


def agree(screen: Page) -> None:
    screen.get_by_role("button", name="Agree version").click()
    screen.get_by_role("button", name="Agree it", exact=True).click()
    expect(screen.get_by_test_id("stMain")).to_contain_text("agreed on")
