"""Outlines become areas in degrees, each code once, by the names people know."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from sharedground.errors import NothingUsableError
from sharedground.intake.context import Context
from sharedground.intake.crs import metric_crs
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import codes_of, table, take

ONE, TWO = box(-2.4, 53.4, -2.35, 53.45), box(-2.35, 53.4, -2.3, 53.45)
CODES = [
    {"LSOA11CD": "E01006074", "LSOA11NM": "Trafford 025A"},
    {"LSOA11CD": "E01006075", "LSOA11NM": "Trafford 025B"},
]


def areas_of(*args: object, **given: object) -> object:
    return take(Kind.AREAS, table(*args, **given), Context(place_id="p"))


def test_codes_and_names_are_found_and_the_metric_crs_is_told() -> None:
    intake = areas_of(CODES, shapes=[ONE, TWO])
    areas = intake.frames["areas"]
    assert areas["area_code"].tolist() == ["E01006074", "E01006075"]
    assert areas["area_name"].tolist() == ["Trafford 025A", "Trafford 025B"]
    assert intake.report.facts["metric_crs"] == "EPSG:27700"


def test_numbers_serve_as_codes_and_a_community_as_name() -> None:
    rows = [
        {"community": "DOUGLAS", "NID": "35", "POP2010": "18238"},
        {"community": "OAKLAND", "NID": "36", "POP2010": "5918"},
    ]
    columns = areas_of(rows, shapes=[ONE, TWO]).report.columns
    assert columns == {"area_code": "NID", "area_name": "community"}


def test_names_that_people_know_are_preferred_to_numbered_ones() -> None:
    rows = [
        {"msoa11cd": "E02001259", "msoa11nm": "Trafford 001", "msoa11hclnm": "Old Trafford"},
        {"msoa11cd": "E02001260", "msoa11nm": "Trafford 002", "msoa11hclnm": "Gorse Hill"},
    ]
    assert areas_of(rows, shapes=[ONE, TWO]).report.columns["area_name"] == "msoa11hclnm"


def test_metres_are_turned_into_degrees_and_back_where_they_were() -> None:
    metres = gpd.GeoSeries([ONE, TWO], crs=4326).to_crs(27700)
    areas = areas_of(CODES, shapes=list(metres), crs="EPSG:27700").frames["areas"]
    assert areas.geometry.iloc[0].hausdorff_distance(ONE) < 1e-4


def test_a_layer_without_a_crs_is_read_by_its_range_and_said() -> None:
    degrees = areas_of(CODES, shapes=[ONE, TWO], crs=None)
    metres = gpd.GeoSeries([ONE, TWO], crs=4326).to_crs(27700)
    grid = areas_of(CODES, shapes=list(metres), crs=None)
    assert "crs.guessed" in codes_of(degrees) & codes_of(grid)
    assert grid.frames["areas"].geometry.iloc[0].hausdorff_distance(ONE) < 1e-4


def test_a_layer_whose_range_fits_nothing_is_refused_in_words() -> None:
    far = [box(5e6, 5e6, 6e6, 6e6), box(6e6, 5e6, 7e6, 6e6)]
    with pytest.raises(NothingUsableError, match=r"\.prj"):
        areas_of(CODES, shapes=far, crs=None)


def test_an_outline_that_crosses_itself_is_repaired_and_said() -> None:
    bow_tie = Polygon([(-2.4, 53.4), (-2.35, 53.45), (-2.35, 53.4), (-2.4, 53.45)])
    intake = areas_of(CODES, shapes=[bow_tie, TWO])
    assert intake.frames["areas"].geometry.iloc[0].is_valid
    [fault] = [f for f in intake.report.faults if f.code == "area.repaired"]
    assert (fault.row, fault.value) == (1, "E01006074")


def test_rows_of_one_code_become_one_area() -> None:
    rows = [CODES[0], CODES[0], CODES[1]]
    intake = areas_of(rows, shapes=[ONE, box(-2.5, 53.4, -2.45, 53.45), TWO])
    assert (intake.report.kept, intake.report.merged) == (2, 1)
    assert intake.frames["areas"].geometry.iloc[0].geom_type == "MultiPolygon"


def test_a_row_without_an_outline_is_set_aside() -> None:
    intake = areas_of(CODES, shapes=[ONE, Point(-2.3, 53.4)])
    assert (intake.report.kept, intake.report.set_aside) == (1, 1)
    assert "area.no_outline" in codes_of(intake)


def test_a_layer_of_points_or_lines_is_no_layer_of_areas() -> None:
    with pytest.raises(NothingUsableError) as failure:
        areas_of(CODES, shapes=[Point(0, 0), LineString([(0, 0), (1, 1)])])
    assert failure.value.code == "areas.no_outlines"
    assert "LSOA11CD" in failure.value.message


def test_names_serve_as_codes_where_there_are_none() -> None:
    intake = areas_of([{"area_name": "North"}, {"area_name": "South"}], shapes=[ONE, TWO])
    assert intake.frames["areas"]["area_code"].tolist() == ["North", "South"]
    assert "area.code_from_name" in codes_of(intake)


def test_outlines_as_text_in_a_sheet_are_read_too() -> None:
    rows = [
        {"code": "A1", "name": "North", "wkt": ONE.wkt},
        {"code": "A2", "name": "South", "wkt": TWO.wkt},
    ]
    assert areas_of(rows).frames["areas"].geometry.iloc[1].equals(TWO)


@pytest.mark.parametrize(
    ("west", "south", "crs"),
    [
        (-2.4, 53.4, "EPSG:27700"),
        (-6.3, 53.3, "EPSG:2157"),
        (-6.0, 54.6, "EPSG:2157"),
        (-87.9, 41.6, "EPSG:32616"),
        (151.2, -33.9, "EPSG:32756"),
        (2.3, 48.8, "EPSG:32631"),
        (-5.7, 55.4, "EPSG:27700"),
        (-4.5, 54.2, "EPSG:27700"),
        (-1.1, 60.1, "EPSG:27700"),
        (179.8, -16.9, "EPSG:32760"),
        (-180.0, -16.9, "EPSG:32701"),
    ],
)
def test_each_part_of_the_world_has_its_own_metres(west: float, south: float, crs: str) -> None:
    assert metric_crs(box(west, south, west + 0.1, south + 0.1)) == crs


FIJI = [{"code": "T", "name": "Taveuni"}, {"code": "V", "name": "Vanua Levu"}]
ACROSS = box(179.85, -17.0, 180.15, -16.6)


def across_180() -> list[object]:
    """The same area in three ways: over 180 degrees, leaping to -180, and in two parts."""
    leaping = Polygon([(179.85, -17), (-179.85, -17), (-179.85, -16.6), (179.85, -16.6)])
    parts = MultiPolygon([box(179.85, -17.0, 180, -16.6), box(-180, -17.0, -179.85, -16.6)])
    return [ACROSS, leaping, parts]


@pytest.mark.parametrize("shape", across_180())
def test_an_area_across_180_degrees_is_two_parts_as_large_as_it_is(shape: object) -> None:
    intake = areas_of(FIJI, shapes=[shape, box(179.4, -16.9, 179.6, -16.7)])
    metric = intake.report.facts["metric_crs"]
    assert metric == "EPSG:32760"
    found = gpd.GeoSeries(intake.frames["areas"].geometry, crs=4326)
    assert found.is_valid.all()
    size = gpd.GeoSeries([ACROSS], crs=4326).to_crs(metric).area.iloc[0]
    assert found.to_crs(metric).area.iloc[0] == pytest.approx(size, rel=1e-5)
    assert found.total_bounds.tolist() == [-180, -17, 180, -16.6]
    assert any("180th meridian" in fault.reason for fault in intake.report.faults)


def test_an_area_in_metres_of_its_own_grid_may_lie_across_180_degrees() -> None:
    metres = gpd.GeoSeries([ACROSS, box(179.4, -16.9, 179.6, -16.7)], crs=4326).to_crs(3460)
    intake = areas_of(FIJI, shapes=list(metres), crs="EPSG:3460")
    found = intake.frames["areas"].geometry.iloc[0]
    assert found.geom_type == "MultiPolygon"
    assert found.intersects(Point(-179.9, -16.8))
    assert found.intersects(Point(179.9, -16.8))
    assert not found.intersects(Point(0, -16.8))


def test_a_grid_of_another_country_is_turned_into_degrees() -> None:
    paris = box(2.3, 48.8, 2.4, 48.9)
    metres = gpd.GeoSeries([paris, box(2.4, 48.8, 2.5, 48.9)], crs=4326).to_crs(2154)
    intake = areas_of(FIJI, shapes=list(metres), crs="EPSG:2154")
    assert intake.report.facts["metric_crs"] == "EPSG:32631"
    assert intake.frames["areas"].geometry.iloc[0].hausdorff_distance(paris) < 1e-6
