"""Areas on the map page: opened by a link, one's own neighbourhood, compared, on two maps."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.map.layers import Sketch
from tests.pages import gap_town
from tests.pages.gap_town import EAST, headings, words

PAGE = "explore/map.py"
FIRST = "E01000000"
SQUARE = "-2.3000,53.4000~-2.2850,53.4000~-2.2850,53.4100~-2.3000,53.4100"
OWN = "My own neighbourhood"


@pytest.fixture(autouse=True)
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gap_town.fill(gap_town.new_database(monkeypatch, tmp_path))


def address(app: AppTest, name: str) -> str:
    told = app.query_params[name]
    return str(told if isinstance(told, str) else told[0])


def warnings(app: AppTest) -> list[str]:
    return [each.value for each in app.warning]


def test_an_area_opens_by_its_code_and_the_address_keeps_it() -> None:
    app = gap_town.opened(PAGE, area=FIRST)
    assert headings(app)[0].endswith("places in West 000A")
    assert address(app, "area") == FIRST
    again = gap_town.opened(PAGE, area="West")
    assert headings(again)[0] == "3 places in West"
    assert address(again, "area") == "West"


def test_an_area_says_what_serves_each_outcome_how_it_stands_and_how_firm_that_is() -> None:
    app = gap_town.opened(PAGE, area=EAST)
    said = words(app)
    assert "How it stands, all outcomes together" in said
    assert "May need more first." in said
    assert "1 outcome may need more first here" in said
    assert "0 within about 15 minutes&#39; walk" in said
    assert "Second Library, " in said
    assert "It is made of 3 whole areas. Nothing is an estimate by ground." in said
    assert any(each.label == "Download these figures" for each in app.get("download_button"))


def test_a_link_opens_a_drawn_neighbourhood_and_says_that_it_is_an_estimate() -> None:
    app = gap_town.opened(PAGE, shape=SQUARE)
    said = words(app)
    assert headings(app)[0] == "My own neighbourhood"
    assert "3 places in the drawn neighbourhood" in headings(app)
    assert "<dt>People, about</dt><dd>150</dd>" in said
    assert "It touches 2 areas, 1 of them only in part." in said
    assert address(app, "shape") == SQUARE
    assert address(app, "area") == "own"


def test_a_link_opens_areas_by_name_and_a_walk() -> None:
    app = gap_town.opened(PAGE, areas="E01000000,E01000001,nowhere")
    assert "3 places in the 2 chosen areas" in headings(app)
    assert "<dt>People</dt><dd>200</dd>" in words(app)
    walk = gap_town.opened(PAGE, walk="M33 1AA,30")
    assert "1 place in the area within 30 minutes’ walk of M33 1AA" in headings(walk)
    assert address(walk, "walk") == "M33 1AA,30"


@pytest.mark.parametrize("told", [{"shape": "x~1,2"}, {"areas": "<b>"}, {"walk": "M33 1AA,999"}])
def test_a_link_that_tells_nothing_shows_the_whole_place(told: dict[str, str]) -> None:
    app = gap_town.opened(PAGE, **told)
    assert not app.exception
    assert headings(app)[0] == "4 places in Sixways"


def test_a_shape_whose_lines_cross_is_opened_again_to_be_mended() -> None:
    app = gap_town.opened(PAGE, shape="-2.30,53.40~-2.28,53.41~-2.28,53.40~-2.30,53.41")
    assert warnings(app) == ["The lines of this shape cross. Take back corners until they do not."]
    assert "4 places in Sixways" in headings(app)
    app.button("own-back").click().run()
    app.button("own-close").click().run()
    assert not warnings(app)
    assert "1 place in the drawn neighbourhood" in headings(app)


def test_corners_are_set_taken_back_closed_and_forgotten() -> None:
    app = gap_town.opened(PAGE)
    app.selectbox("area").set_value("own").run()
    assert "Click or tap the map at the first corner" in words(app)
    assert app.button("own-close").disabled
    corners = ((-2.3, 53.4), (-2.285, 53.4), (-2.285, 53.41), (-2.2, 53.5))
    app.session_state["own-sketch"] = Sketch(corners)
    app.run()
    assert "4 corners are set." in words(app)
    app.button("own-back").click().run()
    assert app.session_state["own-sketch"].corners == corners[:3]
    app.button("own-close").click().run()
    assert "in the drawn neighbourhood" in " ".join(headings(app))
    assert address(app, "shape") == "-2.3000,53.4000~-2.2850,53.4000~-2.2850,53.4100"
    app.button("own-anew").click().run()
    assert "4 places in Sixways" in headings(app)
    assert "shape" not in app.query_params


def test_two_areas_stand_side_by_side_with_what_differs_in_words() -> None:
    app = gap_town.opened(PAGE, area="West", beside=EAST)
    said = words(app)
    assert "need is clearly higher for 1 outcome" in said
    assert 'data-label="The whole place"' in said
    assert "Higher need: East" in said
    assert "Cannot be compared" in said
    assert EAST not in said  # a name is text, never markup
    assert any(each.label == "Download this comparison" for each in app.get("download_button"))


def test_two_maps_show_two_outcomes_in_the_same_classes_and_as_a_table() -> None:
    app = gap_town.opened(PAGE, two="true")
    assert not app.exception
    assert len(app.get("component_instance")) == 3
    assert [box.value for box in app.selectbox if str(box.key).startswith("two-")] == ["O05", "O09"]
    assert "No area has figures for both." in words(app)
    (table,) = (each.value for each in app.dataframe if "Difference" in each.value)
    assert list(table["Need for “Learning”"]) == [92, 75, 58, 42, 25, 8]


def test_the_switch_off_costs_no_maps() -> None:
    assert len(gap_town.opened(PAGE).get("component_instance")) == 1
