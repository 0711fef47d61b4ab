"""Rows are placed as precisely as the file allows, and slips are mended in the open."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

from sharedground.intake.context import Context, Intake
from sharedground.intake.to_mend import to_mend
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import a_place, codes_of, table, take


def sites_of(*rows: dict[str, object], context: Context | None = None, **given: object) -> Intake:
    named = [{"Name": f"Place {n}", "Type": "Library", **row} for n, row in enumerate(rows)]
    return take(Kind.ASSETS, table(named, **given), context)


def where(intake: Intake) -> list[tuple[str, str]]:
    sites = intake.frames["sites"]
    return list(zip(sites["precision"], sites["placed_by"], strict=True))


def point(intake: Intake) -> tuple[float, float]:
    site = intake.frames["sites"].iloc[0]
    return float(site["lon"]), float(site["lat"])


NEAR = pytest.approx((-2.3325, 53.4244), abs=2e-3)


@pytest.mark.parametrize(
    ("row", "how"),
    [
        ({"Longitude": "-2.3325", "Latitude": "53.4244"}, "coordinates"),
        ({"X": "-2.3325", "Y": "53.4244"}, "coordinates"),
        ({"X": "378000", "Y": "392000"}, "grid reference"),
        ({"Easting": "378,000", "Northing": "392,000"}, "grid reference"),
        ({"GeoX": "378000", "GeoY": "392000"}, "grid reference"),
        ({"Location": "53.4244, -2.3325"}, "coordinates"),
        ({"Lat/Long": "(53.4244, -2.3325)"}, "coordinates"),
        ({"Long/Lat": "-2.3325, 53.4244"}, "coordinates"),
        ({"WKT": "POINT (-2.3325 53.4244)"}, "geometry"),
        ({"WKT": "SRID=4326;POINT (-2.3325 53.4244)"}, "geometry"),
    ],
)
def test_positions_are_understood_in_many_shapes(row: dict[str, object], how: str) -> None:
    intake = sites_of(row)
    assert where(intake) == [("exact", how)]
    assert point(intake) == NEAR


def test_a_whole_postcode_places_exactly_and_half_of_one_roughly() -> None:
    known = {"M33 2DQ": (-2.325, 53.425), "M41": (-2.38, 53.39)}
    place = a_place(postcodes=lambda asked: {p: known[p] for p in asked if p in known})
    intake = sites_of(
        {"PC": "m332dq"},
        {"PC": "M41"},
        {"PC": "M99 9ZZ"},
        {"PC": "WA154 1HF"},
        {"PC": ""},
        context=place,
    )
    assert where(intake) == [
        ("exact", "postcode"),
        ("approximate", "outward code"),
        ("none", ""),
        ("none", ""),
        ("none", ""),
    ]
    assert {f.row: f.code for f in intake.report.faults} == {
        3: "postcode.part",
        4: "postcode.unknown",
        5: "postcode.unreadable",
        6: "location.missing",
    }
    assert intake.report.facts["waiting"] == 2


UNKNOWN = ({"PC": "M33 9ZZ"}, {"PC": "M33 9ZY"}, {"PC": "M33"}, {"PC": ""})


def notes_of(intake: Intake) -> list[tuple[str, int | None, str]]:
    return [(f.code, f.row, f"{f.reason} {f.fix}") for f in intake.report.faults]


def test_without_postcodes_one_note_says_how_many_rows_wait() -> None:
    place = replace(a_place(), postcodes=Context().postcodes)
    intake = sites_of(*UNKNOWN, context=place)
    assert ("postcode.none_loaded", None, "No postcodes are loaded yet. 2 rows wait for them. "
            "Add a postcode table and we place them.") in notes_of(intake)  # fmt: skip
    assert codes_of(intake) == {"postcode.none_loaded", "postcode.part", "location.missing"}
    assert (intake.report.kept, intake.report.placed.none) == (4, 4)


def test_postcodes_of_another_town_are_not_held_against_the_rows() -> None:
    place = a_place(holds_postcodes=lambda bounds: bounds is None)
    intake = sites_of(*UNKNOWN, context=place)
    [note] = [text for code, _, text in notes_of(intake) if code == "postcode.none_loaded"]
    assert "another part of the country. 2 rows wait." in note
    assert "postcode.unknown" not in codes_of(intake)


def test_with_postcodes_of_the_place_each_unknown_one_is_a_fault_of_its_row() -> None:
    place = a_place(holds_postcodes=lambda bounds: bounds is not None)
    intake = sites_of(*UNKNOWN, context=place)
    assert [row for code, row, _ in notes_of(intake) if code == "postcode.unknown"] == [2, 3]
    assert "postcode.none_loaded" not in codes_of(intake)


def test_a_row_merged_into_another_does_not_wait_too() -> None:
    row = {"Name": "a", "Type": "Library", "PC": "M33 9ZZ"}
    place = replace(a_place(), postcodes=Context().postcodes)
    intake = take(Kind.ASSETS, table([row, row]), place)
    assert [text for _, _, text in notes_of(intake) if "1 row waits for them." in text]


def test_a_postcode_hidden_in_the_address_is_used() -> None:
    intake = sites_of({"Address": "1 High Street, Sale, M33 2DQ"})
    assert where(intake) == [("exact", "postcode")]


def test_a_letter_o_for_0_is_read_and_said() -> None:
    place = a_place(
        postcodes=lambda asked: {"M32 0XZ": (-2.3, 53.42)} if "M32 0XZ" in asked else {}
    )
    intake = sites_of({"Postcode": "M32 OXZ"}, context=place)
    assert where(intake) == [("exact", "postcode")]
    assert codes_of(intake) == {"postcode.letter_o"}


def in_britain(**given: object) -> Context:
    return replace(a_place(), postcodes=Context().postcodes, code_point=True, **given)  # type: ignore[arg-type]


def faults_of(intake: Intake) -> list[tuple[str, int | None, str]]:
    return [(f.code, f.row, f.fix) for f in intake.report.faults]


def test_any_british_postcode_places_a_row_with_nothing_loaded() -> None:
    intake = sites_of(
        {"PC": "M33 2DQ"}, {"PC": "sw1a1aa"}, {"PC": "M33"}, {"PC": "Sale, M33 2DQ"},
        {"PC": "WA14 1"}, {"PC": "AB12 3DT"}, context=in_britain(),
    )  # fmt: skip
    ours, rough = "postcode (Code-Point Open)", "outward code (Code-Point Open)"
    assert where(intake) == [
        ("exact", ours), ("exact", ours), ("approximate", rough), ("exact", ours),
        ("approximate", rough), ("approximate", ours),
    ]  # fmt: skip
    assert intake.report.facts["placed_by"] == {ours: 4, rough: 2}
    said = " ".join(intake.report.sentences)
    assert "6 rows are placed by the postcodes that come with this app (OS Code-Point" in said
    assert "Contains OS data © Crown copyright" in said


def test_a_postcode_that_no_table_knows_says_why_and_is_never_placed_exactly() -> None:
    intake = sites_of(
        {"PC": "M33 9ZZ"}, {"PC": "BT1 5GS"}, {"PC": "AB43 1AG"}, {"PC": "M33 ZDQ"},
        {"PC": "WA154 1HF"}, {"PC": "the park"}, {"PC": "M33 2DQ"}, context=in_britain(),
    )  # fmt: skip
    assert [precision for precision, _ in where(intake)] == [
        "approximate", "none", "approximate", "none", "none", "none", "exact",
    ]  # fmt: skip
    old = "Add a postcode table that has it, such as the ONS Postcode Directory."
    assert [fault for fault in faults_of(intake) if fault[0] != "location.far"] == [
        ("postcode.unknown", 2, "Check it, or add a postcode table that has old postcodes."),
        ("postcode.not_covered", 3, old),
        ("postcode.no_position", 4, old),
        ("postcode.unreadable", 5, "Did you mean M33 2DQ?"),
        ("postcode.unreadable", 6, "Did you mean WA14 1HF?"),
        ("postcode.unreadable", 7, "Check the letters and numbers. A whole postcode looks like "
         "M33 2DQ."),
    ]  # fmt: skip


def test_postcodes_of_the_partnership_come_before_ours() -> None:
    known = {"M33 2DQ": (-2.34, 53.41), "M33": (-2.35, 53.42)}
    place = in_britain()
    place = replace(place, postcodes=lambda asked: {p: known[p] for p in asked if p in known})
    intake = sites_of({"PC": "M33 2DQ"}, {"PC": "SW1A 1AA"}, {"PC": "M33"}, context=place)
    assert where(intake) == [
        ("exact", "postcode"), ("exact", "postcode (Code-Point Open)"),
        ("approximate", "outward code"),
    ]  # fmt: skip
    assert point(intake) == (-2.34, 53.41)


def test_a_whole_postcode_in_the_address_is_better_than_half_of_it_in_its_column() -> None:
    rows = ({"Address": "1 High Street, Sale, M33 2DQ", "PC": "M33"},
            {"Address": "1 High Street, Sale, M33 2DQ", "PC": "M41"})  # fmt: skip
    intake = sites_of(*rows, context=in_britain())
    assert intake.frames["sites"]["postcode"].tolist() == ["M33 2DQ", "M41"]


def test_one_swapped_row_is_mended_with_its_row_number() -> None:
    rows = [
        {"lon": "-2.33", "lat": "53.42"},
        {"lon": "53.41", "lat": "-2.34"},
        {"lon": "-2.35", "lat": "53.40"},
    ]
    intake = sites_of(*rows)
    assert intake.report.facts["swapped"] == 1
    [fault] = [f for f in intake.report.faults if f.code == "coordinates.swapped"]
    assert (fault.row, fault.column, fault.value) == (3, "lon", "53.41")
    assert intake.frames["sites"]["lon"].tolist() == [-2.33, -2.34, -2.35]


def test_a_whole_swapped_column_is_mended_and_said_once() -> None:
    intake = sites_of(*({"lon": f"53.4{n:02d}", "lat": f"-2.3{n:02d}"} for n in range(12)))
    assert intake.report.facts["swapped"] == 12
    assert [f.row for f in intake.report.faults] == [None]


def test_a_swapped_point_is_mended_without_areas_only_where_it_cannot_be_right() -> None:
    nowhere = Context(place_id="new")
    assert point(sites_of({"lon": "41.97", "lat": "-87.66"}, context=nowhere)) == (41.97, -87.66)
    assert point(sites_of({"lon": "53.4", "lat": "-120.5"}, context=nowhere)) == (-120.5, 53.4)


def test_0_0_and_impossible_numbers_place_nothing() -> None:
    intake = sites_of(
        {"lon": "0", "lat": "0"}, {"lon": "-2.33", "lat": "153.4"}, {"lon": "-2.33", "lat": "53.4"}
    )
    assert [p for p, _ in where(intake)] == ["none", "none", "exact"]
    assert codes_of(intake) == {"coordinates.zero", "coordinates.impossible"}


def test_a_place_outside_is_kept_counted_and_said() -> None:
    intake = sites_of({"lon": "-2.20", "lat": "53.42"}, {"lon": "-2.33", "lat": "53.42"})
    assert intake.report.facts["outside"] == 1
    assert [(f.code, f.row) for f in intake.report.faults] == [("location.outside", 2)]
    assert intake.report.kept == 2


def test_one_point_for_many_addresses_is_not_believed() -> None:
    rows = [{"lon": "-2.365", "lat": "53.41", "street": f"{n} Oak Road"} for n in range(20)]
    intake = sites_of(*rows)
    assert intake.report.placed.none == 20
    told = [(fault.code, fault.row) for fault in intake.report.faults]
    assert ("coordinates.stand_in", None) in told
    assert {row for code, row in told if code == "location.no_postcode"} == set(range(2, 22))


def test_many_groups_at_one_address_share_its_point() -> None:
    rows = [{"lon": "-2.365", "lat": "53.41", "address": "The Fuse, Partington"} for n in range(20)]
    intake = sites_of(*rows)
    assert intake.report.placed.exact == 20
    assert len(intake.frames["sites"]) == 1
    assert intake.frames["assets"]["site_id"].nunique() == 1


def test_a_row_that_gives_only_its_area_is_placed_roughly_inside_it() -> None:
    intake = sites_of({"lsoa_code": "E01006004"}, {"lsoa_code": "E01006001"})
    assert where(intake) == [("approximate", "area")] * 2
    lon, lat = point(intake)
    assert -2.35 < lon < -2.30
    assert 53.41 < lat < 53.46


@pytest.mark.parametrize(
    "shape",
    [
        Point(-2.33, 53.42),
        MultiPoint([(-2.33, 53.42), (-2.34, 53.42)]),
        box(-2.34, 53.41, -2.32, 53.43),
        LineString([(-2.34, 53.42), (-2.32, 53.42)]),
        Polygon([(-2.34, 53.41), (-2.32, 53.43), (-2.32, 53.41), (-2.34, 53.43)]),
    ],
)
def test_every_shape_has_a_point_in_it(shape: object) -> None:
    intake = sites_of({}, shapes=[shape])
    assert where(intake) == [("exact", "geometry")]
    assert shape.distance(Point(*point(intake))) < 1e-9  # type: ignore[attr-defined]


def test_metres_are_turned_into_degrees_with_or_without_a_crs() -> None:
    metres = gpd.GeoSeries([Point(-2.33, 53.42)], crs=4326).to_crs(27700)
    for crs in ("EPSG:27700", None):
        assert point(sites_of({}, shapes=list(metres), crs=crs)) == pytest.approx(
            (-2.33, 53.42), abs=1e-4
        )


def test_a_missing_shape_leaves_the_row_waiting() -> None:
    intake = sites_of({"postcode": "M99 9ZZ"}, {}, shapes=[None, Point(-2.33, 53.42)])
    assert [p for p, _ in where(intake)] == ["none", "exact"]
    assert intake.report.facts["waiting"] == 1


def test_zip_codes_are_not_held_against_a_row_that_has_a_position() -> None:
    chicago = a_place(metric_crs="EPSG:32616", postcodes=lambda asked: {})
    intake = sites_of(
        {"ZIP": "60601", "lon": "-2.33", "lat": "53.42"}, {"ZIP": "60602"}, context=chicago
    )
    assert [(f.code, f.row) for f in intake.report.faults] == [("location.postcode_unknown", 3)]


def rough_of(*codes: str, context: Context) -> list[tuple[str, str]]:
    intake = sites_of(*({"PC": code} for code in codes), context=context)
    assert intake.report.placed.exact == 0
    return where(intake)


def test_an_old_or_new_postcode_is_placed_roughly_by_its_sector_or_first_half() -> None:
    rough = ("approximate", "outward code (Code-Point Open)")
    assert rough_of("M33 7CC", "M33 0CC", "ZZ99 9ZZ", context=in_britain()) == [
        rough, rough, ("none", ""),
    ]  # fmt: skip
    sector, half = sites_of({"PC": "M33 7CC"}, context=in_britain()), sites_of(
        {"PC": "M33"}, context=in_britain()
    )  # fmt: skip
    assert point(sector) != point(half)
    [fault] = sector.report.faults
    assert fault.code == "postcode.unknown"
    assert "Roughly placed, from the first part of the postcode." in fault.reason


def test_loaded_postcodes_place_unknown_ones_of_their_sector_roughly() -> None:
    known = {"BT1 5GS": (-2.32, 53.42), "BT1 5GT": (-2.34, 53.42), "BT2": (-2.36, 53.40)}
    place = a_place(
        postcodes=lambda asked: {p: known[p] for p in asked if p in known},
        holds_postcodes=lambda bounds: True,
    )
    rough = ("approximate", "outward code")
    assert rough_of("BT1 5GA", "BT2 1AA", "BT9 1AA", context=place) == [rough, rough, ("none", "")]
    assert point(sites_of({"PC": "BT1 5GA"}, context=place)) == pytest.approx((-2.33, 53.42))


MIXED = {
    "378900, 391200": "grid reference",
    "SJ 789 912": "grid reference",
    "53.42, -2.31": "coordinates",
    "-2.31, 53.42": "coordinates",
    "POINT (-2.32 53.43)": "geometry",
    "at the back of 12 Foo Street, Sale M33 2DQ": "postcode (Code-Point Open)",
    "M33": "outward code (Code-Point Open)",
    "https://www.google.com/maps/@53.42,-2.31,15z": "coordinates",
    "///filled.count.soap": "",
    "0,0": "",
    "next to the big shop": "",
}


def each_row(intake: Intake) -> pd.DataFrame:
    """Return each asset with its site: rows at one point share theirs."""
    assets = intake.frames["assets"][["row_number", "site_id"]]
    return assets.merge(intake.frames["sites"], on="site_id", validate="many_to_one")


@pytest.mark.parametrize("heading", ["Location", "Address", "Venue location"])
def test_each_row_of_a_mixed_column_is_placed_by_what_stands_in_it(heading: str) -> None:
    intake = sites_of(*({heading: text} for text in MIXED), context=in_britain())
    rows = each_row(intake)
    found = dict(zip(MIXED, rows["placed_by"], strict=True))
    if heading == "Address":
        found["M33"] = MIXED["M33"]  # a street may be called so
    assert found == MIXED
    address = dict(zip(MIXED, rows["address"], strict=True))
    assert address["SJ 789 912"] == address["53.42, -2.31"] == ""
    assert address["next to the big shop"] == "next to the big shop"


def test_every_row_without_a_location_is_told_why_and_how_to_mend_it() -> None:
    rows = [{"Location": text} for text in (*MIXED, "", "12 High Street", "14 High Street")]
    intake = sites_of(*rows, context=in_britain())
    found = each_row(intake)
    nowhere = set(found.loc[found["precision"] == "none", "row_number"])
    told = {fault.row: fault for fault in intake.report.faults if fault.row in nowhere}
    assert told.keys() == nowhere
    assert all(
        fault.reason and fault.fix and fault.severity == "warning" for fault in told.values()
    )
    assert {row for row, f in told.items() if f.code == "location.no_postcode"} == {12, 14, 15}
    assert {row for row, f in told.items() if f.code == "location.missing"} == {13}
    assert told[14].value == "12 High Street"
    assert len({f.reason for f in told.values() if f.code == "location.no_postcode"}) == 1
    assert {one.row for one in to_mend([intake], warnings=True)} >= nowhere


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("12 Cross Street, Sale M33 2DQ", "Town Hall, M33 2DQ"), "address"),
        (("SJ 789 912", "SJ 780 910"), "grid_ref"),
        (("53.42, -2.31", "53.43, -2.32"), "latlon"),
        (("POINT (-2.31 53.42)", "POINT (-2.32 53.42)"), "wkt"),
        (("behind the church", "in the park"), "address"),
    ],
)
def test_a_location_is_what_its_cells_hold_and_never_the_name_beside_a_venue(
    cells: tuple[str, ...], field: str
) -> None:
    rows = [{"Venue": f"Hall {n}", "Kind": "Library", "Location": c} for n, c in enumerate(cells)]
    intake = take(Kind.ASSETS, table(rows), in_britain())
    assert (intake.report.columns["name"], intake.report.columns[field]) == ("Venue", "Location")
    assert intake.frames["assets"]["name"].tolist() == ["Hall 0", "Hall 1"]


def test_a_location_names_places_where_nothing_else_does() -> None:
    rows = [{"Location": name, "Postcode": "M33 2DQ"} for name in ("Acre Hall", "Town Hall")]
    assert take(Kind.ASSETS, table(rows), in_britain()).report.columns["name"] == "Location"
