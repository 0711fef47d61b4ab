"""Before a list is saved, what is here already is shown, and can be answered or left for later."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.model.place import Kind
from sharedground.store import loading
from tests.pages import data_town
from tests.pages.data_town import areas_geojson, by_label, words

HEAD = "Name,Kind,Address,Postcode,Phone,Latitude,Longitude\n"
HALL = 'Lilac Tree Hall,Community centre,"1 Oak Road",M33 7ZF,0161 496 0001,53.4050,-2.2950\n'
NEAR = 'Lilac Tree Hall,Community centre,"2 Elm Road",M33 7ZG,,53.4056,-2.2950\n'
MORE = 'Quarry Bakers,Shop,"4 Ash Road",M33 7ZH,,53.4010,-2.2800\n'


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Engine, str]:
    engine = data_town.new_store(monkeypatch, tmp_path)
    files = {Kind.AREAS: areas_geojson(), Kind.ASSETS: (HEAD + HALL).encode()}
    return engine, data_town.a_town(engine, files)


def looked_at(text: str) -> AppTest:
    """Choose a list of places and see how it was read."""
    app = data_town.page("add")
    app = app.file_uploader[0].upload("other.csv", (HEAD + text).encode(), "text/csv").run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    app = by_label(app.button, label).click().run()
    assert not app.exception
    return app


def test_an_answer_before_saving_counts_in_the_sum_and_can_be_taken_back(
    town: tuple[Engine, str],
) -> None:
    app = looked_at(NEAR + MORE)
    assert "1 looks like a place that is here already" in words(app)
    assert "67 m apart." in words(app)
    app = press(app, "One place: merge")
    assert "2 rows read = 1 kept + 1 merged + 0 set aside." in words(app)
    app = press(app, "Take that back")
    assert "2 rows read = 2 kept + 0 merged + 0 set aside." in words(app)
    app = press(app, "One place: merge")
    press(app, "Use this row")
    assert sorted(loading.load(*town).assets["name"]) == ["Lilac Tree Hall", "Quarry Bakers"]


def test_what_is_left_open_waits_after_saving(town: tuple[Engine, str]) -> None:
    press(looked_at(NEAR + MORE), "Use these 2 rows")
    held = loading.load(*town)
    assert len(held.assets) == 3
    assert held.pairs["verdict"].tolist() == ["open"]


def test_a_list_of_places_that_are_all_here_can_still_be_saved(town: tuple[Engine, str]) -> None:
    app = looked_at(HALL.replace("Lilac Tree Hall", "LILAC TREE HALL"))
    assert "1 row was merged without asking. See why." in [each.label for each in app.expander]
    press(app, "Use this row")
    held = loading.load(*town)
    assert held.assets["name"].tolist() == ["Lilac Tree Hall"]
    assert len(held.merged) == 2
