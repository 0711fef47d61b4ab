"""The page Ask the room: a round is started, watched, closed and opened again."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from sharedground.access import acting_as, local_actor
from sharedground.model.rounds import RESIDENT, Answer, RoundKind
from sharedground.store import loading, places, rounds, statements
from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE, Engine, headings, words

PAGE = "agree/live.py"


def press(app: AppTest, label: str) -> AppTest:
    found = next(button for button in app.button if button.label == label)
    app = found.click().run()
    assert not app.exception
    return app


def started(kind: str = "points") -> AppTest:
    app = gap_town.opened(PAGE)
    app.segmented_control(key="round-kind").set_value(kind).run()
    if kind == "points":
        app.multiselect(key="round-speakers").set_value([HOSTILE, "Tenants", "tenants "]).run()
    return press(app, "Start the round")


def the_round(engine: Engine) -> tuple[str, str]:
    (place,) = places.places(engine)
    (asked,) = loading.load(engine, place.place_id).rounds
    return place.place_id, asked.round_id


def answer(engine: Engine, speaker: str, item: str = "", **body: object) -> None:
    place_id, round_id = the_round(engine)
    said = Answer(round_id=round_id, device=f"phone-of-{speaker}", key="form-one", item=item,
                  speaker=speaker, body=body)  # fmt: skip
    assert rounds.record(engine, [(place_id, said)]) == ["new"]


def test_a_round_is_started_and_the_screen_says_how_to_join_and_who_answered(
    town: Engine,
) -> None:
    app = started()
    place_id, round_id = the_round(town)
    with acting_as(local_actor()):
        keys = rounds.keys_of(town, place_id, round_id)
    (asked,) = loading.load(town, place_id).rounds
    assert [one.name for one in asked.speakers] == [HOSTILE, "Tenants"]
    said = words(app)
    assert f"{keys.code[:3]} {keys.code[3:]}" in said
    assert "0 people have answered" in said
    assert "Only this computer can open the app" in said
    assert "<img src=x" not in said.replace("&lt;", "")
    answer(town, asked.speakers[1].partner_id, points={asked.outcomes[0].code: 100})
    app = gap_town.opened(PAGE)
    assert "1 person has answered" in words(app)
    assert "1 of 2 partners" in words(app)


def test_a_closed_round_leads_to_its_result_and_can_be_opened_again(town: Engine) -> None:
    app = press(started(), "Close the round and show the result")
    place_id, round_id = the_round(town)
    assert not loading.load(town, place_id).rounds[0].is_open
    assert "Where we agree" in words(app)
    app = gap_town.opened(PAGE, round=round_id)
    assert any("Share 100 points" in heading for heading in headings(app))
    app = press(app, "Open the round again")
    assert loading.load(town, place_id).rounds[0].is_open
    assert rounds.round_of(town, place_id, round_id).closings == 1


def test_statements_of_the_room_are_mended_approved_and_turned_down(town: Engine) -> None:
    app = started("statements")
    place_id, round_id = the_round(town)
    assert len(statements.statements(town, place_id, round_id)) == 3
    for text in ("More <b>buses", "No dogs"):
        statements.suggest(town, place_id, round_id, text, by=RESIDENT, key=f"form-{text}")
    app = gap_town.opened(PAGE)
    assert any("2 statements wait for you" in heading for heading in headings(app))
    boxes = [box for box in app.text_input if box.label == "Said by a resident"]
    boxes[0].set_value("More buses")
    app = press(app, "Approve")
    app = press(app, "Turn down")
    kept = statements.statements(town, place_id, round_id)[3:]
    assert [(one.text, one.state.value) for one in kept] == [
        ("More buses", "approved"), ("No dogs", "turned_down"),
    ]  # fmt: skip
    assert kept[1].answer == "Somebody said the same already."


@pytest.mark.parametrize("role", ["reader", "participant", "officer"])
def test_others_than_the_facilitator_see_no_code_and_start_nothing(
    town: Engine, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started()
    place_id, round_id = the_round(town)
    with acting_as(local_actor()):
        keys = rounds.keys_of(town, place_id, round_id)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", role)
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert keys.code[:3] not in words(app)
    assert keys.token not in str(app)
    assert "This round is open" in words(app)
    assert not any("round" in button.label.casefold() for button in app.button)


def test_without_outcomes_points_cannot_be_asked_for(town: Engine) -> None:
    assert RoundKind.POINTS.value == "points"
    app = gap_town.opened(PAGE)
    app.multiselect(key="round-speakers").set_value([]).run()
    app.toggle(key="round-residents").set_value(False).run()
    app = press(app, "Start the round")
    assert any("Nobody could answer" in each.value for each in app.error)
