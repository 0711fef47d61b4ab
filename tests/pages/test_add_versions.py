"""Add data knows the next version of a list, shows what changes, and saves what was shown."""

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.model.place import Kind
from sharedground.store import loading
from tests.pages import data_town
from tests.pages.data_town import areas_geojson, by_label, words
from tests.pages.test_add import press, uploaded

MARCH = (
    b"Name,Type,lon,lat,Phone\n"
    b"Sale Library,Library,-2.295,53.405,0161 912 3009\n"
    b"Hale Library,Library,-2.285,53.405,0161 912 3189\n"
    b"Moor Hub,Community hub,-2.275,53.405,0161 912 3000\n"
)
APRIL = (
    MARCH.replace(b"3009", b"9999")
    .replace(b"Hale Library,Library,-2.285,53.405,0161 912 3189\n", b"")
    .replace(b"Moor Hub", b"New <b>Hut</b>,Park,-2.281,53.402,\nMoor Hub")
)
QUESTION = "What is this file?"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


@pytest.fixture
def place_id(engine: Engine) -> str:
    return data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.ASSETS: MARCH})


def looked_at(name: str = "assets.csv", content: bytes = APRIL) -> AppTest:
    return uploaded(data_town.page("add"), name, content)


def ids(engine: Engine, place_id: str) -> dict[str, str]:
    assets = loading.load(engine, place_id).assets
    return dict(zip(assets["name"], assets["asset_id"], strict=True))


def test_a_next_version_is_recognised_compared_and_saved_as_shown(
    engine: Engine, place_id: str
) -> None:
    before = ids(engine, place_id)
    app = looked_at()
    read = words(app)
    assert not app.exception
    assert "This looks like a newer version of assets.csv" in read
    assert "The file has the same name, the headings are mostly the same, most of what is" in read
    assert by_label(app.radio, QUESTION).value in loading.load(engine, place_id).sources[-1].list_id
    assert "1 added, 1 changed, 1 gone, 1 the same." in read
    titles = [each.label for each in app.expander]
    assert {"1 place added", "1 place changed", "1 place gone from the file"} <= set(titles)
    assert "Sale Library Telephone 0161 912 3009 0161 912 9999" in read
    assert "New <b>Hut</b> Parks and allotments" in read
    assert ids(engine, place_id) == before
    app = press(app, "Use these 3 rows")
    assert "assets.csv is brought up to date: 1 added, 1 changed, 1 gone, 1 the same." in (
        app.success[0].value.replace("\\", "")
    )
    after = ids(engine, place_id)
    assert sorted(after) == ["Moor Hub", "New <b>Hut</b>", "Sale Library"]
    assert after["Sale Library"] == before["Sale Library"]


def test_what_is_gone_can_be_kept(engine: Engine, place_id: str) -> None:
    before = ids(engine, place_id)
    app = looked_at()
    app = by_label(app.checkbox, "Keep the one that is gone from the file").check().run()
    app = press(app, "Use these 3 rows")
    assert "Those that are gone from the file were kept." in app.success[0].value
    after = ids(engine, place_id)
    assert len(after) == 4
    assert after["Hale Library"] == before["Hale Library"]


def test_a_person_may_say_that_it_is_a_list_of_its_own(engine: Engine, place_id: str) -> None:
    app = looked_at("hubs.csv")
    assert "The headings are mostly the same, most of what is on the list is in the file." in (
        words(app)
    )
    app = by_label(app.radio, QUESTION).set_value("new").run()
    assert not app.exception
    assert "What changes in" not in words(app)
    app = press(app, "Use these 2 rows")  # the third is merged: that place is here already
    assert "2 places added." in app.success[0].value
    held = loading.load(engine, place_id)
    assert len([one for one in held.sources if one.kind is Kind.ASSETS]) == 2


def test_a_file_unlike_all_lists_can_be_said_to_renew_one(engine: Engine, place_id: str) -> None:
    other = b"Title,Postcode,Opening hours\nSale Library,M33 7ZF,9-5\nDen,M33 2DQ,9-5\n"
    app = looked_at("den.csv", other)
    assert not app.radio
    assert "Is it a newer version of a list that is here?" in [e.label for e in app.expander]
    app = by_label(app.selectbox, "The list that it renews").select_index(0).run()
    assert not app.exception
    assert "What changes in assets.csv" in words(app)
    press(app, "Use these 2 rows")
    live = [one for one in loading.load(engine, place_id).sources if one.kind is Kind.ASSETS]
    assert [(one.file_name, one.title) for one in live] == [("den.csv", "assets.csv")]


def test_the_very_same_file_says_that_nothing_is_new(engine: Engine, place_id: str) -> None:
    app = looked_at(content=MARCH)
    assert not app.radio
    assert "Nothing is new: 3 places, all the same." in words(app)


def test_new_outlines_are_put_beside_those_they_replace(engine: Engine, place_id: str) -> None:
    app = uploaded(data_town.page("add"), "new.geojson", areas_geojson(4))
    question = "This place has areas already. What are the new ones?"
    radio = by_label(app.radio, question)
    app = radio.set_value(loading.load(engine, place_id).main_set.set_id).run()  # type: ignore[union-attr]
    assert not app.exception
    assert "1 added, 0 changed, 0 gone, 3 the same." in words(app)
