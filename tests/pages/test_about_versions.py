"""About the data shows the versions of each list, and undoes an upload exactly."""

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground import workflow
from sharedground.access import acting_as
from sharedground.model.place import Kind
from sharedground.store import loading
from tests.pages import data_town
from tests.pages.data_town import OFFICER, areas_geojson, by_label, words
from tests.pages.test_add import press
from tests.pages.test_add_versions import APRIL, MARCH

WAYS = "What do you want to do with this list?"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


@pytest.fixture
def place_id(engine: Engine) -> str:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.ASSETS: MARCH})
    with acting_as(OFFICER):
        read = workflow.preview(engine, place_id, Kind.ASSETS, "april.csv", APRIL, updates="guess")
        workflow.keep(engine, place_id, read, reason="April")
    return place_id


def names(engine: Engine, place_id: str) -> list[str]:
    return sorted(loading.load(engine, place_id).assets["name"])


def of_april() -> AppTest:
    app = data_town.page("about")
    chosen = by_label(app.selectbox, "List")
    at = next(n for n, name in enumerate(chosen.options) if "assets.csv" in name)
    return chosen.select_index(at).run()


def opened(way: str) -> AppTest:
    return by_label(of_april().get("button_group"), WAYS).set_value(way).run()


def test_every_version_is_listed_with_who_when_which_file_and_its_hash(
    engine: Engine, place_id: str
) -> None:
    read = words(of_april())
    assert "Versions of assets.csv" in read  # it keeps the name of its first file
    source = loading.load(engine, place_id).sources[-1]
    assert f"Ada april.csv {source.sha256[:8]} 3 In use" in read
    assert "Ada assets.csv" in read
    assert "Places and groups added, as a newer version: april.csv" in read


def test_undo_says_what_it_will_do_and_brings_the_former_version_back(
    engine: Engine, place_id: str
) -> None:
    app = opened("undo")
    read = words(app)
    assert "3 rows) comes back into use." in read
    assert "1 place will go, 1 place will come back, 1 place will read as before." in read
    by_label(app.text_input, "Why? It is kept in the history.").input("wrong month")
    app = press(app, "Undo this upload")
    assert "undone" in app.success[0].value
    assert names(engine, place_id) == ["Hale Library", "Moor Hub", "Sale Library"]
    assert "An upload undone: april.csv" in words(app)
    assert "wrong month" in words(app)


def test_a_list_is_taken_away_and_used_again(engine: Engine, place_id: str) -> None:
    app = opened("away")
    assert "assets.csv is taken away: what its 3 rows brought is not shown any more." in words(app)
    app = press(app, "Take this list away")
    assert names(engine, place_id) == []
    assert "1 list was taken away Nothing of it is lost." in words(app)
    app = press(app, "Use it again")
    assert not app.exception
    assert names(engine, place_id) == ["Moor Hub", "New <b>Hut</b>", "Sale Library"]


def test_any_version_can_be_chosen(engine: Engine, place_id: str) -> None:
    app = opened("older")
    assert by_label(app.selectbox, "The version to use").options[0].endswith("assets.csv, 3 rows")
    press(app, "Go back to another version")
    assert names(engine, place_id) == ["Hale Library", "Moor Hub", "Sale Library"]
