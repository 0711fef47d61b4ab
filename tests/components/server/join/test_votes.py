"""A phone votes on statements, one a screen, and adds one of its own."""

from __future__ import annotations

import html
import re

from sqlalchemy.engine import Engine

from components.server.join import asked
from sharedground.access import acting_as
from sharedground.model.rounds import RESIDENT, one_line
from sharedground.store import statements
from tests.browser.payloads import PAYLOADS
from tests.components.server.join import hall as halls
from tests.components.server.join.conftest import NewPhone
from tests.components.server.join.hall import FACILITATOR, action, fields

THREE = ("Buses should run later.", "I feel safe here.", "The park needs more benches.")


def statement_of(page: str) -> str:
    return re.search(r'<h1 class="statement">([^<]*)</h1>', page)[1]


def test_every_statement_comes_once_and_the_votes_are_stored(
    engine: Engine, new_phone: NewPhone
) -> None:
    hall = halls.votes(engine, *THREE)
    phone = new_phone()
    page, seen = phone.get(f"/j/{hall.keys.token}").text, []
    for place, vote in enumerate(("1", "-1", "0"), start=1):
        assert f"{place} of 3" in page
        seen.append(statement_of(page))
        page = phone.post(action(page), data=fields(page) | {"vote": vote}).text
    assert sorted(seen) == sorted(THREE)
    assert "You have answered all 3 statements." in page
    assert [body["vote"] for body in hall.rows()["body"]] == [1, -1, 0]
    assert set(hall.rows()["speaker"]) == {RESIDENT}


def test_nothing_is_chosen_beforehand_and_a_reload_shows_the_same_statement(
    engine: Engine, new_phone: NewPhone
) -> None:
    hall = halls.votes(engine, *THREE)
    phone = new_phone()
    pages = [phone.get(f"/j/{hall.keys.token}").text for _ in range(5)]
    assert len({statement_of(page) for page in pages}) == 1
    assert not re.search(r"checked|selected|autofocus", pages[0])
    assert re.findall(r'name="vote" value="(-?\d)"', pages[0]) == ["1", "-1", "0"]


def test_the_way_back_shows_what_was_said_and_lets_it_be_changed(
    engine: Engine, new_phone: NewPhone
) -> None:
    hall = halls.votes(engine, *THREE)
    phone = new_phone()
    first = phone.get(f"/j/{hall.keys.token}").text
    second = phone.post(action(first), data=fields(first) | {"vote": "1"})
    back = re.search(r'<a class="button" href="([^"]*)">Back</a>', second.text)[1]
    again = phone.get(back.replace("&amp;", "&")).text
    assert statement_of(again) == statement_of(first)
    assert "You said: Agree" in again
    phone.post(action(again), data=fields(again) | {"vote": "-1"})
    assert [body["vote"] for body in hall.rows()["body"]] == [1, -1]


def test_a_statement_of_ones_own_waits_for_the_facilitator(
    engine: Engine, new_phone: NewPhone
) -> None:
    hall = halls.votes(engine, THREE[0])
    phone = new_phone()
    here = str(phone.get(f"/j/{hall.keys.token}").url.path)
    page = phone.get(f"{here}?add=1").text
    told = phone.post(action(page), data=fields(page) | {"text": "More trees."})
    assert "The facilitator looks at it first." in told.text
    phone.post(action(page), data=fields(page) | {"text": "More trees."})
    mine = statements.statements(engine, hall.place_id, hall.asked.round_id)
    assert [(one.text, one.state.value) for one in mine] == [
        (THREE[0], "approved"), ("More trees.", "waiting"),
    ]  # fmt: skip
    assert "1 of 1" in phone.get(here).text
    with acting_as(FACILITATOR):
        statements.decide(
            engine, hall.place_id, hall.asked.round_id, mine[1].statement_id, approve=True
        )
    assert "1 of 2" in phone.get(here).text


def test_a_phone_cannot_flood_the_facilitator(engine: Engine, new_phone: NewPhone) -> None:
    hall = halls.votes(engine, THREE[0])
    phone = new_phone()
    here = str(phone.get(f"/j/{hall.keys.token}").url.path)
    for number in range(statements.MOST_WAITING):
        page = phone.get(f"{here}?add=1").text
        phone.post(action(page), data=fields(page) | {"text": f"Thought {number}"})
    page = phone.get(f"{here}?add=1").text
    told = phone.post(action(page), data=fields(page) | {"text": "One more"})
    assert told.status_code == 400
    assert "still wait" in told.text
    assert "One more" in told.text, "what was typed is not lost"


def test_statements_are_only_text(engine: Engine, new_phone: NewPhone) -> None:
    hall = halls.votes(engine, *(text[:280] for text in PAYLOADS))
    phone = new_phone()
    page = phone.get(f"/j/{hall.keys.token}").text
    here = action(page).removesuffix("/answer")
    shown = set()
    for number in range(1, len(PAYLOADS) + 1):
        page = phone.get(f"{here}?s={number}").text
        shown.add(html.unescape(statement_of(page)))
        assert len(re.findall("<script", page)) == 1
        assert not re.search(r"<(img|svg|iframe|a href=.javascript)", page)
    assert shown == {one_line(text[:280]) for text in PAYLOADS}


def test_a_round_without_statements_says_that_they_come(
    engine: Engine, new_phone: NewPhone
) -> None:
    hall = halls.votes(engine)
    page = new_phone().get(f"/j/{hall.keys.token}").text
    assert "No statements yet" in page


def test_statements_of_a_higher_priority_come_more_often(engine: Engine) -> None:
    hall = halls.votes(engine, *THREE)
    there = statements.statements(engine, hall.place_id, hall.asked.round_id)
    wanted = {there[0].statement_id: 8.0, there[1].statement_id: 1.0, there[2].statement_id: 1.0}
    drawn = [asked.next_statement(there, {}, f"phone {n}", wanted) for n in range(1000)]
    share = sum(one == there[0] for one in drawn) / 1000
    assert 0.75 < share < 0.85
