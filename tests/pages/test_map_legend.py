"""The colours of the map: how they are cut, and a class chosen by its colour."""

from pathlib import Path

import pytest

from tests.pages import gap_town
from tests.pages.gap_town import headings, words
from tests.pages.test_map import PAGE, drawn, inside, legend


@pytest.fixture(autouse=True)
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gap_town.fill(gap_town.new_database(monkeypatch, tmp_path))


def test_a_class_leaves_its_areas_their_places_and_a_chip_and_the_map_stays() -> None:
    plain = gap_town.opened(PAGE, colour="O05")
    app = gap_town.opened(PAGE, colour="O05", shade="0")
    assert drawn(app)["only"] == 0
    assert drawn(app)["view"] == drawn(plain)["view"]
    assert drawn(app)["classes"] == drawn(plain)["classes"]
    assert "3 places in areas with a need of 8 to 25" in headings(app)
    assert inside(app) == 3
    assert [step["pressed"] for step in legend(app)["steps"]] == [True] + [False] * 4
    assert len(app.dataframe[0].value) == 2
    next(b for b in app.button if b.label == "Areas with a need of 8 to 25 (2)").click()
    app.run()
    assert drawn(app)["only"] is None
    assert inside(app) == 4
    assert "shade" not in app.query_params


def test_a_class_is_let_go_when_the_colours_come_to_mean_something_else() -> None:
    app = gap_town.opened(PAGE, colour="O05", shade="0")
    app.selectbox(key="colour").set_value("people")
    app.run()
    assert drawn(app)["only"] is None
    assert "shade" not in app.query_params


def test_a_class_that_is_not_there_is_not_asked_for() -> None:
    app = gap_town.opened(PAGE, colour="O05", shade="7")
    assert drawn(app)["only"] is None
    assert inside(app) == 4


def test_how_colours_are_cut_is_chosen_and_kept_in_the_address() -> None:
    app = gap_town.opened(PAGE, colour="O05", cut="tail")
    assert drawn(app)["classes"] == [0, 0, 0, 2, 2, 4]
    app.radio(key="cut").set_value("steps")
    app.run()
    assert "steps" in app.query_params["cut"]
    assert drawn(app)["classes"] == [0, 0, 1, 2, 3, 4]
    app.selectbox(key="colour").set_value("nothing")
    app.run()
    app.selectbox(key="colour").set_value("O05")
    app.run()
    assert app.radio(key="cut").value == "steps"


def test_a_way_out_leads_to_areas_of_every_colour() -> None:
    app = gap_town.opened(PAGE, colour="O05", shade="4")
    assert "0 places in areas with a need of 92" in headings(app)
    next(b for b in app.button if b.key == "way-shade").click()
    app.run()
    assert inside(app) == 4


def test_need_and_places_are_shown_together_in_map_legend_words_and_table() -> None:
    app = gap_town.opened(PAGE, colour="both-O05")
    assert not app.exception
    assert drawn(app)["classes"] == [2, 2, 4, 3, 6, 6]
    assert len(drawn(app)["fills"]) == 9
    said = words(app)
    assert headings(app)[0].startswith("Much need and few places: East &lt;b&gt;*End*")
    assert "2 of 6 areas have much need and few places, such as in East &lt;b&gt;" in said
    told = legend(app)
    assert [row["head"]["says"] for row in told["rows"]] == [
        "Much need",
        "Some need",
        "Little need",
    ]
    assert [cell["inside"] for row in told["rows"] for cell in row["cells"]] == list("200110002")
    assert told["rows"][0]["cells"][0]["name"] == "Much need, few places: 2 areas"
    table = app.dataframe[0].value
    assert list(table["Together"])[:3] == ["Much need, few places"] * 2 + ["Some need, few places"]
    assert "cut" not in [radio.key for radio in app.radio]
    described = "".join(map(chr, drawn(app)["told"]))
    assert described.endswith("Much need and few places: East <b>*End*</b>.")


def test_a_class_of_need_and_places_leaves_its_areas() -> None:
    app = gap_town.opened(PAGE, colour="both-everything", shade="6")
    assert "0 places in areas with much need and few places" in headings(app)
    assert drawn(app)["only"] == 6
    assert len(app.dataframe[0].value) == 2


def test_need_and_places_without_figures_is_no_data() -> None:
    app = gap_town.opened(PAGE, colour="both-O09")
    assert drawn(app)["classes"] == [-1] * 6
    assert headings(app)[0] == "No area has figures for both."
    assert [step["says"] for step in legend(app)["steps"]] == ["No data"]
