"""What a round shows, in a browser: a tap on a dot names its partner, and no rule is broken."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from sharedground import demo, rounds, workflow
from sharedground.access import acting_as, local_actor
from sharedground.model.rounds import RESIDENT, Answer, Round, RoundKind, Speaker
from sharedground.store import database, loading, places, statements
from sharedground.store import rounds as store
from tests.browser.conftest import DESK, PHONE, Seen, Server, settled
from tests.browser.test_axe import violations

pytestmark = pytest.mark.browser

_turn = count(1)


def _said(asked: Round, device: str, speaker: str, body: dict[str, object], item: str) -> Answer:
    n = next(_turn)
    return Answer(round_id=asked.round_id, device=device, key=f"form-{n:05}", seq=n,
                  speaker=speaker, item=item, body=body)  # fmt: skip


def fill(url: str) -> None:
    """Keep a round of points of nine partners, and one of statements with two camps."""
    source, town = demo.open_demo()
    engine = database.open_database(url)
    with acting_as(local_actor()):
        places.copy_place(source, engine, town.place_id)
        held = loading.load(engine, town.place_id)
        vision = workflow.vision_in_use(held)
        few = held.partners.head(9)
        speakers = [Speaker(partner_id=row.partner_id, name=row.name) for row in few.itertuples()]
        asked = store.start(engine, town.place_id, kind=RoundKind.POINTS, title="Spring",
                            vision=vision, speakers=speakers)  # fmt: skip
        codes = [outcome.code for outcome in vision.outcomes]
        said = []
        for n, speaker in enumerate(speakers):
            given = dict.fromkeys(codes, 10.0) | {codes[n % 2]: 40.0 + n}
            said.append(_said(asked, f"phone-{n:03}", speaker.partner_id, {"points": given}, ""))
        store.record(engine, [(town.place_id, one) for one in said])
        rounds.close(engine, town.place_id, asked.round_id)
        _vote(engine, town.place_id)


def _vote(engine: database.Engine, place_id: str) -> None:
    asked = store.start(engine, place_id, kind=RoundKind.STATEMENTS, title="Hall")
    put = [statements.add(engine, place_id, asked.round_id, f"Statement {n}") for n in range(6)]
    said = [
        _said(asked, f"voter-{person:03}", RESIDENT,
              {"vote": -1 if person % 2 and n < 4 else 1}, one.statement_id)
        for person in range(24) for n, one in enumerate(put)
    ]  # fmt: skip
    store.record(engine, [(place_id, one) for one in said])
    rounds.close(engine, place_id, asked.round_id)


def test_results_are_told_by_a_tap_and_in_tables(
    new_server: Callable[[], Server], visit: Callable[..., Page], seen: Seen
) -> None:
    server = new_server()
    fill(server.database)
    page = settled(visit(f"{server.url}/agreement", PHONE, has_touch=True, is_mobile=True))
    expect(page.get_by_role("heading", name="first")).to_be_visible()
    dot = page.locator(".st-key-agree-strips .points path").first
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".st-key-agree-strips .hovertext")).to_contain_text("points")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_text("Show all points as a table").click()
    expect(page.get_by_role("rowheader", name="Shared (average)")).to_be_visible()
    assert violations(settled(page)) == []
    hall = settled(visit(f"{server.url}/statements", DESK, "dark"))
    expect(hall.get_by_role("heading", name="Group A: 12 people")).to_be_visible()
    assert violations(hall) == []
    assert (seen.outside, seen.failed, seen.console) == ([], [], [])
