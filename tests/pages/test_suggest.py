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
from tests.pages.data_town import GROUPS, MAIN, PEOPLE, areas_geojson, words

FULL = {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.ASSETS: GROUPS}
HOSTILE = "<img src=x onerror=alert(1)> `b` ${c}"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


def the_map() -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=120).run()
    app.session_state["suggest-open"] = True
    return app.switch_page("../../pages/explore/map.py").run()


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
    assert "Is it one of these? They are listed already." in words(app)
    field(app, "or area").set_value("area:E01000001").run()
    assert "Here: Sale 001." in words(app)
    app = send(app)
    assert not app.exception
    assert "Thank you. An officer will look at it before it is shown." in words(app)
    assert "Chess club:" in words(app)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "officer")
    app = data_town.page("check")
    assert "1 suggestion waits for you" in words(app)
    next(b for b in app.button if b.label == "Approve").click().run()
    held = loading.load(engine, place_id)
    assert "Chess club" in held.assets["name"].tolist()
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
    assert "1 thing people say is missing" in words(app)
    assert HOSTILE in words(app)
    assert not any("<img" in str(block.value) for block in app.get("html"))
    assert not [b for b in app.button if b.label == "Send to an officer"]


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
    app = data_town.page("check")
    assert "1 suggestion was decided" in " ".join(each.label for each in app.expander)
    assert "Ada" not in words(app)
    assert not [b for b in app.button if b.label in ("Approve", "Look at it again")]
