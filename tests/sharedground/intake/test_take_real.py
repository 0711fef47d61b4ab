"""Whole real places go in, with the figures that their owners know."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import pytest

from sharedground.errors import NothingUsableError
from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.read import gather, read_file
from sharedground.intake.take import take_in
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import assert_rows_conserved, codes_of

pytestmark = pytest.mark.real_data

BAD, GOOD = Direction.HIGH_IS_BAD.value, Direction.HIGH_IS_GOOD.value


def take(kind: Kind, path: Path, context: Context, **options: object) -> list[Intake]:
    [(name, parts)] = gather([path])
    taken = take_in(kind, read_file(name, parts), "s", Options(**options), context)  # type: ignore[arg-type]
    for intake in taken:
        assert_rows_conserved(intake)
    return taken


def place_of(areas: Intake, **known: object) -> Context:
    frame = areas.frames["areas"]
    return Context(
        place_id="p",
        areas=dict(zip(frame["area_code"], frame["area_name"], strict=True)),
        outlines=gpd.GeoDataFrame(frame[["area_code", "geometry"]], geometry="geometry", crs=4326),
        metric_crs=str(areas.report.facts["metric_crs"]),
        **known,  # type: ignore[arg-type]
    )


@cache
def trafford(data: Path) -> Context:
    folder = data / "trafford"
    [areas] = take(Kind.AREAS, folder / "areas/lsoa_2011.geojson", Context())
    [table] = take(Kind.POSTCODES, folder / "postcodes/trafford_postcodes.csv", place_of(areas))
    points = {
        row.postcode: (float(row.lon), float(row.lat))
        for row in table.frames["postcodes"].itertuples()
    }
    [listed] = take(Kind.PARTNERS, grants(data), place_of(areas))
    partners = listed.frames["partners"]
    return place_of(
        areas,
        postcodes=lambda asked: {code: points[code] for code in asked if code in points},
        partners=dict(zip(partners["name"], partners["partner_id"], strict=True)),
    )


@cache
def wards(data: Path) -> Context:
    [areas] = take(Kind.AREAS, data / "trafford/areas/ward_2023.geojson", Context())
    return place_of(areas)


@cache
def chicago(data: Path) -> Context:
    [areas] = take(Kind.AREAS, data / "chicago/areas/commpop.shp", Context())
    return place_of(areas)


def grants(data: Path) -> Path:
    return data / "trafford/partners/voluntary_sector_grants_360giving.csv"


def test_trafford_has_138_areas_of_which_2_were_repaired(real_data: Path) -> None:
    [areas] = take(Kind.AREAS, real_data / "trafford/areas/lsoa_2011.geojson", Context())
    assert areas.report.kept == 138
    assert len([f for f in areas.report.faults if f.code == "area.repaired"]) == 2
    assert areas.report.facts["metric_crs"] == "EPSG:27700"


def test_the_domains_of_2019_join_all_138_areas(real_data: Path) -> None:
    path = real_data / "trafford/need/iod2019_lsoa2011_long.csv"
    [intake] = take(Kind.INDICATORS, path, trafford(real_data))
    assert (intake.report.kept, intake.report.facts["matched"]) == (2760, 138)
    known = intake.frames["indicators"].set_index("indicator_id")["direction"]
    assert len(known) == 10 * 3 * 2
    assert known["income-deprivation-score-2019"] == BAD
    assert known["index-of-multiple-deprivation-decile-2019"] == GOOD
    assert "" not in set(known)


def test_the_people_of_2024_join_137_areas_and_2_codes_are_left_over(real_data: Path) -> None:
    path = real_data / "trafford/need/population_mid2024_lsoa2021.csv"
    [intake] = take(Kind.POPULATION, path, trafford(real_data))
    facts = intake.report.facts
    assert (intake.report.kept, intake.report.merged, intake.report.set_aside) == (137, 274, 6)
    assert (facts["matched"], facts["of"], facts["missing"]) == (137, 138, ["E01006185"])
    assert facts["left_over_codes"] == ["E01034000", "E01034001"]


def test_the_old_people_join_92_areas_and_that_is_said(real_data: Path) -> None:
    path = real_data / "trafford/need/population_old_lsoa2011.csv"
    [intake] = take(Kind.POPULATION, path, trafford(real_data))
    assert (intake.report.kept, intake.report.facts["partial"]) == (92, True)
    assert any("92 of 138" in sentence for sentence in intake.report.sentences)


def test_the_postcode_table_gives_every_area_its_ward_neighbourhood_and_locality(
    real_data: Path,
) -> None:
    path = real_data / "trafford/postcodes/trafford_postcodes.csv"
    [intake] = take(Kind.LOOKUP, path, trafford(real_data))
    assert intake.report.facts["levels"] == {"ward": 21, "neighbourhood": 28, "locality": 4}
    assert intake.report.facts["matched"] == 138
    assert intake.report.facts["left_over"] == 2


def test_a_lookup_of_all_greater_manchester_leaves_the_others_over(real_data: Path) -> None:
    path = real_data / "trafford/areas/lsoa21_to_ward22_lookup_gm.csv"
    [intake] = take(Kind.LOOKUP, path, trafford(real_data))
    assert (intake.report.kept, intake.report.set_aside) == (137, 1565)
    assert intake.report.facts["levels"] == {"ward": 21}


def test_wards_of_2018_are_refused_and_those_of_2025_join(real_data: Path) -> None:
    need = real_data / "trafford/need"
    with pytest.raises(NothingUsableError, match="E05000783"):
        take(Kind.INDICATORS, need / "iod2019_ward_gm_wide.csv", wards(real_data))
    [intake] = take(Kind.INDICATORS, need / "iod2025_imd_ward_extract.csv", wards(real_data))
    assert intake.report.facts["matched"] == 21
    assert intake.frames["indicators"]["indicator_id"].tolist() == [
        "index-of-multiple-deprivation-score-2025",
        "index-of-multiple-deprivation-rank-2025",
    ]


@pytest.mark.parametrize(
    ("file", "indicators"),
    [("car_van", 4), ("general_health", 5), ("household_composition", 14)],
)
def test_census_counts_become_shares_of_each_area(
    real_data: Path, file: str, indicators: int
) -> None:
    path = real_data / f"trafford/need/census2021_{file}_lsoa.csv"
    [intake] = take(Kind.INDICATORS, path, trafford(real_data))
    assert len(intake.frames["indicators"]) == indicators
    values = intake.frames["indicator_values"]
    assert values.groupby("area_code")["value"].sum().round(6).unique().tolist() == [100]


def test_555_grants_name_352_partners(real_data: Path) -> None:
    [areas] = take(Kind.AREAS, real_data / "trafford/areas/lsoa_2011.geojson", Context())
    [intake] = take(Kind.PARTNERS, grants(real_data), place_of(areas))
    report = intake.report
    assert (report.read, report.kept, report.merged, report.set_aside) == (555, 352, 203, 0)
    with pytest.raises(NothingUsableError, match="grant"):
        take(Kind.ASSETS, grants(real_data), place_of(areas))


def test_nearly_every_row_of_every_list_gets_a_category(real_data: Path) -> None:
    lists = sorted((real_data / "trafford/assets").glob("*.*"))
    good = [
        path.name
        for path in lists
        for intake in take(Kind.ASSETS, path, trafford(real_data))
        if intake.report.category.other <= 0.05 * intake.report.kept
    ]
    assert len(lists) == 25
    assert good == [path.name for path in lists]


def test_council_land_keeps_every_row_and_mends_the_swapped_one(real_data: Path) -> None:
    path = real_data / "trafford/assets/council_land_and_buildings.csv"
    [intake] = take(Kind.ASSETS, path, trafford(real_data))
    facts = intake.report.facts
    assert intake.report.kept == 608
    assert facts["placed_by"]["coordinates"] == 373
    assert (facts["swapped"], facts["outside"]) == (1, 3)
    [swapped] = [f for f in intake.report.faults if f.code == "coordinates.swapped"]
    youth = intake.frames["assets"].set_index("row_number").loc[swapped.row]
    assert (youth["name"], youth["category"]) == ("Davyhulme Youth Centre", "youth-space")
    assert {"postcode.part", "postcode.letter_o"} <= codes_of(intake)


def test_hospital_outlines_are_3_hospitals(real_data: Path) -> None:
    path = real_data / "trafford/assets/hospitals_polygons.geojson"
    [intake] = take(Kind.ASSETS, path, trafford(real_data))
    assert (intake.report.kept, intake.report.merged) == (3, 17)


def test_unnamed_churches_and_greens_are_named_by_where_they_are(real_data: Path) -> None:
    folder = real_data / "trafford/assets"
    for file, unnamed in (
        ("places_of_worship_osm_raw.geojson", 40),
        ("greenspace_sites_polygons.geojson", 314),
    ):
        [intake] = take(Kind.ASSETS, folder / file, trafford(real_data))
        names = intake.frames["assets"]["name"]
        assert names.str.startswith("Unnamed ").sum() == unnamed
        assert "" not in set(names)


def test_1025_bus_stops_at_one_point_are_not_believed(real_data: Path) -> None:
    [intake] = take(Kind.ASSETS, real_data / "trafford/assets/bus_stops.csv", trafford(real_data))
    assert (intake.report.kept, intake.report.placed.none) == (1025, 1025)
    assert "coordinates.stand_in" in codes_of(intake)


def test_lists_without_coordinates_are_placed_by_postcode(real_data: Path) -> None:
    folder = real_data / "trafford/assets"
    for file, exact, roughly, waiting in (
        ("pharmacies.csv", 57, 0, 0),
        ("sports_clubs.csv", 138, 1, 1),
        ("gm_food_banks.csv", 7, 14, 150),
        ("mental_health_services_raw.csv", 44, 6, 10),
    ):
        [intake] = take(Kind.ASSETS, folder / file, trafford(real_data))
        placed = intake.report.placed
        assert (placed.exact, placed.approximate, placed.none) == (exact, roughly, waiting)


def test_the_same_dentist_twice_is_merged(real_data: Path) -> None:
    [intake] = take(Kind.ASSETS, real_data / "trafford/assets/dentists.csv", trafford(real_data))
    assert (intake.report.kept, intake.report.merged) == (52, 1)
    assert set(intake.frames["assets"]["category"]) == {"dentist"}


def test_chicago_joins_text_and_number_and_has_its_own_metres(real_data: Path) -> None:
    folder = real_data / "chicago"
    [people] = take(Kind.POPULATION, folder / "areas/commpop.shp", chicago(real_data))
    assert chicago(real_data).metric_crs == "EPSG:32616"
    assert people.report.columns == {"area_code": "NID", "people": "POP2010"}
    assert people.frames["population"]["people"].sum() == 2_695_598
    [need] = take(Kind.INDICATORS, folder / "areas/HealthIndicators.shp", chicago(real_data))
    known = need.frames["indicators"].set_index("indicator_id")["direction"]
    assert (len(known), known["below-evel"], known["per-ca-come"]) == (27, BAD, GOOD)
    [tracts] = take(Kind.POPULATION, folder / "need/tracts2010.csv", chicago(real_data))
    assert (tracts.report.kept, tracts.report.merged) == (77, 724)


def test_chicago_keeps_199_facilities_of_which_17_lie_outside(real_data: Path) -> None:
    path = real_data / "chicago/assets/health_chicago.csv"
    [intake] = take(Kind.ASSETS, path, chicago(real_data))
    assert (intake.report.kept, intake.report.facts["outside"]) == (199, 17)
    assert set(intake.frames["assets"]["category"]) == {"gp-surgery", "hospital"}
    assert codes_of(intake) == {"location.outside"}


def test_awkward_files_are_taken_in_whole(real_data: Path) -> None:
    folder = real_data / "awkward_imports/derived_from_trafford"
    context = trafford(real_data)
    [swapped] = take(Kind.ASSETS, folder / "libraries_lat_lon_headings_swapped.csv", context)
    assert (swapped.report.facts["swapped"], swapped.report.placed.exact) == (13, 13)
    sheets = take(Kind.ASSETS, folder / "leisure_and_food_merged_titles_multisheet.xlsx", context)
    assert [sheet.table for sheet in sheets] == ["Centres", "Food banks"]
    assert [sheet.report.kept for sheet in sheets] == [9, 7]
    assert sheets[0].report.facts["placed_by"] == {"grid reference": 9}
    [food] = take(Kind.ASSETS, folder / "gm_food_banks_semicolon_cp1252.csv", context)
    assert (food.report.kept, food.report.placed.exact) == (171, 7)
    [stacked] = take(Kind.ASSETS, folder / "libraries_two_lists_stacked_duplicates.csv", context)
    assert stacked.report.read == 25
    [doctors] = take(Kind.ASSETS, folder / "general_practices_two_null_geometries.geojson", context)
    assert (doctors.report.kept, doctors.report.placed.exact) == (26, 26)
    for file in ("trafford_wards_bng_epsg27700.zip", "trafford_wards_bng_no_prj.zip"):
        [areas] = take(Kind.AREAS, folder / file, Context())
        assert areas.report.kept == 21
        west, south, east, north = (
            float(side) for side in gpd.GeoSeries(areas.frames["areas"]["geometry"]).total_bounds
        )
        assert -2.5 < west < east < -2.2
        assert 53.3 < south < north < 53.5
