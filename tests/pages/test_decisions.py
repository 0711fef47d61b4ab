"""The page Decisions: something is recorded once, changed, marked as done, and taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.access import Role, acting_as, local_actor
from sharedground.model.decision import Decision, DecisionKind, DecisionState
from sharedground.store import decisions, loading, places
from tests.pages.gap_town import EAST, HOSTILE, headings, opened, words

PAGE = "meet/decisions.py"


def recorded(engine: Engine) -> tuple[Decision, ...]:
    place_id = places.places(engine)[0].place_id
    return loading.load(engine, place_id).decisions


def put(engine: Engine, **given: object) -> Decision:
    values = {"kind": "commitment", "words": "Open on Saturdays", "who": ("Youth Trust",)} | given
    with acting_as(local_actor()):
        place_id = places.places(engine)[0].place_id
        return decisions.save(engine, place_id, decisions.checked(values))


def by_label(found: Any, label: str, at: int = 0) -> Any:
    return [one for one in found if one.label == label][at]


def press(app: AppTest, label: str) -> AppTest:
    return by_label(app.button, label).click().run()


def test_a_promise_is_recorded_with_who_when_and_what_for(town: Engine) -> None:
    app = opened(PAGE)
    assert "Record the first one" in [each.label for each in app.expander]
    app = by_label(app.get("button_group"), "What is it?").set_value(DecisionKind.COMMITMENT).run()
    by_label(app.text_area, "What will be done?").set_value(f"Open it {HOSTILE}")
    by_label(app.get("button_group"), "By when?").set_value("14")
    by_label(app.selectbox, "For which outcome?").set_value("O05")
    by_label(app.selectbox, "For which area?").set_value(EAST)
    app = press(app, "Record it")
    assert not app.exception
    (kept,) = recorded(town)
    assert kept.words == f"Open it {HOSTILE}"
    due = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=14)
    assert (kept.by_when, kept.outcome, kept.outcome_name) == (due, "O05", "Learning")
    assert (kept.area, kept.area_name) == (EAST, EAST)
    assert "<img" not in words(app)
    assert by_label(app.text_area, "What will be done?").value == ""
    assert headings(app) == ["What somebody promised"]


def test_without_words_nothing_is_recorded_and_the_fault_is_said(town: Engine) -> None:
    app = press(opened(PAGE), "Record it")
    assert "Say in 1 to 600 letters" in app.warning[0].value
    assert recorded(town) == ()


def test_a_promise_is_marked_as_done_with_a_word(town: Engine) -> None:
    put(town)
    app = opened(PAGE)
    by_label(app.radio, "What became of it?").set_value(DecisionState.NOT_DONE)
    app = press(app, "Save it")
    assert "Say why" in app.warning[0].value
    by_label(app.text_input, "A word on it").set_value("No key")
    app = press(app, "Save it")
    (kept,) = recorded(town)
    assert (kept.state, kept.log[-1].words) == (DecisionState.NOT_DONE, "No key")
    assert "Not done on" in words(app)
    assert "No key" in words(app)


def test_what_was_recorded_is_changed_taken_back_and_brought_back(town: Engine) -> None:
    put(town, kind="decision")
    app = opened(PAGE)
    by_label(app.text_area, "What did we decide?", -1).set_value("Open on Sundays")
    app = press(app, "Save the change")
    assert recorded(town)[0].words == "Open on Sundays"
    app = press(app, "Take back")
    assert recorded(town) == ()
    app = press(app, "Bring it back")
    assert [one.words for one in recorded(town)] == ["Open on Sundays"]
    assert not app.exception


def test_promises_stand_first_by_their_day_and_what_is_late_is_said(town: Engine) -> None:
    today = dt.datetime.now(dt.UTC).date()
    put(town, kind="disagreement", words="Whether to charge")
    put(town, kind="decision", words="Meet each month")
    put(town, words="Later", by_when=today + dt.timedelta(days=40))
    put(town, words="Late", by_when=today - dt.timedelta(days=3))
    app = opened(PAGE)
    assert headings(app) == ["What somebody promised", "What we decided", "Where we do not agree"]
    text = words(app)
    assert text.index("<b>Late</b>") < text.index("<b>Later</b>")
    assert "Was due on" in text


def test_an_address_names_whose_promises_are_shown(town: Engine) -> None:
    put(town)
    put(town, words="Print leaflets", who=("Fire",))
    app = opened(PAGE, who="Fire")
    text = words(app)
    assert "Print leaflets" in text.split("What somebody promised")[1]
    assert "Open on Saturdays" not in text.split("What somebody promised")[1]


def test_a_visitor_reads_without_people_and_cannot_write(
    town: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(town, words="Anna opens it", who=("Anna",))
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", Role.READER.value)
    app = opened(PAGE)
    assert "Anna" not in words(app)
    assert "1 person" in words(app)
    assert not [one for one in app.button if one.label in ("Record it", "Take back", "Save it")]
