"""The page Check asks officers which places are one, and takes every answer back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground import workflow
from sharedground.access import acting_as
from sharedground.model.place import Kind
from sharedground.store import loading
from sharedground.store.holdings import Holdings
from tests.pages import data_town
from tests.pages.data_town import OFFICER, areas_geojson, words

HEAD = "Name,Kind,Address,Postcode,Phone,Latitude,Longitude\n"
HALL = 'Lilac Tree Hall,Community centre,"1 Oak Road",M33 7ZF,0161 496 0001,53.4050,-2.2950\n'
NEAR = 'Lilac Tree Hall,Community centre,"2 Elm Road",M33 7ZG,,53.4056,-2.2950\n'
POOL = 'Elm Park Academy,School,"9 Ash Road",M33 7ZX,0161 496 0003,53.4020,-2.2850\n'
SCHOOL = 'Elm Park Academy,Sports hall,"9 Ash Road",M33 7ZX,0161 496 0003,53.4020,-2.2850\n'
HOSTILE = (
    '<img src=x onerror=alert(1)> `b` ${c},Park,"3 Oak Road",M33 7ZB,0161 496 0002,53.407,-2.29\n'
)
PARTNERS = "Organisation\nAge UK Trafford\nAge UK (Trafford) Ltd\nTrafford Carers\n"
SWITCH = "check-look"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Engine, str]:
    """Return a store, and a place in which some places are on two lists."""
    engine = data_town.new_store(monkeypatch, tmp_path)
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    lists = {
        "one.csv": (Kind.ASSETS, HEAD + HALL + POOL + HOSTILE),
        "two.csv": (Kind.ASSETS, HEAD + NEAR + SCHOOL + HOSTILE.replace("0002", "0009")),
        "partners.csv": (Kind.PARTNERS, PARTNERS),
    }
    with acting_as(OFFICER):
        for name, (kind, text) in lists.items():
            read = workflow.preview(engine, place_id, kind, name, text.encode())
            workflow.keep(engine, place_id, read)
    return engine, place_id


def held(town: tuple[Engine, str]) -> Holdings:
    with acting_as(OFFICER):
        return loading.load(*town)


def twice() -> AppTest:
    """Open the page at what may be here twice."""
    app = data_town.page("check")
    return app.segmented_control(key=SWITCH).set_value("Here twice?").run()


def pressed(app: AppTest, label: str, nth: int = 0) -> AppTest:
    """Press a button by its words."""
    app = [button for button in app.button if button.label == label][nth].click().run()
    assert not app.exception
    return app


def test_two_places_stand_side_by_side_with_words_for_what_differs(
    town: tuple[Engine, str],
) -> None:
    app = twice()
    said = words(app)
    assert "4 questions wait" in said
    assert "Lilac Tree Hall" in said
    assert "one.csv, row 2" in said
    assert "Different" in said
    assert "67 m apart." in said
    assert "<img src=x" not in "".join(html.value for html in app.get("html"))


def test_one_press_makes_two_places_one_and_another_takes_that_back(
    town: tuple[Engine, str],
) -> None:
    before = len(held(town).assets)
    app = twice()
    nth = [b.help for b in app.button if b.label == "One place: merge"].index("Lilac Tree Hall")
    app = pressed(app, "One place: merge", nth)
    assert "Lilac Tree Hall: one place now." in words(app)
    assert len(held(town).assets) == before - 1
    app = pressed(app, "Take that back")
    assert len(held(town).assets) == before
    assert "4 questions wait" in words(app)


def test_two_kinds_at_one_spot_share_a_place_all_at_once(town: tuple[Engine, str]) -> None:
    app = twice()
    app = app.segmented_control(key="check-twice").set_value("kinds").run()
    app = pressed(app, "Same place, different service: this one")
    assert "1 pair shares a place now." in words(app)
    schools = held(town).assets
    assert schools[schools["name"] == "Elm Park Academy"]["site_id"].nunique() == 1


def test_partners_under_several_spellings_become_one_and_can_be_parted(
    town: tuple[Engine, str],
) -> None:
    app = twice()
    app = app.segmented_control(key="check-twice").set_value("partners").run()
    app = pressed(app, "One partner")
    assert len(held(town).partners) == 2
    app = app.segmented_control(key="check-twice").set_value("settled").run()
    app = pressed(app, "Take that back", 1)
    assert len(held(town).partners) == 3


def test_readers_are_not_asked(town: tuple[Engine, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "participant")
    app = data_town.page("check")
    assert not app.exception
    assert SWITCH not in [each.key for each in app.segmented_control]
