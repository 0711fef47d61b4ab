"""The background of a map: what is drawn, in which class, and what is left out and counted."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, box

from sharedground.errors import NothingUsableError
from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.kind import guess_kinds
from sharedground.intake.raw import RawTable
from sharedground.intake.take import take_in
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import SOUTH, WEST, a_file, a_place, table

ROAD = LineString([(WEST + 0.01, SOUTH + 0.01), (WEST + 0.03, SOUTH + 0.02)])
LAND = box(WEST + 0.01, SOUTH + 0.01, WEST + 0.02, SOUTH + 0.02)
SPOT = Point(WEST + 0.02, SOUTH + 0.02)


def taken(layer: RawTable, name: str = "town.gpkg", **given: object) -> Intake:
    found = take_in(Kind.BACKGROUND, a_file(layer, name=name), "s", Options(), a_place(**given))
    report = found[0].report
    assert report.read == report.kept + report.merged + report.set_aside
    return found[0]


def classes(layer: RawTable, name: str = "town.gpkg") -> list[str]:
    return taken(layer, name).frames["background"]["ground"].tolist()


def test_tags_of_openstreetmap_say_what_a_line_is_and_the_rest_is_counted() -> None:
    tags = [("primary", "", ""), ("residential", "", ""), ("footway", "", ""), ("", "rail", ""),
            ("", "", "canal"), ("", "", "drain"), ("proposed", "", ""), ("", "", "")]  # fmt: skip
    rows = [{"highway": a, "railway": b, "waterway": c} for a, b, c in tags]
    found = taken(table(rows, shapes=[ROAD] * len(rows)))
    assert found.frames["background"]["ground"].tolist() == [
        "main road", "street", "path", "railway", "river", "stream",
    ]  # fmt: skip
    assert (found.report.kept, found.report.set_aside) == (6, 2)
    assert found.report.facts["ground"]["main road"] == 1
    assert sum(found.report.facts["left_out"].values()) == 2


def test_the_same_word_means_land_of_an_area_and_a_street_of_a_line() -> None:
    rows = [{"fclass": "residential"}] * 2
    assert classes(table(rows, shapes=[ROAD, LAND])) == ["street", "built-up land"]


@pytest.mark.parametrize(
    ("layer", "shape", "column", "value", "ground"),
    [
        ("SH_SurfaceWater_Area", LAND, "featcode", "25600", "water"),
        ("ST_TidalWater", LAND, "featcode", "25608", "water"),
        ("SH_Woodland", LAND, "featcode", "25999", "wood"),
        ("SH_Road", ROAD, "classification", "A Road", "main road"),
        ("SH_Road", ROAD, "classification", "Local Street", "street"),
        ("WatercourseLink", ROAD, "form", "inlandRiver", "river"),
        ("RoadLink", ROAD, "road_function", "Minor Road", "street"),
        ("GreenspaceSite", LAND, "function", "Public Park Or Garden", "green land"),
        ("NamedPlace", SPOT, "classification", "Suburban Area", "name of a village"),
        ("rivers", ROAD, "id", "1", "river"),
        ("land", LAND, "site_type", "Playing Field", "green land"),
        ("greenspace_sites_polygons", LAND, "id", "1", "green land"),
    ],
)
def test_layers_of_other_publishers_are_understood(
    layer: str, shape: shapely.Geometry, column: str, value: str, ground: str
) -> None:
    rows = [{column: value, "name": "Somewhere"}]
    assert classes(table(rows, name=layer, shapes=[shape])) == [ground]


def test_shapes_are_cut_to_the_place_and_a_margin() -> None:
    far = LineString([(WEST - 1, SOUTH), (WEST - 0.9, SOUTH)])
    long = LineString([(WEST - 1, SOUTH + 0.01), (WEST + 1, SOUTH + 0.01)])
    rows = [{"waterway": "river"}] * 2
    found = taken(table(rows, shapes=[far, long]))
    [kept] = found.frames["background"]["geometry"]
    west, _, east, _ = kept.bounds
    assert WEST - 0.02 < west < WEST < WEST + 0.1 < east < WEST + 0.12
    assert found.report.set_aside == 1


def test_an_outline_that_crosses_itself_is_cut_all_the_same() -> None:
    bow = shapely.Polygon([(WEST - 1, SOUTH), (WEST + 1, SOUTH + 0.05), (WEST + 1, SOUTH),
                           (WEST - 1, SOUTH + 0.05)])  # fmt: skip
    assert classes(table([{"natural": "water"}], shapes=[bow])) == ["water"]


def test_what_is_too_small_lies_underground_or_has_no_shape_is_left_out() -> None:
    tiny = SPOT.buffer(0.00002)
    rows = [{"natural": "wood", "tunnel": tunnel} for tunnel in ("", "", "", "culvert")]
    found = taken(table(rows, shapes=[LAND, tiny, None, LAND]))
    assert (found.report.kept, found.report.set_aside) == (1, 3)


def test_a_spot_without_a_name_is_left_out() -> None:
    rows = [{"place": "suburb", "name": "Northgate"}, {"place": "suburb", "name": ""}]
    found = taken(table(rows, shapes=[SPOT, SPOT]))
    assert found.frames["background"]["name"].tolist() == ["Northgate"]


def test_a_place_without_outlines_is_asked_for_them_first() -> None:
    rows = a_file(table([{"highway": "primary"}], shapes=[ROAD]))
    with pytest.raises(NothingUsableError) as no:
        take_in(Kind.BACKGROUND, rows, "s", Options(), Context())
    assert no.value.code == "ground.no_areas"


def test_shapes_in_metres_come_out_in_degrees() -> None:
    there = LineString([(378_000, 390_000), (379_000, 391_000)])
    [shape] = taken(
        table([{"class": "A Road"}], shapes=[there], crs="EPSG:27700")
    ).frames["background"]["geometry"]  # fmt: skip
    assert -2.35 < shape.bounds[0] < shape.bounds[2] < -2.3


@pytest.mark.parametrize(
    ("layer", "shape", "heading", "kind"),
    [
        ("roads", ROAD, "name", Kind.BACKGROUND),
        ("woodland", MultiPolygon([LAND]), "name", Kind.BACKGROUND),
        ("parks", LAND, "name", Kind.ASSETS),
    ],
)
def test_lines_water_and_woods_are_taken_for_a_background_and_parks_for_places(
    layer: str, shape: shapely.Geometry, heading: str, kind: Kind
) -> None:
    rows = table([{heading: "Long Lane"}] * 3, name=layer, shapes=[shape] * 3)
    assert guess_kinds(a_file(rows), a_place())[0] is kind
