"""A background of the map: looked at before it is saved, drawn with its credit afterwards."""

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground import workflow_background
from sharedground.access import acting_as
from sharedground.model.place import Kind
from tests.pages import data_town, gap_town
from tests.pages.data_town import areas_geojson, by_label, words
from tests.pages.test_map import drawn
from tests.sharedground.intake.test_read_osm import TOWN


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


def test_an_extract_of_openstreetmap_becomes_the_background_with_its_credit(
    engine: Engine,
) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("add")
    app.file_uploader[0].upload("town.osm", TOWN.encode(), "application/xml").run()
    said = words(app)
    assert not app.exception
    assert "What the map will show below your places" in said
    assert "1 stretch of main road" in said
    assert by_label(app.text_input, "Who publishes it").value == "OpenStreetMap contributors"
    by_label(app.button, "Use these 3 rows").click().run()
    assert not app.exception
    state = drawn(gap_town.opened("explore/map.py"))
    ground = state["ground"]
    assert isinstance(ground, dict)
    assert len(ground["urls"]) == 1
    credit = "".join(map(chr, ground["credit"]))
    assert credit == "© OpenStreetMap contributors, ODbL"


def test_a_place_without_a_background_sends_none(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    assert drawn(gap_town.opened("explore/map.py"))["ground"] is None


def test_a_street_map_is_added_on_the_page_and_chosen_on_the_map(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("about")
    by_label(app.text_input, "Name of the street map").input("Ours")
    by_label(app.text_input, "Address of its pictures").input("http://x.org/{z}/{x}/{y}.png")
    by_label(app.text_input, "Whose map it is").input("© <b>Us</b>")
    by_label(app.button, "Add this street map").click().run()
    assert "begins with https" in app.error[0].value
    by_label(app.text_input, "Address of its pictures").input("https://x.org/{z}/{x}/{y}.png")
    by_label(app.button, "Add this street map").click().run()
    assert "It can be chosen on the map" in app.success[0].value
    on_map = gap_town.opened("explore/map.py")
    assert drawn(on_map)["streets"] is None
    by_label(on_map.selectbox, "Street map").select("Ours").run()
    streets = drawn(on_map)["streets"]
    assert isinstance(streets, dict)
    assert streets["url"] == "https://x.org/{z}/{x}/{y}.png"
    assert "".join(map(chr, streets["credit"])) == "© <b>Us</b>"


def test_about_the_data_works_with_a_background_and_offers_no_rows_that_were_not_kept(
    engine: Engine,
) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    with acting_as(data_town.OFFICER):
        workflow_background.add_background(engine, place_id, "town.osm", TOWN.encode())
    app = data_town.page("about")
    by_label(app.selectbox, "List").select_index(0).run()
    names = by_label(app.selectbox, "List").options
    which = next(i for i, name in enumerate(names) if "OpenStreetMap" in name)
    by_label(app.selectbox, "List").select_index(which).run()
    assert not app.exception
    assert "Background of the map" in words(app)
    labels = [each.proto.label for each in app.get("download_button")]
    assert "Download the file as it came" in labels
    assert "Download every row and what became of it" not in labels
