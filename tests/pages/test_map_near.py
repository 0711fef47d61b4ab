"""Near a point: minutes on foot, by kind, a circle on the map; the position stays in the visit."""

from pathlib import Path

import pytest

from components.map.near import point_of
from tests.pages import gap_town
from tests.pages.gap_town import headings, words
from tests.pages.test_map import PAGE, drawn, inside


@pytest.fixture(autouse=True)
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gap_town.fill(gap_town.new_database(monkeypatch, tmp_path))


def test_places_within_a_walk_of_a_postcode_are_listed_by_kind() -> None:
    app = gap_town.opened(PAGE, find="m331aa", within="30 min")
    near = int(headings(app)[0].split()[0])
    assert headings(app)[0].endswith("within 30 minutes’ walk of M33 1AA")
    assert 0 < near < 4
    assert inside(app) == near
    assert "Bus stops: 1" in words(app)
    assert drawn(app)["reach"] == round(30 * 80 / 1.3)
    assert "Minutes on foot are the straight line times 1.3, at 80 metres a minute." in words(app)


def test_a_point_stays_in_the_visit_and_out_of_the_address() -> None:
    app = gap_town.opened(PAGE)
    app.session_state["sg_held_near-point"] = ("where you are", -2.245, 53.405)
    app.run()
    assert headings(app)[0] == "4 places, nearest to where you are first"
    assert drawn(app)["here"] == [53.405, -2.245]
    assert not [name for name in app.query_params if "2.245" in str(app.query_params[name])]
    next(button for button in app.button if button.label == "Forget this point").click()
    app.run()
    assert headings(app)[0] == "4 places in Sixways"
    assert drawn(app)["here"] is None


def test_nothing_within_the_walk_offers_to_go_further() -> None:
    app = gap_town.opened(PAGE, find="m331aa", within="5 min", kinds="Libraries")
    ways = [button for button in app.button if str(button.key).startswith("way-")]
    assert "Any distance: 3 places" in [button.label for button in ways]
    next(button for button in ways if button.key == "way-within").click()
    app.run()
    assert headings(app)[0] == "3 places, nearest to M33 1AA first"


def test_a_street_or_area_is_flown_to_and_a_slip_is_met_with_names() -> None:
    plain = drawn(gap_town.opened(PAGE))["view"]
    app = gap_town.opened(PAGE, find="west")
    assert drawn(app)["view"] != plain
    slip = gap_town.opened(PAGE, find="Wset Libary")
    assert "Did you mean:" in words(slip)
    next(button for button in slip.button if button.label == "West Library").click()
    slip.run()
    assert 0 < inside(slip) < 4


@pytest.mark.parametrize("told", [(None, 1.0), ("1", "2"), (200, 1), (1, float("nan"))])
def test_what_is_no_position_is_no_point(told: tuple[object, object]) -> None:
    assert point_of(*told) is None
    assert point_of(-2.3, 53.4) == (-2.3, 53.4)
