"""About the data: every source, what is open, what is missing, and only what a role may see."""

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from components.about.sources import one_file
from sharedground.model.place import Kind
from sharedground.store import loading
from tests.pages import data_town
from tests.pages.data_town import FIGURES, GROUPS, PEOPLE, areas_geojson, by_label, words

FULL = {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.INDICATORS: FIGURES,
        Kind.ASSETS: GROUPS}  # fmt: skip


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


def test_a_place_without_lists_says_what_to_do(engine: Engine) -> None:
    data_town.a_town(engine, {})
    app = data_town.page("about")
    assert not app.exception
    assert "No lists yet" in words(app)


def test_every_list_is_there_with_its_sum_and_what_is_not_stated(engine: Engine) -> None:
    data_town.a_town(engine, FULL)
    read = words(data_town.page("about"))
    assert "4 lists" in read
    assert "12 details are not stated. They are a to-do." in read
    assert "5 rows read = 3 kept + 1 merged + 1 set aside." in read
    assert "3 rows read = 3 kept + 0 merged + 0 set aside." in read
    assert "by Ada" in read


def test_what_is_missing_is_counted_and_named_for_officers(engine: Engine) -> None:
    data_town.a_town(engine, FULL)
    app = data_town.page("about")
    titles = " ".join(each.label for each in app.expander)
    assert "1 area has no number of people" in titles
    assert "1 place has no location" in titles
    assert "Sale 002" in words(app)
    assert "Talks" in words(app)


def test_areas_that_nobody_looked_at_are_named_and_said(engine: Engine) -> None:
    place_id = data_town.a_town(engine, FULL)
    app = data_town.page("about")
    box = by_label(app.multiselect, "Areas that nobody has looked at yet")
    box.select(box.options[0])
    by_label(app.button, "Save this").click().run()
    assert not app.exception
    assert len(loading.load(engine, place_id).unsurveyed) == 1
    titles = " ".join(each.label for each in app.expander)
    assert "Nobody has looked yet what is in 1 area" in titles


def test_readers_see_counts_but_no_lists_names_or_files(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_town.a_town(engine, FULL)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = data_town.page("about")
    read = words(app)
    assert not app.exception
    assert "1 area has no number of people" in read
    assert "1 place has no location" in read
    assert "How we work the figures out" in read
    for hidden in ("Talks", "Ada", "What was done, and when"):
        assert hidden not in read
    assert [button.label for button in app.get("download_button")] == ["Download"]
    assert [box.label for box in app.selectbox] == ["What to take", "Kind of file"]
    assert not app.text_input


def test_details_can_be_stated_afterwards(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("about")
    by_label(app.text_input, "Who publishes it").input("The statistics office")
    by_label(app.text_input, "Licence").input("OGL 3.0")
    app = by_label(app.button, "Save these details").click().run()
    assert "Saved" in app.success[0].value
    source = loading.load(engine, place_id).sources[0]
    assert (source.publisher, source.licence, source.date) == (
        "The statistics office", "OGL 3.0", "",
    )  # fmt: skip
    assert "1 detail is not stated. It is a to-do." in words(app)
    assert "Details of a list changed" in words(app)


def test_officers_can_take_the_rows_set_aside_and_the_file(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.ASSETS: GROUPS})
    app = data_town.page("about")
    chosen = by_label(app.selectbox, "List")
    app = chosen.select_index(1).run()
    labels = [button.label for button in app.get("download_button")]
    assert labels[:4] == [
        "Download the rows to fix (Excel)", "Download the rows to fix (CSV)",
        "Download every row and what became of it", "Download the file as it came",
    ]  # fmt: skip


def test_the_demo_is_said_to_be_made_up(engine: Engine) -> None:
    app = data_town.page("about")
    assert not app.exception
    assert "This place is made up There is no such town." in words(app)
    assert "Publisher, licence and date are stated for all of them." in words(app)


def test_the_parts_of_a_shapefile_come_as_one_zip() -> None:
    assert one_file({"list.csv": b"a,b"}) == b"a,b"
    assert one_file({"a.shp": b"1", "a.dbf": b"2"}).startswith(b"PK")


def test_whose_postcodes_placed_a_place_is_said_where_they_were_used(engine: Engine) -> None:
    rows = b"Name,Type,Postcode\na,Library,M33 7ZF\nb,Library,M33 9ZZ\n"
    data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.ASSETS: rows})
    read = words(data_town.page("about"))
    assert "2 places here are on the map by their postcode alone." in read
    assert "Contains OS data © Crown copyright and database right 2025." in read
    assert "Contains Royal Mail data © Royal Mail copyright" in read


def test_postcodes_of_britain_are_not_named_elsewhere(engine: Engine) -> None:
    chicago = areas_geojson().replace(b"53.4", b"41.4").replace(b"-2.", b"-87.")
    data_town.a_town(engine, {Kind.AREAS: chicago})
    assert "Crown copyright" not in words(data_town.page("about"))
