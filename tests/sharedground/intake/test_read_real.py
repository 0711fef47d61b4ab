"""Real and awkward files read as their README says: rows, columns, layers, CRS."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyproj import CRS

from sharedground.errors import FileRefusedError
from sharedground.intake.read import gather, read_file

pytestmark = pytest.mark.real_data

# folder: {file: [(rows, columns) of each table]}
TABLES = {
    "awkward_imports": {
        "bad.csv": [(3, 4)],
        "coutwildrnp.zip": [(67, 10)],
        "excel_pasting.csv": [(16, 9)],
        "ods_formats.ods": [(5, 10)],
        "sheets.xlsx": [(5, 8), (1, 3)],
        "simple.xls": [(6, 3)],
        "span_rich.xls": [(5, 4)],
        "test_geojson.json": [(3, 2)],
        "test_gpkg_nulls.gpkg": [(4, 11)],
        "test_latin1.csv": [(2, 3)],
        "test_skip_lines.xlsx": [(5, 8)],
        "test_utf16_little.csv": [(2, 3)],
        "unicode_sheet_name.xls": [(0, 1)],
        "utf-16le_encoded.csv": [(327, 19)],
        "utf8bom.csv": [(0, 2)],
    },
    "awkward_imports/derived_from_trafford": {
        "community_hubs_utf16_tab.txt": [(6, 9)],
        "general_practices.kml": [(26, 4)],
        "general_practices.kmz": [(26, 4)],
        "general_practices_two_null_geometries.geojson": [(26, 4)],
        "gm_food_banks_semicolon_cp1252.csv": [(171, 9)],
        "leisure_and_food_merged_titles_multisheet.xlsx": [(1, 1), (10, 10), (7, 9)],
        "libraries_lat_lon_headings_swapped.csv": [(13, 10)],
        "libraries_two_lists_stacked_duplicates.csv": [(25, 3)],
        "trafford_wards_bng_epsg27700.zip": [(21, 6)],
        "trafford_wards_bng_epsg27700_inside_folder.zip": [(21, 6)],
        "trafford_wards_bng_no_prj.zip": [(21, 6)],
        "two_layers_bng.gpkg": [(26, 4), (21, 6)],
    },
    "chicago": {
        "areas/HealthIndicators.shp": [(77, 31)],
        "areas/commpop.shp": [(77, 8)],
        "assets/health_chicago.csv": [(199, 8)],
        "need/tracts2010.csv": [(801, 6)],
    },
    "trafford": {
        "areas/greater_manchester_lsoa_2011_supergen.geojson": [(1673, 2)],
        "areas/local_authority_2023.geojson": [(1, 6)],
        "areas/lsoa21_to_ward22_lookup_gm.csv": [(1702, 6)],
        "areas/lsoa_2011.geojson": [(138, 2)],
        "areas/lsoa_2021.geojson": [(139, 2)],
        "areas/ward_2023.geojson": [(21, 6)],
        "assets/bus_stops.csv": [(1025, 7)],
        "assets/council_land_and_buildings.csv": [(608, 20)],
        "assets/greenspace_sites_polygons.geojson": [(427, 4)],
        "assets/mental_health_services_raw.csv": [(60, 7)],
        "assets/places_of_worship_osm_raw.geojson": [(128, 7)],
        "assets/sports_facilities.csv": [(314, 35)],
        "need/iod2019_lsoa2011_long.csv": [(2760, 8)],
        "need/iod2019_ward_gm_wide.xlsx": [(215, 14)],
        "need/population_mid2024_lsoa2021.csv": [(417, 100)],
        "partners/voluntary_sector_grants_360giving.csv": [(555, 39)],
        "postcodes/trafford_postcodes.csv": [(11264, 12)],
    },
}
CASES = [(folder, name, shape) for folder, all_ in TABLES.items() for name, shape in all_.items()]


@pytest.mark.parametrize(("folder", "name", "shapes"), CASES, ids=[name for _, name, _ in CASES])
def test_rows_and_columns(
    real_data: Path, folder: str, name: str, shapes: list[tuple[int, int]]
) -> None:
    ((shown, parts),) = gather([real_data / folder / name])
    read = read_file(shown, parts)
    assert [t.rows.shape for t in read.tables] == shapes
    for table in read.tables:
        assert all(isinstance(cell, str) for cell in table.rows.to_numpy().ravel())
        assert (table.row_numbers > table.heading_row).all()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("libreoffice.xlsx", "file.empty"),
        ("testopenfilegdb.gdb.zip", "file.kind_unknown"),
    ],
)
def test_kinds_not_read_are_refused(real_data: Path, name: str, code: str) -> None:
    ((shown, parts),) = gather([real_data / "awkward_imports" / name])
    with pytest.raises(FileRefusedError) as no:
        read_file(shown, parts)
    assert no.value.code == code


def test_heading_rows_and_titles(real_data: Path) -> None:
    folder = real_data / "awkward_imports/derived_from_trafford"
    ((name, parts),) = gather([folder / "leisure_and_food_merged_titles_multisheet.xlsx"])
    centres = read_file(name, parts).tables[1]
    assert (centres.name, centres.heading_row) == ("Centres", 4)
    assert centres.above == ("Trafford Leisure Centres", "(eastings/northings from GIS)")
    assert centres.rows["Easting"][0] == "377,107"


def test_coordinate_systems(real_data: Path) -> None:
    derived = real_data / "awkward_imports/derived_from_trafford"
    paths = {
        derived / "two_layers_bng.gpkg": 27700,
        derived / "trafford_wards_bng_epsg27700_inside_folder.zip": 27700,
        real_data / "trafford/areas/ward_2023.geojson": 4326,
    }
    for path, epsg in paths.items():
        ((name, parts),) = gather([path])
        assert CRS.from_wkt(read_file(name, parts).tables[0].crs_wkt).to_epsg() == epsg
    ((name, parts),) = gather([derived / "trafford_wards_bng_no_prj.zip"])
    assert read_file(name, parts).tables[0].crs_wkt == ""
    ((name, parts),) = gather([real_data / "chicago/areas/commpop.dbf"])
    assert CRS.from_wkt(read_file(name, parts).tables[0].crs_wkt).name == "WGS84(DD)"


def test_encodings(real_data: Path) -> None:
    folder = real_data / "awkward_imports/derived_from_trafford"
    ((name, parts),) = gather([folder / "gm_food_banks_semicolon_cp1252.csv"])
    read = read_file(name, parts)
    assert (read.encoding, read.delimiter) == ("cp1252", ";")
    assert read.tables[0].rows["Referral method"].str.contains("£2.50", regex=False).any()
