"""A background of the map: looked at before it is saved, drawn with its credit afterwards."""

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

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
