"""A street network on the pages: chosen as two files, saved, counted along, told where it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.model.place import Kind
from tests.pages import data_town
from tests.pages.data_town import FIGURES, GROUPS, PEOPLE, areas_geojson, by_label, words

NODES = b"node,lon,lat\n1,-2.2999,53.405\n2,-2.2801,53.405\n"
EDGES = b"u,v,length_m\n1,2,1400\n"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


@pytest.fixture
def town(engine: Engine) -> Engine:
    """Make a town of three areas, with a street through the first two."""
    files = {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.ASSETS: GROUPS,
             Kind.INDICATORS: FIGURES}  # fmt: skip
    data_town.a_town(engine, files)
    return engine


def added() -> AppTest:
    """Choose both files at once on the page Add data."""
    app = data_town.page("add")
    given = [("walk_nodes.csv", NODES, "text/csv"), ("walk_edges.csv", EDGES, "text/csv")]
    return app.file_uploader[0].set_value(given).run()


def gaps(address: dict[str, str] | None = None) -> AppTest:
    app = AppTest.from_file(str(data_town.MAIN), default_timeout=120).run()
    for name, value in (address or {}).items():
        app.query_params[name] = value
    return app.switch_page("../../pages/see/gaps.py").run()


@pytest.mark.usefixtures("town")
def test_two_files_are_looked_at_as_one_network_and_saved() -> None:
    app = added()
    assert not app.exception
    said = words(app)
    assert "3 rows read. All are ready." in said
    assert "The streets people walk along" in said
    assert "1.4 km" in said
    assert "2 of 3" in said
    by_label(app.button, "Use these 3 rows").click().run()
    assert "The street network is here" in app.success[0].value
    about = data_town.page("about")
    assert not about.exception
    said = words(about)
    assert "1.4 km of street in 1 stretch. 100 in 100 of its 2 junctions" in said
    assert "The street network reaches 2 of 3 areas. The other one is no data." in said
    assert "No street of the network is near it." in said
    assert "Sale 002" in said


@pytest.mark.usefixtures("town")
def test_ways_follow_the_streets_once_that_is_switched_on() -> None:
    before = gaps()
    assert [one for one in before.toggle if one.label == "Along streets"] == []
    by_label(added().button, "Use these 3 rows").click().run()
    app = gaps()
    assert "The street network reaches" not in words(app)
    by_label(app.toggle, "Along streets").set_value(True).run()
    assert not app.exception
    said = words(app)
    assert "along streets" in said
    assert "The street network reaches 2 of 3 areas. The other one is no data." in said
    assert [one for one in app.select_slider if "straight line" in one.label] == []
    by_label(app.selectbox, "Area").set_value("E01000002").run()
    assert not app.exception
    assert "The street network does not reach this area" in words(app)


@pytest.mark.usefixtures("town")
def test_an_address_that_asks_for_streets_where_there_are_none_changes_nothing() -> None:
    app = gaps({"streets": "1"})
    assert not app.exception
    assert "The street network" not in words(app)


@pytest.mark.usefixtures("town")
def test_half_a_network_says_what_else_to_choose() -> None:
    app = data_town.page("add")
    app.file_uploader[0].upload("walk_edges.csv", EDGES, "text/csv").run()
    assert "Choose both files at once" in app.warning[0].value
