"""Every way in which people write a position, each with how it is placed and how precisely."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import box

from sharedground.intake.context import Context, Intake
from sharedground.intake.positions import crs_named, grid_reference, pair
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import a_place, codes_of, table, take

NEAR = pytest.approx((-2.3325, 53.4244), abs=2e-3)
PLACE = replace(a_place(), postcodes=Context().postcodes, code_point=True)
IRISH = replace(a_place(), metric_crs="EPSG:2157")
CHICAGO = replace(a_place(), metric_crs="EPSG:32616")
IN_WARD = replace(PLACE, wider={"north side": ("E01006001", "E01006002")})


def sites_of(*rows: dict[str, object], context: Context = PLACE) -> Intake:
    named = [{"Name": f"Place {n}", "Type": "Library", **row} for n, row in enumerate(rows)]
    return take(Kind.ASSETS, table(named), context)


def where(intake: Intake) -> list[tuple[str, str]]:
    sites = intake.frames["sites"]
    return list(zip(sites["precision"], sites["placed_by"], strict=True))


def points(intake: Intake) -> list[tuple[float, float]]:
    sites = intake.frames["sites"]
    return list(zip(sites["lon"].astype(float), sites["lat"].astype(float), strict=True))


COORDINATES, GRID, GEOMETRY = "coordinates", "grid reference", "geometry"


@pytest.mark.parametrize(
    ("row", "how"),
    [
        ({"Longitude": "-2.3325", "Latitude": "53.4244"}, COORDINATES),
        ({"lng": "-2,3325", "lat": "53,4244"}, COORDINATES),
        ({"GeoX": "-2.3325", "GeoY": "53.4244"}, COORDINATES),
        ({"Eastings": "-2.3325", "Northings": "53.4244"}, COORDINATES),
        ({"Longitude": "2.3325 W", "Latitude": "53.4244 N"}, COORDINATES),
        ({"Longitude": "2°19'57\"W", "Latitude": "53°25'28\"N"}, COORDINATES),
        ({"Longitude": "W 2 19.95", "Latitude": "N 53 25.464"}, COORDINATES),
        ({"Longitude": "-2.3325°", "Latitude": "53.4244°"}, COORDINATES),
        ({"Eastings": "378,000", "Northings": "392,000"}, GRID),
        ({"Easting": "378000.0", "Northing": "392000.0"}, GRID),
        ({"X": "378 000", "Y": "392 000"}, GRID),
        ({"Longitude": "378000", "Latitude": "392000"}, GRID),
        ({"east1m": "378000", "north1m": "392000"}, GRID),
        ({"X": "378000", "Y": "392000", "SRID": "27700"}, GRID),
        ({"X": "-2.3325", "Y": "53.4244", "Coordinate system": "WGS84"}, COORDINATES),
        ({"X": "-259652", "Y": "7061890", "CRS": "EPSG:3857"}, GRID),
        ({"X": "544366", "Y": "5919841", "CRS": "UTM 30N"}, GRID),
        ({"Location": "53.4244, -2.3325"}, COORDINATES),
        ({"Lat/Long": "(53.4244, -2.3325)"}, COORDINATES),
        ({"Lat/Long": "[53.4244,-2.3325]"}, COORDINATES),
        ({"Long/Lat": "-2.3325, 53.4244"}, COORDINATES),
        ({"Coordinates": "53,4244; -2,3325"}, COORDINATES),
        ({"Coordinates": "53.4244 N, 2.3325 W"}, COORDINATES),
        ({"Coordinates": "2.3325 W, 53.4244 N"}, COORDINATES),
        ({"Coordinates": "Lat: 53.4244 Long: -2.3325"}, COORDINATES),
        ({"Coordinates": "53°25'28\"N 2°19'57\"W"}, COORDINATES),
        ({"Coordinates": "378000, 392000"}, GRID),
        ({"Coordinates": "E 378000 N 392000"}, GRID),
        ({"Address": "1 Oak Street (53.4244, -2.3325)"}, COORDINATES),
        ({"Position": "53.4244/-2.3325"}, COORDINATES),
        ({"Google maps": "https://www.google.com/maps/@53.4244,-2.3325,17z"}, COORDINATES),
        ({"Map link": "https://www.openstreetmap.org/?mlat=53.4244&mlon=-2.3325"}, COORDINATES),
        ({"WKT": "POINT (-2.3325 53.4244)"}, GEOMETRY),
        ({"geom": "POINT(378000 392000)"}, GEOMETRY),
        ({"geom": "SRID=27700;POINT (378000 392000)"}, GEOMETRY),
        ({"geom": "SRID=4326;MULTIPOINT (-2.3325 53.4244, -2.3325 53.4244)"}, GEOMETRY),
        ({"Shape": "POLYGON ((-2.34 53.42, -2.325 53.42, -2.325 53.429, -2.34 53.42))"}, GEOMETRY),
        ({"geojson": '{"type":"Point","coordinates":[-2.3325,53.4244]}'}, GEOMETRY),
        ({"Grid reference": "SJ 780 920"}, GRID),
        ({"Grid Ref": "sj7800092000"}, GRID),
        ({"NGR": "SJ 78000 92000"}, GRID),
        ({"OS grid ref": "NGR: SJ 780 920"}, GRID),
        ({"Map ref": "SJ780920"}, GRID),
        ({"Grid reference": "378000 392000"}, GRID),
    ],
)
def test_a_position_is_exact_however_it_is_written(row: dict[str, object], how: str) -> None:
    intake = sites_of(row)
    assert where(intake) == [("exact", how)]
    [(lon, lat)] = points(intake)
    assert (lon, lat) == pytest.approx((-2.3325, 53.4244), abs=6e-3)
    assert not codes_of(intake) - {"address.in_name"}


@pytest.mark.parametrize(
    ("row", "context", "how"),
    [
        ({"Grid reference": "SJ7892"}, PLACE, "grid reference"),
        ({"Postcode": "M33"}, PLACE, "outward code (Code-Point Open)"),
        ({"Postcode": "M33 2"}, PLACE, "outward code (Code-Point Open)"),
        ({"LSOA code": "E01006004"}, PLACE, "area"),
        ({"Area": "Riverside"}, PLACE, "area"),
        ({"Ward": "North Side"}, IN_WARD, "area"),
    ],
)
def test_a_position_that_is_only_roughly_known_is_approximate(
    row: dict[str, object], context: Context, how: str
) -> None:
    intake = sites_of(row, context=context)
    assert where(intake) == [("approximate", how)]
    assert intake.report.placed.approximate == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"Longitude": "0", "Latitude": "0"}, "coordinates.zero"),
        ({"Easting": "0", "Northing": "0"}, "coordinates.zero"),
        ({"Longitude": "-7.55716", "Latitude": "49.76681"}, "coordinates.grid_origin"),
        ({"Longitude": "-2.33", "Latitude": "534244"}, "coordinates.impossible"),
        ({"Longitude": "-2.33", "Latitude": ""}, "coordinates.half"),
        ({"Longitude": "-2.33", "Latitude": "north of here"}, "coordinates.unreadable"),
        ({"Coordinates": "behind the church"}, "coordinates.unreadable"),
        ({"Grid reference": "SJ 780 92"}, "coordinates.unreadable"),
        ({"WKT": "POINT (here)"}, "coordinates.unreadable"),
    ],
)
def test_what_is_no_position_is_said_and_the_row_kept(row: dict[str, object], code: str) -> None:
    good = {"Longitude": "-2.33", "Latitude": "53.42", "Easting": "378000", "Northing": "392000",
            "Coordinates": "53.4244, -2.3325", "Grid reference": "SJ 780 920",
            "WKT": "POINT (-2.33 53.42)"}  # fmt: skip
    rows = [{name: good[name] for name in row}, {name: good[name] for name in row}, row]
    intake = sites_of(*rows)
    assert [precision for precision, _ in where(intake)][-1] == "none"
    assert [(f.code, f.row) for f in intake.report.faults] == [(code, 4)]
    assert (intake.report.kept, intake.report.placed.none) == (3, 1)


@pytest.mark.parametrize(
    ("row", "code", "fact"),
    [
        ({"lon": "53.4244", "lat": "-2.3325"}, "coordinates.swapped", "swapped"),
        ({"lon": "2.3325", "lat": "53.4244"}, "coordinates.sign", "mirrored"),
        ({"lon": "-2.3325", "lat": "-53.4244"}, "coordinates.sign", "mirrored"),
    ],
)
def test_a_slip_that_is_plain_is_mended_and_said(
    row: dict[str, object], code: str, fact: str
) -> None:
    good = {"lon": "-2.33", "lat": "53.42", "Easting": "378010", "Northing": "392010"}
    rows = [{name: good[name] for name in row}, {name: good[name] for name in row}, row]
    intake = sites_of(*rows)
    assert points(intake)[-1] == NEAR
    assert [(f.code, f.row, f.severity.value) for f in intake.report.faults] == [(code, 4, "note")]
    assert intake.report.facts[fact] == 1


def test_one_easting_that_is_a_northing_is_turned_where_that_is_plain() -> None:
    square = gpd.GeoDataFrame(
        {"area_code": ["E01006001"]}, geometry=[box(-1.12, 50.78, -1.04, 50.86)], crs="EPSG:4326"
    )
    portsmouth = replace(PLACE, outlines=square)
    rows = [{"Easting": f"46480{n}", "Northing": f"10050{n}"} for n in range(2)]
    turned = {"Easting": "100502", "Northing": "464802"}
    intake = sites_of(*rows, turned, context=portsmouth)
    assert [round(lat, 2) for _, lat in points(intake)] == [50.80] * 3
    assert [(f.code, f.row) for f in intake.report.faults] == [("coordinates.swapped", 4)]


def test_a_column_of_eastings_that_are_northings_is_turned_and_said_once() -> None:
    rows = [{"Easting": f"3920{n:02d}", "Northing": f"3780{n:02d}"} for n in range(12)]
    intake = sites_of(*rows)
    assert intake.report.facts["swapped"] == 12
    assert [(f.code, f.row) for f in intake.report.faults] == [("coordinates.swapped", None)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"lon": "-2.20", "lat": "53.42"}, "location.outside"),
        ({"lon": "-4.50", "lat": "53.80"}, "location.far"),
        ({"lon": "-87.66", "lat": "41.97"}, "location.far"),
    ],
)
def test_a_point_outside_is_a_warning_and_no_error(row: dict[str, object], code: str) -> None:
    intake = sites_of({"lon": "-2.33", "lat": "53.42"}, row)
    assert [(f.code, f.row, f.severity.value) for f in intake.report.faults] == [
        (code, 3, "warning")
    ]
    assert (intake.report.facts["outside"], intake.report.placed.exact) == (1, 2)


def test_each_row_may_be_measured_in_its_own_way() -> None:
    intake = sites_of(
        {"X": "378000", "Y": "392000", "Projection": "British National Grid"},
        {"X": "-2.3326", "Y": "53.4245", "Projection": "EPSG:4326"},
        {"X": "-2.3327", "Y": "53.4246", "Projection": "as the crow flies"},
        {"X": "378010", "Y": "392010", "Projection": ""},
        {"X": "378020", "Y": "392020", "Projection": "27700"},
    )
    assert [place == NEAR for place in points(intake)] == [True] * 5
    assert [(f.code, f.row) for f in intake.report.faults] == [("crs.unknown", 4)]


def test_a_definition_of_a_crs_is_never_followed() -> None:
    for text in ("+proj=utm +nadgrids=/etc/passwd", "/etc/passwd", "file:///x.prj", "1e9"):
        assert crs_named(text) == ""


@pytest.mark.parametrize(
    ("text", "middle", "side"),
    [
        ("TL 449 584", (544_950, 258_450), 100),
        ("HU396753", (439_650, 1_175_350), 100),
        ("SV 9", None, None),
        ("NT 2572", (325_500, 672_500), 1_000),
        ("SO14", (315_000, 245_000), 10_000),
        ("J 123 456", (312_350, 345_650), 100),
        ("XX 123 456", None, None),
        ("SI 123 456", None, None),
        ("M33 2DQ", None, None),
    ],
)
def test_grid_references_are_the_middle_of_their_square(
    text: str, middle: tuple[int, int] | None, side: int | None
) -> None:
    x, y, found = grid_reference(text)
    assert middle is None or ((x, y) == middle and found == side)
    assert middle is not None or np.isnan(found)


def test_a_reference_with_one_letter_is_irish_and_only_in_ireland() -> None:
    belfast = {"Grid reference": "J 338 740"}
    [(lon, lat)] = points(sites_of(belfast, context=IRISH))
    assert (lon, lat) == pytest.approx((-5.93, 54.597), abs=0.01)
    assert where(sites_of(belfast)) == [("none", "")]


def test_there_is_nothing_british_in_chicago() -> None:
    rows = ({"Grid reference": "SJ 780 920"}, {"Postcode": "M33 2DQ"}, {"Postcode": "60601"})
    chicago = replace(CHICAGO, postcodes=Context().postcodes)
    for row in rows:
        assert where(sites_of(row, context=chicago)) == [("none", "")]


@pytest.mark.parametrize("text", ["1,234", "12 34", "0161 912 3189", "01619 912123", "18/01/2013"])
def test_other_numbers_are_no_pair(text: str) -> None:
    assert np.isnan(pair(text)[0])
