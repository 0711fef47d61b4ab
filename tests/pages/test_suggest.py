"""Suggestions on the map, and what officers make of them on the page Check."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.access import Actor, Role, acting_as
from sharedground.model.place import Kind
from sharedground.store import loading, suggestions
from tests.pages import data_town
from tests.pages.data_town import FIGURES, GROUPS, MAIN, PEOPLE, areas_geojson, words

FULL = {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.ASSETS: GROUPS}
HOSTILE = "<img src=x onerror=alert(1)> `b` ${c}"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


def the_map() -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=120).run()
    app.session_state["suggest-open"] = True
    return app.switch_page("../../pages/explore/map.py").run()


def the_check(*opened: str) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=120).run()
    for key in ("decided", *opened):
        app.session_state[key] = True
    return app.switch_page("../../pages/data/check.py").run()


def field(app: AppTest, label: str) -> object:
    found = [w for w in (*app.text_input, *app.text_area, *app.selectbox) if w.label == label]
    return found[0]


def send(app: AppTest) -> AppTest:
    return next(b for b in app.button if b.label == "Send to an officer").click().run()


def test_a_place_is_suggested_waits_and_is_approved(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, FULL)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "participant")
    app = the_map()
    field(app, "What is it called?").set_value("Chess club").run()
    assert "Is it one of these? These are listed already." in words(app)
    field(app, "or area").set_value("area:E01000001").run()
    assert "Your spot: in Sale 001. The map marks it." in words(app)
    app = send(app)
    assert not app.exception
    assert "Thank you. An officer will look at it." in words(app)
    assert "A place we missed: Chess club Waits for an officer." in words(app)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "officer")
    app = data_town.page("check")
    assert "1 suggestion waits for you" in words(app)
    next(b for b in app.button if b.label == "Approve").click().run()
    held = loading.load(engine, place_id)
    added = held.located_assets().set_index("name").loc["Chess club"]
    assert (added["precision"], added["placed_by"]) == ("approximate", "area")
    assert held.suggestions["state"].tolist() == ["approved"]


def test_what_is_lacking_shows_on_the_map_for_all_once_approved(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, FULL)
    with acting_as(Actor(name="Bea", role=Role.PARTICIPANT)):
        which = suggestions.suggest(engine, place_id, "missing", {
            "note": HOSTILE, "category": "dentist", "lon": -2.285, "lat": 53.405})  # fmt: skip
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    assert "people say is missing" not in words(the_map())
    with acting_as(data_town.OFFICER):
        suggestions.approve(engine, place_id, which)
    app = the_map()
    assert "1 sign on the map: what people say is missing." in words(app)
    assert "1 thing people say is missing" in words(app)
    assert f"Dentists, in Sale 001 {HOSTILE} An anonymous suggestion" in words(app)
    assert not any("<img" in str(block.value) for block in app.get("html"))
    assert not [b for b in app.button if b.label == "Send to an officer"]
    assert "Bea" not in words(app)


def test_a_participant_sees_why_and_the_log_names_nobody(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, FULL)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "participant")
    app = the_map()
    field(app, "What is it called?").set_value("Smith's shed").run()
    app = send(app)
    assert "Say where: click the map" in " ".join(each.value for each in app.warning)
    field(app, "Address").set_value("1 High Street").run()
    send(app)
    with acting_as(data_town.OFFICER):
        which = loading.load(engine, place_id).suggestions.loc[0, "suggestion_id"]
        suggestions.turn_down(engine, place_id, which, answer="We cannot check it.")
    assert "Turned down. We cannot check it." in words(the_map())
    app = the_check()
    assert "What was decided: 1 suggestion" in [each.label for each in app.expander]
    assert "We always say why." in words(app)
    assert "Turned down. We cannot check it." in words(app)
    assert "Ada" not in words(app)
    assert "Smith" not in words(app)
    assert not [b for b in app.button if b.label in ("Approve", "Look at it again")]


def test_a_correction_may_be_in_words_and_an_officer_makes_the_change(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, FULL)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "participant")
    app = the_map()
    app.radio[0].set_value("correction").run()
    assert "First choose the place" in words(app)
    app.session_state["place_picked"] = 1
    app = app.run()
    field(app, "In your own words, or how you know it").set_value("It moved on Mondays")
    app = next(b for b in app.button if b.label == "Suggest the change").click().run()
    assert "Chess Club: thank you. An officer will look at it." in words(app)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "officer")
    key = loading.load(engine, place_id).suggestions.loc[0, "suggestion_id"]
    app = the_check(f"mend-{key}")
    assert "A correction: Chess Club “It moved on Mondays”" in words(app)
    field(app, "When is it open?").set_value("Mondays")
    next(b for b in app.button if b.label == "Approve it so").click().run()
    held = loading.load(engine, place_id)
    assert held.edits[["field", "value", "was"]].values.tolist() == [["schedules", "Mondays", ""]]


def test_an_officer_is_told_turns_down_and_looks_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, FULL)
    with acting_as(Actor(name="Bea", role=Role.PARTICIPANT)):
        key = suggestions.suggest(engine, place_id, "place", {"name": HOSTILE, "address": "Hall"})
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "officer")
    start = AppTest.from_file(str(MAIN), default_timeout=120).run()
    assert "1 suggestion waits for you" in words(start)
    app = the_check(f"down-{key}")
    assert HOSTILE in words(app)
    assert "An anonymous suggestion (Bea)" in words(app)
    app = next(b for b in app.button if b.label == "Turn it down").click().run()
    assert "Turned down. It is on the map already. Ada" not in words(app)
    log = loading.load(engine, place_id).suggestions
    assert log.loc[0, "answer"] == "It is on the map already."
    next(b for b in app.button if b.label == "Look at it again").click().run()
    assert loading.load(engine, place_id).suggestions["state"].tolist() == ["waiting"]


def test_a_flood_is_answered_in_words_and_the_page_stays(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_town.a_town(engine, FULL)
    monkeypatch.setattr(suggestions, "MOST_WAITING", 0)
    app = the_map()
    app.radio[0].set_value("missing").run()
    field(app, "What is missing, and why does it matter here?").set_value("A bench").run()
    field(app, "or area").set_value("area:E01000001").run()
    app = send(app)
    assert "still wait for an officer" in app.warning[0].value
    assert "What is strong here" in words(app)


def test_what_people_say_is_missing_stands_beside_the_gaps(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, FULL | {Kind.INDICATORS: FIGURES})
    with acting_as(data_town.OFFICER):
        which = suggestions.suggest(engine, place_id, "missing", {
            "note": "No dentist", "category": "dentist", "lon": -2.285, "lat": 53.405})  # fmt: skip
        suggestions.approve(engine, place_id, which)
    app = AppTest.from_file(str(MAIN), default_timeout=120).run()
    app = app.switch_page("../../pages/see/gaps.py").run()
    assert "It is in none of the figures above." in words(app)
    assert "Dentists, in Sale 001 No dentist" in words(app)
