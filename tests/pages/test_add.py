"""Add data: read first, changed in place, saved once, and nothing that is wrong stops the rest."""

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground import councils
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.store import loading, places
from tests.builders import some_councils
from tests.pages import data_town
from tests.pages.data_town import FIGURES, GROUPS, PEOPLE, areas_geojson, by_label, words

TEXT = "text/csv"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


def holding(app: AppTest, kind: str) -> AppTest:
    """Say what the file holds."""
    return by_label(app.selectbox, "What does the file hold?").select(Kind(kind)).run()


def uploaded(app: AppTest, name: str, content: bytes) -> AppTest:
    return app.file_uploader[0].upload(name, content, TEXT).run()


def press(app: AppTest, label: str) -> AppTest:
    return by_label(app.button, label).click().run()


def test_a_new_place_is_told_to_begin_with_areas(engine: Engine) -> None:
    data_town.a_town(engine, {})
    app = data_town.page("add")
    assert not app.exception
    assert "Area outlines Add this next" in words(app)
    assert by_label(app.selectbox, "What does the file hold?").value is Kind.AREAS


def test_areas_are_read_shown_and_saved_and_the_next_step_is_offered(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {})
    app = uploaded(data_town.page("add"), "areas.geojson", areas_geojson())
    assert "3 rows read. All are ready." in words(app)
    assert loading.load(engine, place_id).areas.empty
    app = press(app, "Use these 3 rows")
    assert "3 areas added" in app.success[0].value
    assert len(loading.load(engine, place_id).areas) == 3
    assert "Area outlines 3 areas How many people live there Add this next" in words(app)
    assert by_label(app.selectbox, "What does the file hold?").value is Kind.POPULATION


def test_a_messy_sheet_is_counted_explained_and_its_good_rows_saved(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(holding(data_town.page("add"), "assets"), "groups.csv", GROUPS)
    read = words(app)
    assert not app.exception
    assert not app.error
    assert "5 rows read. 3 are ready. 2 are on the map." in read
    assert "5 rows read = 3 kept + 1 merged + 1 set aside." in read
    titles = " ".join(each.label for each in app.expander)
    assert "1 row merged" in titles
    assert "1 row set aside" in titles
    assert "<img src=x onerror=alert(1)> `b` ${c}" in read
    app = press(app, "Use these 3 rows")
    assert "3 places added" in app.success[0].value
    assert len(loading.load(engine, place_id).assets) == 3


def test_a_column_is_changed_in_place_and_the_result_is_shown_at_once(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(holding(data_town.page("add"), "assets"), "groups.csv", GROUPS)
    assert by_label(app.selectbox, "Kind of place").value == ""
    app = by_label(app.selectbox, "Kind of place").select("Sort").run()
    assert by_label(app.selectbox, "Kind of place").value == "Sort"
    assert 'You chose the column "Sort".' in words(app)
    app = press(app, "Use these 3 rows")
    kinds = set(loading.load(engine, place_id).assets["category"])
    assert {"library", "community-hub"} <= kinds


def test_a_column_can_be_said_not_to_be_in_the_file(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(holding(data_town.page("add"), "assets"), "groups.csv", GROUPS)
    app = by_label(app.selectbox, "Longitude").select("").run()
    assert by_label(app.selectbox, "Longitude").value == ""
    assert "0 are on the map." in words(app)


def test_one_kind_can_be_given_to_all_rows(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(holding(data_town.page("add"), "assets"), "groups.csv", GROUPS)
    app = by_label(app.selectbox, "What kind of place are these rows?").select("park").run()
    assert "as you said: 3" in words(app)
    press(app, "Use these 3 rows")
    assert set(loading.load(engine, place_id).assets["category"]) == {"park"}


def test_a_figure_that_nobody_has_spoken_for_is_asked_about_in_words(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE})
    app = uploaded(holding(data_town.page("add"), "indicators"), "figures.csv", FIGURES)
    assert "Say whether a high figure means more need or less need." in words(app)
    app = by_label(app.get("button_group"), "Zebra index").set_value(Direction.HIGH_IS_GOOD).run()
    press(app, "Use these 3 rows")
    figures = loading.load(engine, place_id).indicators.set_index("name")["direction"]
    assert figures["Zebra index"] == "high-is-good"


def test_a_file_of_another_kind_is_explained_and_can_be_taken_as_what_it_is(
    engine: Engine,
) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "groups.csv", GROUPS)
    assert "We could not use groups.csv yet" in words(app)
    assert len(app.warning) == 1
    assert not [button for button in app.button if button.label.startswith("Use these")]
    app = holding(app, "assets")
    assert not app.warning
    assert "5 rows read." in words(app)


def test_a_file_that_cannot_be_read_is_refused_in_words_and_let_go(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "list.csv", b"%PDF-1.7 this is no list")
    assert "is a PDF" in app.warning[0].value
    app = press(app, "Choose another file")
    assert not app.warning
    assert "What this place has" in words(app)


def test_areas_are_replaced_only_when_a_person_says_so(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(holding(data_town.page("add"), "areas"), "new.geojson", areas_geojson(5))
    assert by_label(app.button, "Use these 5 rows").disabled
    question = by_label(app.radio, "This place has areas already. What are the new ones?")
    assert question.options[-1] == "They take the place of LSOA (3 areas)."
    app = question.set_value(question.options[-1]).run()
    press(app, "Use these 5 rows")
    assert len(loading.load(engine, place_id).areas) == 5


def test_the_source_is_saved_as_stated(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(holding(data_town.page("add"), "assets"), "groups.csv", GROUPS)
    by_label(app.text_input, "What the list is called").input("Our groups")
    by_label(app.text_input, "Who publishes it").input("The team")
    app = press(app.run(), "Use these 3 rows")
    source = loading.load(engine, place_id).sources[-1]
    assert (source.title, source.publisher, source.licence) == ("Our groups", "The team", "")
    assert (source.rows_read, source.rows_kept) == (5, 3)


def test_the_same_file_again_changes_nothing_and_says_so(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.ASSETS: GROUPS})
    before = places.revision_of(engine, place_id)
    app = uploaded(holding(data_town.page("add"), "assets"), "assets.csv", GROUPS)
    app = press(app, "Use these 3 rows")
    assert "here already" in app.success[0].value
    assert places.revision_of(engine, place_id) == before


def test_several_files_are_looked_at_one_by_one(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = holding(data_town.page("add"), "assets")
    other = b"Name,lon,lat\nLong Lane Park,-2.281,53.402\n"
    app.file_uploader[0].set_value([("groups.csv", GROUPS, TEXT), ("parks.csv", other, TEXT)])
    app = press(app.run(), "Use these 3 rows")
    which = by_label(app.selectbox, "You chose 2 files. Look at them one by one.")
    assert which.options == ["groups.csv (added)", "parks.csv"]
    press(app, "Use this row")
    assert len(loading.load(engine, place_id).assets) == 4


def test_the_demo_is_copied_before_the_first_write(engine: Engine) -> None:
    app = holding(data_town.page("add"), "assets")
    assert places.places(engine) == []
    app = uploaded(app, "groups.csv", b"Name,lon,lat\nA new hut,1.0,53.0\n")
    assert "This is the demo town." in words(app)
    app = press(app, "Use this row")
    assert "1 place added" in app.success[0].value
    assert [place.fictional for place in places.places(engine)] == [True]


def test_readers_are_told_who_adds_data(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = data_town.page("add")
    assert not app.exception
    assert "Officers add data here" in words(app)
    assert not app.file_uploader
    assert not app.button


def test_the_areas_of_a_council_are_chosen_looked_at_and_saved(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    some_councils(monkeypatch, tmp_path)
    place_id = data_town.a_town(engine, {})
    app = data_town.page("add")
    assert by_label(app.button, "Look at its areas").disabled
    app = by_label(app.selectbox, "Council").select("Trafford").run()
    app = press(app, "Look at its areas")
    assert "3 rows read. All are ready." in words(app)
    app = press(app, "Use these 3 rows")
    held = loading.load(engine, place_id)
    assert held.areas["area_name"].tolist() == [f"Trafford 00{n}A" for n in range(3)]
    [source] = held.sources
    assert source.title == "Small areas (LSOA 2011) of Trafford"
    assert source.licence == "Open Government Licence 3.0"
    assert source.url == "https://geoportal.statistics.gov.uk"
    assert "Choose your council" not in words(data_town.page("add"))


def test_without_the_outlines_of_councils_one_line_says_how_to_get_them(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(councils, "available", lambda: False)
    data_town.a_town(engine, {})
    app = data_town.page("add")
    assert "pip install -r requirements-extra.txt" in words(app)
    assert not [each for each in app.selectbox if each.label == "Council"]


def test_the_postcodes_of_britain_are_there_from_the_start(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("add")
    assert "Postcodes all of Great Britain: they come with the app" in words(app)
    rows = b"Name,Type,Postcode\na,Library,M33 7ZF\nb,Library,M33 9ZZ\n"
    app = uploaded(holding(app, "assets"), "halls.csv", rows)
    assert "2 rows read. All are ready. 1 is on the map." in words(app)
    assert "Contains OS data" in words(app)
